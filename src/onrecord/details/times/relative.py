"""What is counted from the day of publication or from a time named before: last week, two weeks ago, a year earlier, the quarter."""

from __future__ import annotations

import re
from datetime import date

from onrecord.details.times import calendar
from onrecord.details.times.lengths import period
from onrecord.details.times.meanings import Meaning, Reading, calendar_date, holiday, short_year
from onrecord.details.times.scene import Scene
from onrecord.details.times.slots import Slots
from onrecord.details.times.tokens import FIRST_YEAR, LAST_YEAR

_MOST = 10**5  # units counted: beyond, no date is left
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")


def relative(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """Last week, this month, next year; the weekend is the last one, unless the clause looks ahead."""
    if scene.published is None:
        return Reading(None)
    unit = slots.get("unit") or ""
    if unit.startswith("T"):
        return None
    if unit == "WE" and not slots.has("rel") and scene.direction <= 0 and scene.published.isoweekday() < 6:
        return Reading(calendar.moved(scene.published, unit, -1))
    return Reading(calendar.moved(scene.published, unit, slots.back))


def another(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """The following year, the next day: counted from the time spoken of."""
    unit = slots.get("unit") or ""
    if unit.startswith("T"):
        return None
    if slots.get("rel") == "PASTNOUN":
        return Reading(period("1", unit), "duration")
    spoken_of = reference(scene)
    if spoken_of is None:
        return Reading(None)
    return Reading(calendar.moved(spoken_of, unit, slots.back))


def spoken(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """That day, the same week, that night: of the time named last."""
    unit, part = slots.get("unit") or "", slots.get("part")
    day = reference(scene, only_days=bool(part) or unit == "D")
    if part:
        then = day and calendar.plus_days(day, slots.back)
        return Reading(f"{then}T{part}" if then else None, "time")
    if unit.startswith("T"):
        return None
    return Reading(calendar.moved(day, unit, 0) if day else None)


def weekday_from(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """The previous Friday, the following Monday: seen from the day named last."""
    day = reference(scene, only_days=True)
    number = slots.number("wday")
    if day is None or number is None:
        return Reading(None)
    other = calendar.plus_days(day, slots.back)
    found = other and calendar.weekday(other, number, slots.back)
    return Reading(found.isoformat() if found else None)


def reference(scene: Scene, only_days: bool = False) -> date | None:
    """The day named last, or the first day of the month or year named last; else the day of publication."""
    for value in reversed(scene.named[-4:]):
        match = re.match(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?![0-9X]|-[A-Z])", value)
        if match and (match[3] or not only_days):
            return calendar.day_of(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    return scene.published


def recent_quarter(scene: Scene) -> tuple[int, int] | None:
    """The quarter of account named last."""
    for value in reversed(scene.named[-6:]):
        if match := _QUARTER.fullmatch(value):
            return int(match[1]), int(match[2])
    return None


def quarter(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """The third quarter, the first half of 1989: of the year given, else the last that has begun, or will."""
    letter, number = slots.get("third") or "Q", slots.number("ord") or 1
    if code := slots.get("qcode"):
        letter, number = code[0].upper(), int(code[1])
    parts = 4 if letter == "Q" else 2
    number = parts if number == -1 else number
    if number > parts:
        return None
    given = int(short) if (short := short_year(slots.get("yy"))) else slots.number("year")
    if given is None and scene.published is None:
        return Reading(None)
    if given is None and scene.published is not None:
        begun = (number - 1) * (12 // parts) < scene.published.month
        given = scene.published.year + (slots.back if slots.has("unit") else 0 if begun or scene.direction > 0 else -1)
        given -= slots.has("yearback")
    return Reading(f"{given}-{letter}{number}", anchor=not slots.has("yearback"))


def account(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """The quarter or period spoken of; the latest; a year before it."""
    found = None if slots.has("latest") or slots.get("rel") == "CURRENT" else recent_quarter(scene)
    if found is None and (not slots.has("third") or slots.has("period")) and not slots.has("yearback", "year", "latest", "same"):
        return None
    if found is None and scene.published is None:
        return Reading(slots.get("year"))
    if found is None and scene.published is not None:
        number = (scene.published.month - 1) // 3 + scene.published.year * 4
        back = slots.back if slots.has("rel") else -1 if slots.has("latest") else 0
        if slots.has("yearback") and not slots.has("third"):
            return Reading(calendar.plus_years(scene.published, -1))
        found = divmod(number + back, 4)
        found = found[0], found[1] + 1
    year, part = found or (0, 1)
    back = slots.has("yearback", "unit")
    return Reading(_quarter_of(int(slots.get("year") or year - back), part), anchor=not back and not slots.has("year"))


def _quarter_of(year: int, number: int) -> str | None:
    return f"{year}-Q{number}" if FIRST_YEAR <= year <= LAST_YEAR else None


def ago(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """Two weeks ago: the week, month or year then; an unsaid number is simply the past."""
    number = slots.get("n") or "X"
    if number == "X":
        return Reading("PAST_REF")
    found = recent_quarter(scene)
    if found and number == "1" and slots.get("unit") == "Y":
        return Reading(_quarter_of(found[0] - 1, found[1]), anchor=False)
    return _counted(number, slots, scene.published, scene.clock, -1)


def hence(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """Two weeks from now."""
    number = slots.get("n") or "X"
    if number == "X":
        return Reading("FUTURE_REF")
    return _counted(number, slots, scene.published, scene.clock, 1)


def shifted(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """A year earlier, two days later: counted from the time spoken of; of a quarter, the same quarter of another year."""
    number, unit = slots.get("n") or "X", slots.get("unit") or ""
    forward = 1 if slots.has("later") else -1
    if number == "X" or unit.startswith("T"):
        return None
    found = recent_quarter(scene)
    if found and unit == "Y" and number.isdigit():
        return Reading(_quarter_of(found[0] + forward * int(number), found[1]), anchor=False)
    return _counted(number, slots, reference(scene), None, forward)


def _counted(number: str, slots: Slots, start: date | None, clock: str | None, forward: int) -> Reading:
    unit = slots.get("unit") or ""
    value = float(number) + (0.5 if slots.has("andhalf") else 0)
    if start is None or value > _MOST:
        return Reading(None)
    if unit.startswith("T"):
        return Reading(_hours(start, clock, value * forward, unit), "time")
    if value != int(value):
        smaller = {"Y": ("M", 12), "10Y": ("Y", 10), "100Y": ("Y", 100), "W": ("D", 7)}.get(unit)
        if smaller is None:
            return Reading(None)
        unit, value = smaller[0], round(value * smaller[1])
    return Reading(calendar.moved(start, unit, forward * int(value)))


def _hours(start: date, clock: str | None, amount: float, unit: str) -> str | None:
    if clock is None:
        return None
    minutes = int(clock[:2]) * 60 + int(clock[3:]) + round(amount * {"TS": 1 / 60, "TM": 1, "TH": 60}[unit])
    day = calendar.plus_days(start, minutes // 1440)
    return f"{day}T{minutes % 1440 // 60:02}:{minutes % 60:02}" if day else None


def week_of(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """The week of March 6."""
    found = (holiday if slots.has("holiday") else calendar_date)(Slots({k: v for k, v in slots.values.items() if k != "unit"}), scene, "")
    unit = slots.get("unit") or ""
    if found is None or unit not in ("D", "W"):
        return None
    day, _ = calendar.moment(found.timex)
    return Reading(calendar.moved(day, unit, 0) if day else None)


def weekafter(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """A week from Friday."""
    if slots.get("unit") != "W" or scene.published is None:
        return None
    found = calendar.weekday(scene.published, slots.number("wday") or 1, 1)
    then = found and calendar.plus_days(found, 7)
    return Reading(then.isoformat() if then else None)


def the(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """The year, the week: the one that publication lies in."""
    unit = slots.get("unit") or ""
    if unit not in ("Y", "W", "M"):
        return None
    return Reading(calendar.moved(scene.published, unit, 0) if scene.published else None)


MEANINGS: dict[str, Meaning] = {
    "relative": relative,
    "another": another,
    "spoken": spoken,
    "weekday_from": weekday_from,
    "quarter": quarter,
    "account": account,
    "ago": ago,
    "hence": hence,
    "shifted": shifted,
    "week_of": week_of,
    "weekafter": weekafter,
    "the": the,
}
