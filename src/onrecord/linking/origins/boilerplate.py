"""Words that many articles share without one having them from another: an outlet's menus and appeals, stock sentences, background.

A sequence of words is an outlet's boilerplate when many of its articles have it that are no copies of each other; copies of one article,
however many, count as one. It is a stock phrase of everybody when it comes back in many different weeks: news is copied while it is new.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.linking.meeting import KeySets, Numbers
from onrecord.linking.shingles import Hashes, mixed


class Boilerplate:
    """The sampled word sequences that are boilerplate, of an outlet or of everybody."""

    def __init__(self, outlets: Hashes, everybody: Hashes) -> None:
        self._outlets, self._everybody = outlets, everybody

    def of(self, values: Hashes, outlet: int) -> list[bool]:
        """For each sequence whether it is boilerplate in an article of the outlet (by number; below 0: unknown)."""
        found = _among(values, self._everybody)
        if outlet >= 0:
            found |= _among(_keys(values, np.full(len(values), outlet, np.int64)), self._outlets)
        marks: list[bool] = found.tolist()
        return marks


def boilerplate(
    found: KeySets, outlets: Sequence[int], copies: Sequence[int], weeks: Sequence[int], least: int, least_weeks: int
) -> Boilerplate:
    """What `least` different articles of an outlet share, or articles of `least_weeks` different weeks.

    `copies` numbers near-copies alike; outlets and weeks below 0 are unknown and do not count.
    """
    often = np.flatnonzero(_among(found.values, _repeated(found.values, min(least, least_weeks))))
    values, owners = found.values[often], np.searchsorted(found.bounds, often, "right") - 1
    outlet, week = np.asarray(outlets, np.int64)[owners], np.asarray(weeks, np.int64)[owners]
    group = np.asarray(copies, np.int64)[owners]
    known, dated = outlet >= 0, week >= 0
    return Boilerplate(_shared(_keys(values[known], outlet[known]), group[known], least), _shared(values[dated], week[dated], least_weeks))


def _repeated(values: Hashes, least: int) -> Hashes:
    """The hashes that occur at least so often; most sequences of words occur once, and need not be looked at further."""
    ordered = np.sort(values)
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.zeros(0, np.int64)
    chosen: Hashes = ordered[first][np.diff(np.r_[first, len(ordered)]) >= least]
    return chosen


def _shared(keys: Hashes, groups: Numbers, least: int) -> Hashes:
    """The keys that at least so many different groups have."""
    order = np.lexsort((groups, keys))
    keys, groups = keys[order], groups[order]
    if not len(keys):
        return keys
    new_key = np.r_[True, keys[1:] != keys[:-1]]
    new_group = new_key | np.r_[True, groups[1:] != groups[:-1]]
    starts = np.flatnonzero(new_key)
    chosen: Hashes = keys[starts][np.add.reduceat(new_group.astype(np.int64), starts) >= least]
    return chosen


def _among(values: Hashes, chosen: Hashes) -> np.typing.NDArray[np.bool_]:
    if not len(chosen):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(chosen, values), len(chosen) - 1)
    found: np.typing.NDArray[np.bool_] = chosen[at] == values
    return found


def _keys(values: Hashes, outlets: Numbers) -> Hashes:
    return values ^ mixed(outlets.astype(np.uint64) + np.uint64(1))
