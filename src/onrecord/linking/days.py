"""The day of an article: when it was published, or else the date line at the head of its text.

A date line is a full date that begins a line, follows a label ("Published", "Last updated at") or gives its weekday behind a title or the
name of an agency. A date inside a sentence ("was born on April 22, 1923") is none.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from onrecord.linking.tables import rows
from onrecord.model import Analysis, Time

HEAD = 400  # characters at the start of a text among which a date line is looked for
LABEL = 5  # words that a label has at most
TITLE = 25  # words of a title before a date line in the same paragraph
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORD = re.compile(r"[^\W_]+")


def day_of(analysis: Analysis) -> str | None:
    """The ISO 8601 date of an article; None where neither its metadata nor a date line gives one."""
    published = analysis.article.published
    if published and (match := _DAY.match(published)):
        return match[0]
    text = analysis.article.text
    for time in analysis.times:
        if time.at.start > HEAD:
            return None
        if (day := _full(time, text)) and _date_line(text, time):
            return day
    return None


def ordinal(day: str | None) -> int:
    """An ISO 8601 date as the number of days since the year 1; -1 where there is none, or none of the calendar."""
    try:
        return date.fromisoformat(day).toordinal() if day else -1
    except ValueError:
        return -1


def _full(time: Time, text: str) -> str | None:
    """The date that an expression gives with its year, such as "4 April 2017"."""
    day = _DAY.match(time.value or "")
    if not day or time.kind not in ("date", "time") or "/" in (time.value or ""):
        return None
    return day[0] if day[0][2:4] in text[time.at.start : time.at.end] else None


def _date_line(text: str, time: Time) -> bool:
    before = [m[0] for m in _WORD.finditer(text, text.rfind("\n", 0, time.at.start) + 1, time.at.start)]
    if not before:
        return True
    if before[0].lower() in _words("label") and len(before) <= LABEL:
        return True
    weekday = _WORD.search(text, time.at.start, time.at.end)
    named = weekday is not None and weekday[0].lower() in _words("weekday")
    return named and len(before) <= TITLE and not before[-1].islower() and before[-1].lower() not in ("on", "in")


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows("dateline_words.csv") if row["kind"] == kind)
