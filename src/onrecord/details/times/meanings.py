"""What each rule of the grammar means: calendar dates, weekdays, years, seasons, quarters and days named against the day of publication.

Each function turns a match's slots and the scene into a reading; None where the match is no time expression after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from onrecord.details.times import calendar
from onrecord.details.times.scene import CERTAIN, Scene
from onrecord.details.times.slots import Slots
from onrecord.details.times.tokens import FIRST_YEAR, LAST_YEAR
from onrecord.model import TimeKind

_NEAR, _CLOSE = 2, 2  # months within which a bare month, or a date, is the nearest one whatever the tense

Meaning = Callable[[Slots, Scene, str], "Reading | None"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The TIMEX3 value (None: cannot be resolved) and kind; `silent` for phrases that are read so that nothing else reads them;
    `anchor` whether later expressions may count from it."""

    timex: str | None
    kind: TimeKind = "date"
    silent: bool = False
    anchor: bool = True


def nothing(_slots: Slots, _scene: Scene, _argument: str) -> Reading:
    """A phrase with time words in it that names no time."""
    return Reading(None, silent=True)


def ref(_slots: Slots, _scene: Scene, argument: str) -> Reading:
    """The present, past or future as such."""
    return Reading(argument)


def calendar_date(slots: Slots, scene: Scene, _argument: str = "") -> Reading | None:
    """A month, perhaps with day and year; without a year the nearest one that suits the tense and the weekday given."""
    month, day = slots.number("month"), slots.number("day")
    if month is None or (day is not None and not 1 <= day <= 31):
        return None
    given = slots.get("year") or short_year(slots.get("yy"))
    year = int(given) if given else _implied_year(slots, scene, month, day)
    if year is None:
        return Reading(f"XXXX-{month:02}" + (f"-{day:02}" if day else ""))
    if day is None:
        return Reading(f"{year}-{month:02}")
    found = calendar.day_of(year, month, day)
    if found is None:
        return Reading(None)
    return Reading(f"{found}T{slots.get('part')}", "time") if slots.has("part") else Reading(found.isoformat())


def short_year(two: str | None) -> str | None:
    """The year that two digits stand for: of this century up to 29, else of the last."""
    return None if two is None else f"{'20' if int(two) < 30 else '19'}{two}"


def _implied_year(slots: Slots, scene: Scene, month: int, day: int | None) -> int | None:
    pub = scene.published
    if pub is None:
        return None
    if slots.has("unit"):
        return pub.year + slots.back
    if slots.has("rel") and slots.get("rel") != "THIS":
        same = pub.month == month
        return calendar.month_near(pub, month, slots.back) + (slots.back if same else 0)
    if slots.get("rel") == "THIS":
        return pub.year if abs(month - pub.month) < 10 else calendar.month_near(pub, month, 0)
    if day is not None and (weekday_given := slots.number("wday")):
        return _year_with_weekday(pub, month, day, weekday_given)
    nearest = calendar.month_near(pub, month, scene.direction if abs(scene.direction) == CERTAIN else 0)
    distance = (month - pub.month) + 12 * (nearest - pub.year)
    if day is None:
        return nearest if abs(distance) <= _NEAR else calendar.month_near(pub, month, scene.direction or -1)
    return calendar.month_near(pub, month, scene.direction or -1) if abs(distance) > _CLOSE else nearest


def _year_with_weekday(pub: date, month: int, day: int, number: int) -> int:
    """The nearest year in which the date falls on that weekday; simply the nearest where none within six years does."""
    near = calendar.month_near(pub, month, 0)
    years = sorted(range(near - 6, near + 7), key=lambda y: abs(y - near))
    suited = (y for y in years if (found := calendar.day_of(y, month, day)) and found.isoweekday() == number)
    return next(suited, near)


def unknown(_slots: Slots, _scene: Scene, _argument: str) -> Reading:
    """A time outside the years that are read."""
    return Reading(None)


def iso(slots: Slots, _scene: Scene, _argument: str) -> Reading:
    """A date or datetime that is already ISO 8601; an impossible one is unresolved."""
    text = slots.text.replace(" ", "T")
    kind: TimeKind = "time" if len(text) > 10 else "date"
    try:
        known = FIRST_YEAR <= datetime.fromisoformat(text).year <= LAST_YEAR
    except ValueError:
        known = False
    return Reading(text if known else None, kind)


def numeric(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """27/06/2022, 2022/06/27: only one order of day and month may give a date, else it stays unresolved."""
    one, two, three = re.split(r"[/.-]", slots.text)
    if len(one) == 4 and len(three) == 2:
        days = [calendar.day_of(int(one), int(two), int(three))]
    elif len(one) <= 2 and len(three) == 4:
        days = [calendar.day_of(int(three), int(two), int(one)), calendar.day_of(int(three), int(one), int(two))]
    else:
        return None
    found = {day.isoformat() for day in days if day}
    return Reading(found.pop() if len(found) == 1 else None)


def span(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """June 3-7, 27 June-3 July, June-August: an interval."""
    ends = []
    for at in (0, 1):
        month = slots.get("month", at) or slots.get("month", 0)
        days = {"day": (slots.get("day", at) or "",)} if slots.has("day") else {}
        years = {"year": (slots.get("year") or "",)} if slots.has("year") else {}
        reading = calendar_date(Slots({"month": (month or "",), **days, **years}), scene)
        if reading is None:
            return None
        ends.append(reading.timex)
    if None in ends or not str(ends[0])[:4].isdigit() or not str(ends[0]) < str(ends[1]):
        return Reading(None)
    return Reading(f"{ends[0]}/{ends[1]}")


def years(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """2011-2014, 1998-99."""
    first = slots.get("year") or ""
    last = slots.get("year", 1) or first[:2] + (slots.get("yy") or "")
    return Reading(f"{first}/{last}") if first < last else None


def year(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """A bare year."""
    found = slots.get("year") or short_year(slots.get("yy"))
    return Reading(found) if found else None


def recent_year(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """A bare year before a noun: only of the time that news are about, since other numbers count the noun."""
    found = slots.get("year") or ""
    return Reading(found) if "1900" <= found <= "2040" else None


def decade(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """The 1990s, the '90s, the nineties."""
    if word := slots.get("decadeword"):
        return Reading(word)
    digits = re.sub(r"\D", "", slots.get("decade") or "")
    if not digits.endswith("0") or (len(digits) == 2 and not slots.has("apostrophe", "the")):
        return None
    whole = digits if len(digits) == 4 else ("20" if int(digits) < 30 else "19") + digits
    if whole.endswith("00") and int(whole) < 2000:
        return Reading(whole[:2])  # the 1800s are a century, the 2000s mostly a decade
    return Reading(whole[:3]) if FIRST_YEAR <= int(whole) <= LAST_YEAR else Reading(None)


def century(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """The 20th century, whose years begin with 19."""
    number = slots.number("ord")
    if slots.get("unit") != "100Y" or number is None:
        return nothing(slots, _scene, "")
    return Reading(f"{number - 1:02}") if 11 <= number <= 21 else Reading(None)


def season(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """Spring 1998, last summer, in the fall."""
    name = slots.get("season") or ""
    if given := slots.get("year"):
        return Reading(f"{given}-{name}")
    if scene.published is None:
        return Reading(None)
    relative = slots.get("rel")
    if slots.has("unit"):
        return Reading(f"{scene.published.year + slots.back}-{name}") if slots.get("unit") == "Y" else None
    toward = scene.direction if relative is None else slots.back
    return Reading(f"{scene.published.year if relative == 'THIS' else calendar.season_near(scene.published, name, toward)}-{name}")


def weekday(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """Monday: the last one, the day of publication among them, or behind a verb that looks ahead the next."""
    number = slots.number("wday")
    if number is None:
        return None
    kind: TimeKind = "time" if slots.has("part", "tonight") else "date"
    if scene.published is None:
        return Reading(None, kind)
    found = weekday_of(slots, scene, scene.published, number)
    return Reading(with_part(found, slots), kind)


def weekday_of(slots: Slots, scene: Scene, published: date, number: int) -> date | None:
    """The day a weekday means."""
    toward = slots.back or scene.direction
    found = calendar.weekday(published, number, toward)
    if slots.back and found == published:
        return calendar.plus_days(published, 7 * slots.back)
    return found


def with_part(day: date | None, slots: Slots) -> str | None:
    """The day, with its part or named hour where the expression gives one."""
    if day is None:
        return None
    if part := slots.get("part") or ("NI" if slots.has("tonight") else None):
        return f"{day}T{part}"
    clock = slots.get("clockword")
    return f"{day}T{clock}" if clock else day.isoformat()


def day(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """Today, yesterday morning, tonight, this evening."""
    kind: TimeKind = "time" if slots.has("part", "tonight", "clockword") else "date"
    if scene.published is None:
        return Reading(None, kind)
    return Reading(with_part(calendar.plus_days(scene.published, int(slots.get("deixis") or 0)), slots), kind)


def day_part(slots: Slots, scene: Scene, argument: str) -> Reading | None:
    """Mid-afternoon yesterday, the evening Monday."""
    return (weekday if slots.has("wday") else day)(slots, scene, argument)


def night(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """Last night, last evening."""
    before = scene.published and calendar.plus_days(scene.published, -1)
    return Reading(f"{before}T{slots.get('part')}" if before else None, "time")


def overnight(_slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """The night that ended on the day of publication, or the coming one."""
    day_then = scene.published if scene.direction > 0 else scene.published and calendar.plus_days(scene.published, -1)
    return Reading(f"{day_then}TNI" if day_then else None, "time")


def holiday(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """A holiday of the year given, or the nearest that suits the tense."""
    rule = slots.get("holiday") or ""
    if given := slots.get("year"):
        found = calendar.holiday(rule, int(given))
        return Reading(found.isoformat() if found else None)
    pub = scene.published
    if pub is None:
        return Reading(None)
    near = [h for h in (calendar.holiday(rule, pub.year + n) for n in (-1, 0, 1)) if h]
    toward = slots.back or scene.direction
    suited = [h for h in near if (h - pub).days * toward > 0] if slots.back else [h for h in near if (h - pub).days * toward >= 0]
    best = min(suited or near, key=lambda h: abs((h - pub).days), default=None)
    if best and slots.has("unit"):
        return Reading(calendar.moved(best, slots.get("unit") or "", 0)) if slots.get("unit") in ("W", "D") else None
    return Reading(best.isoformat() if best else None)


def yearend(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """Year-end: the last day of the year."""
    given = slots.get("year") or (scene.published and str(scene.published.year))
    return Reading(f"{given}-12-31" if given else None)


MEANINGS: dict[str, Meaning] = {
    "nothing": nothing,
    "ref": ref,
    "date": calendar_date,
    "unknown": unknown,
    "iso": iso,
    "numeric": numeric,
    "span": span,
    "years": years,
    "year": year,
    "recent_year": recent_year,
    "decade": decade,
    "century": century,
    "season": season,
    "weekday": weekday,
    "day": day,
    "day_part": day_part,
    "night": night,
    "overnight": overnight,
    "holiday": holiday,
    "yearend": yearend,
}
