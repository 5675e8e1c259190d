"""Clock times with the day they stand with."""

from __future__ import annotations

import re

from onrecord.details.times.meanings import Meaning, Reading, calendar_date, day, holiday, iso, numeric, weekday
from onrecord.details.times.relative import reference
from onrecord.details.times.scene import Scene
from onrecord.details.times.slots import Slots

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HALVES = {"MO": "a", "AF": "p", "EV": "p", "NI": "p"}


def clock(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """A clock time with its day: the one given, else the one its sentence names, else the day of publication."""
    hour = clock_of(slots)
    if hour is None:
        return Reading(None, "time") if slots.has("clock", "ampm") else None
    then = _day_of(slots, scene)
    if then is None or (slots.has("hour") and not slots.has("ampm", "part", "tonight")):
        return Reading(then, "time")  # six o'clock: morning or evening is not said
    return Reading(f"{then}T{hour}", "time")


def hours(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """From 9 to 11 a.m.: an interval within one day."""
    halves = slots.values.get("ampm", ("", ""))
    numbers = slots.values.get("hour", ()) or slots.values.get("clock", ())
    if len(numbers) != 2:
        return Reading(None, "time")
    name = "hour" if slots.has("hour") else "clock"
    ends = [clock_of(Slots({name: (n,), "ampm": (h,)})) for n, h in zip(numbers, (halves[0], halves[-1]), strict=True)]
    then = _day_of(slots, scene)
    if then is None or None in ends or str(ends[0]) >= str(ends[1]):
        return Reading(None, "time")
    return Reading(f"{then}T{ends[0]}/{then}T{ends[1]}", "time")


def _day_of(slots: Slots, scene: Scene) -> str | None:
    """The day a clock time stands with: in the expression, else in its sentence, else the day of publication."""
    said = _said(slots, scene)
    if said is not None:
        return said.timex if said.timex and _DAY.fullmatch(said.timex) else None
    named = () if slots.has("this", "tonight") else scene.nearby
    spoken_of = reference(Scene(scene.published, named=named), only_days=True)
    return spoken_of.isoformat() if spoken_of else None


def _said(slots: Slots, scene: Scene) -> Reading | None:
    """The day that the expression itself gives, without the part of the day; None where it gives none."""
    bare = Slots({k: v for k, v in slots.values.items() if k not in ("part", "tonight", "clockword", "ampm", "hour")})
    if slots.has("month"):
        return calendar_date(bare, scene)
    if slots.has("iso"):
        return iso(Slots({}, slots.get("iso") or ""), scene, "")
    if slots.has("numeric"):
        return numeric(Slots({}, slots.get("numeric") or ""), scene, "")
    if slots.has("holiday"):
        return holiday(bare, scene, "")
    if slots.has("wday"):
        return weekday(bare, scene, "")
    return day(bare, scene, "") if slots.has("deixis") else None


def _spoken_hour(slots: Slots) -> str:
    """6 as "6:00", half past six, a quarter to six."""
    hour = slots.number("hour") or 0
    if past := slots.get("past"):
        return f"{hour}:{30 if past == 'half' else 15}"
    return f"{(hour - 1) % 12 or 12}:45" if slots.get("to") == "quarter" else f"{hour}:00"


def clock_of(slots: Slots) -> str | None:
    """ "15:51" from its parts; None for an impossible hour."""
    if word := slots.get("clockword"):
        return word
    whole = slots.get("clock") or slots.get("hhmm") or _spoken_hour(slots)
    pieces = whole.split(":")
    hour, minute = int(pieces[0]), int(pieces[1])
    half = re.sub(r"[^ap]", "", (slots.get("ampm") or "").lower()[:1]) or _HALVES.get(slots.get("part") or "", "")
    if hour > 24 or minute > 59 or (hour == 24 and minute) or (half and not 1 <= hour <= 12 and slots.has("ampm")):
        return None
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" + (f":{pieces[2]}" if len(pieces) > 2 else "")


MEANINGS: dict[str, Meaning] = {
    "clock": clock,
    "hours": hours,
}
