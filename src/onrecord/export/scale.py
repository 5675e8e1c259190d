"""Where on a line a count stands: from zero in equal steps, or by powers of ten where the counts differ too much for that.

A few counts that are far beyond the others (the dead of a whole war beside those of a day) stand beyond the end of the line, so that
the others can be told apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.export.wording import magnitude, number

_SPREAD = 400  # largest count by smallest: beyond this the small ones could not be told from zero
_APART = 4  # a count so many times the one below it may be left beyond the line
_FEW = 0.16  # … if no more than this share of the counts is
_ZERO = 4.0  # percent of a logarithmic line that stands for everything below its first power of ten
_STEPS = (10, 20, 25, 50, 100, 200, 250, 500)  # tenths of a power of ten
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the line at `at` percent."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A line of 100 percent from zero to `top`; `floor` is the first power of ten of a logarithmic one."""

    kind: Literal["linear", "logarithmic"]
    top: int
    ticks: tuple[Tick, ...]
    floor: int = 0

    @property
    def begin(self) -> float:
        """Where equal steps begin, in percent of the line."""
        return self.ticks[1].at if self.kind == "logarithmic" else 0.0

    @property
    def step(self) -> float:
        """How far apart ticks are, in percent of the line from `begin` on."""
        first, second = self.ticks[-2:] if len(self.ticks) > 2 or self.kind == "linear" else (self.ticks[0], self.ticks[0])
        return round(100 * (second.at - first.at) / (100 - self.begin), 3) or 100.0

    def beyond(self, value: int) -> bool:
        """Whether a count is too large for the line."""
        return value > self.top

    def at(self, value: int) -> float:
        """The place of a count in percent of the line, to a tenth; what is beyond the line stands at its end."""
        if value <= 0:
            return 0.0
        if self.kind == "linear":
            return (1000 * min(value, self.top) // self.top) / 10
        share = (magnitude(value) - self.floor) / (magnitude(self.top) - self.floor)
        return round(_ZERO + (100 - _ZERO) * max(0.0, min(1.0, share)), 1)


def scale(values: Iterable[int]) -> Scale:
    """The line for some counts; those below one do not matter for it."""
    counts = _together(sorted(v for v in values if v > 0)) or [1]
    if max(counts) >= _SPREAD * min(counts):
        return _logarithmic(min(counts), max(counts))
    return _linear(max(counts))


def _together(counts: list[int]) -> list[int]:
    """The sorted counts without the few that are far beyond all others."""
    most = len(counts) - int(_FEW * len(counts))
    cut = next((n for n in range(max(1, most), len(counts)) if counts[n] >= _APART * counts[n - 1]), len(counts))
    return counts[:cut]


def _linear(largest: int) -> Scale:
    step = max(1, _step(largest))
    top = step * -(-largest // step)
    ticks = tuple(Tick(round(100 * n * step / top, 1), number(n * step)) for n in range(top // step + 1))
    return Scale("linear", top, ticks)


def _step(largest: int) -> int:
    """A round step that makes four or five of the largest count."""
    power: int = 10 ** max(0, math.floor(magnitude(largest)) - 1)
    return next(step for step in (power * s // 10 for s in _STEPS) if 5 * step >= largest)


def _logarithmic(smallest: int, largest: int) -> Scale:
    floor, top = math.floor(magnitude(smallest)), math.ceil(magnitude(largest))
    every = -(-(top - floor) // (_MOST_TICKS - 1))
    powers = range(floor, top + 1, every)
    line = Scale("logarithmic", 10**top, (), floor)
    return Scale("logarithmic", 10**top, (Tick(0.0, "0"), *(Tick(line.at(10**p), number(10**p)) for p in powers)), floor)
