"""How long and how often: lengths as periods, sets of repeated times."""

from __future__ import annotations

from onrecord.details.times.lengths import period, written
from onrecord.details.times.meanings import Meaning, Reading
from onrecord.details.times.scene import Scene
from onrecord.details.times.slots import Slots

_MOST = 10**5
_RANKS = ("Y", "M", "W", "D", "TH", "TM", "TS")


def length(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """Three days, a six-month, half an hour."""
    number = slots.get("n") or "1"
    if slots.has("andhalf") and number != "X":
        number = str(float(number) + 0.5)
    found = period(number, slots.get("unit") or "")
    return Reading(found, "duration")


def aged(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """A year-long siege lasts a year, months-long talks last months; a six-year-old is no time."""
    if not slots.text.lower().endswith("long"):
        return Reading(None, silent=True)
    if single := slots.get("single"):
        return Reading(period("1", single), "duration")
    return length(slots, scene, "") if slots.has("n") else Reading(period("X", slots.get("unit") or ""), "duration")


def lasting(slots: Slots, scene: Scene, _argument: str) -> Reading | None:
    """The past three days, the first nine months."""
    if slots.get("n") is None and slots.has("rel") and len(slots.values.get("n", ())) == 0 and slots.text.lower().endswith("s"):
        return Reading(period("X", slots.get("unit") or ""), "duration")
    return length(slots, scene, "")


def lengths(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """Two or three days: the longer is what TIMEX3's value cannot say, so the first that is said counts."""
    found = period(slots.get("n") or "X", slots.get("unit") or "")
    return Reading(found, "duration")


def compound(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """1 hour 30 minutes."""
    amounts = []
    for at in (0, 1):
        number, unit = slots.get("n", at) or "", slots.get("unit", at) or ""
        if not number.isdigit() or unit not in _RANKS or int(number) > _MOST:
            return None
        amounts.append((int(number), unit))
    if _RANKS.index(amounts[0][1]) >= _RANKS.index(amounts[1][1]):
        return None
    return Reading(written(amounts), "duration")


def unsaid(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """Weeks, years; with a capital it is a name ("Minutes")."""
    if slots.text[:1].isupper() or slots.get("unit") == "Q":
        return None
    return Reading(period("X", slots.get("unit") or ""), "duration")


def recent(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """Recent years."""
    return Reading(period("X", slots.get("unit") or ""), "duration")


def often(slots: Slots, _scene: Scene, _argument: str) -> Reading | None:
    """Daily, every Friday, each July, twice a week."""
    wday = slots.get("wday") or slots.get("wdays")
    part = slots.get("part") or slots.get("parts")
    if wday:
        return Reading(f"XXXX-WXX-{wday}" + (f"T{part}" if part else ""), "set")
    if month := slots.number("month"):
        return Reading(f"XXXX-{month:02}", "set")
    if season := slots.get("season") or slots.get("seasons"):
        return Reading(f"XXXX-{season}", "set")
    if part:
        return Reading(f"XXXX-XX-XXT{part}", "set")
    fixed = slots.get("adverb") or slots.get("annual")
    number = slots.get("n") or slots.get("other") or "1"
    return Reading(fixed or period(number if not slots.has("times") else "1", slots.get("unit") or ""), "set")


MEANINGS: dict[str, Meaning] = {
    "length": length,
    "aged": aged,
    "lasting": lasting,
    "lengths": lengths,
    "compound": compound,
    "unsaid": unsaid,
    "recent": recent,
    "often": often,
}
