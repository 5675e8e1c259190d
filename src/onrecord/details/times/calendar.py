"""Days, weeks, months and holidays: arithmetic to TIMEX3 values, None where a date does not exist or lies outside the years read."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.details.times.tokens import FIRST_YEAR, LAST_YEAR

_PUBLISHED = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}))?")
_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the northern hemisphere's first month, only to tell which year's is nearer


def moment(published: str | None) -> tuple[date | None, str | None]:
    """The day and the clock time of an ISO 8601 date or datetime; None for what it does not give."""
    match = _PUBLISHED.match(published or "")
    day = day_of(int(match[1]), int(match[2]), int(match[3])) if match else None
    clock = match[4] if match and day and match[4] and match[4] < "24" else None
    return day, clock


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, if there is one and its year is read."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plus_days(day: date, days: float) -> date | None:
    """So many days on, where the year is still read."""
    try:
        moved = day + timedelta(days=days)
    except OverflowError:
        return None
    return moved if FIRST_YEAR <= moved.year <= LAST_YEAR else None


def week(day: date) -> str:
    """The ISO week: "2022-W26"."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def plus_months(day: date, months: int) -> str | None:
    """The month so many months on: "2022-06"."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return f"{year}-{month + 1:02}" if FIRST_YEAR <= year <= LAST_YEAR else None


def plus_years(day: date, years: int) -> str | None:
    """The year so many years on."""
    year = day.year + years
    return str(year) if FIRST_YEAR <= year <= LAST_YEAR else None


def moved(day: date, unit: str, number: int) -> str | None:
    """The day, week, month, quarter or year that is so many units from a day."""
    if unit == "Y":
        return plus_years(day, number)
    if unit in ("10Y", "100Y", "1000Y"):
        year = plus_years(day, number * int(unit[:-1]))
        return year and {"10Y": year[:3], "100Y": year[:2], "1000Y": year[:1]}[unit]
    if unit == "M":
        return plus_months(day, number)
    if unit == "Q":
        month = plus_months(day, 3 * number)
        return month and f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
    other = plus_days(day, {"D": 1, "W": 7, "2W": 14, "WE": 7}[unit] * number) if abs(number) < 10**6 else None
    if other is None:
        return None
    return other.isoformat() if unit == "D" else f"{week(other)}-WE" if unit == "WE" else week(other)


def weekday(day: date, number: int, direction: int) -> date | None:
    """The weekday (1 Monday … 7 Sunday) last before a day or the same (-1), next behind it or the same (1)."""
    back = (day.isoweekday() - number) % 7
    return plus_days(day, -back if direction <= 0 else (7 - back) % 7)


def month_near(day: date, month: int, direction: int) -> int:
    """The year in which a month lies, seen from a day: back, on, or whichever is nearer."""
    distance = month - day.month
    if direction < 0:
        return day.year - (distance > 0)
    if direction > 0:
        return day.year + (distance < 0)
    return day.year - (distance > 6) + (distance < -6)


def season_near(day: date, season: str, direction: int) -> int:
    """The year of a season, seen from a day; a winter has the year in which it begins."""
    if direction == 0:
        return day.year - (_SEASON_MONTHS[season] > day.month + 4)
    return month_near(day, _SEASON_MONTHS[season], direction)


def holiday(rule: str, year: int) -> date | None:
    """The day of a holiday by its rule: "12-25", "11 4 4" (month, which, weekday; which -1 is the last), "easter -2"."""
    if rule.startswith("easter"):
        return plus_days(easter(year), int(rule.split()[1]))
    if "-" in rule and " " not in rule:
        return day_of(year, int(rule[:2]), int(rule[3:]))
    month, which, number = (int(part) for part in rule.split())
    if which > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(number - first.isoweekday()) % 7 + 7 * (which - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.isoweekday() - number) % 7)


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus, Nature 1876; Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
