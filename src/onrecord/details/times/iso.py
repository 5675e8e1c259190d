"""TIMEX3 values to ISO 8601: what ISO cannot say (PAST_REF, an unsaid number of days) becomes None, never a guess."""

from __future__ import annotations

import re
from datetime import date, timedelta

_CLOCK = r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
_PLAIN = re.compile(rf"[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}}({_CLOCK})?)?|-W[0-9]{{2}})?")
_PARTED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[A-Z]{2}")
_WEEKEND = re.compile(r"([0-9]{4})-W([0-9]{2})-WE")
_THIRD = re.compile(r"([0-9]{4})-([QH])([1-4])")
_SEASON = re.compile(r"([0-9]{4})-(?:SP|SU|FA)")
_PERIOD = re.compile(r"P(?:[0-9]+[YMWD])*(?:T(?:[0-9]+[HMS])+)?")
_QUARTERS = re.compile(r"P([0-9]+)Q")


def iso_of(timex: str | None) -> str | None:
    """The ISO 8601 form: a part of a day gives its day, midnight too, a quarter its months, a decade its years, a season its year.

    A winter lies in two years and has none.
    """
    if timex is None:
        return None
    if timex.endswith("T24:00"):
        return timex[:10]  # the midnight that ends the day, or the one that begins it
    if "/" in timex or _PLAIN.fullmatch(timex) or (_PERIOD.fullmatch(timex) and timex != "P"):
        return timex
    if match := _PARTED.fullmatch(timex) or _SEASON.fullmatch(timex):
        return match[1]
    if match := _WEEKEND.fullmatch(timex):
        saturday = date.fromisocalendar(int(match[1]), int(match[2]), 6)
        return f"{saturday}/{saturday + timedelta(days=1)}"
    if match := _THIRD.fullmatch(timex):
        length = 3 if match[2] == "Q" else 6
        last = int(match[3]) * length
        return f"{match[1]}-{last - length + 1:02}/{match[1]}-{last:02}" if last <= 12 else None
    if match := _QUARTERS.fullmatch(timex):
        return f"P{int(match[1]) * 3}M"
    return _round_years(timex)


def _round_years(timex: str) -> str | None:
    if re.fullmatch(r"[0-9]{3}", timex):
        return f"{timex}0/{timex}9"
    return f"{timex}00/{timex}99" if re.fullmatch(r"[0-9]{2}", timex) else None
