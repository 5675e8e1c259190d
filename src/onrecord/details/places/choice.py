"""Which of its namesakes a name means: candidates scored by themselves and by each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from onrecord.details.places.gazetteer import AREA, CITY, COUNTRY, DISTRICT, REGION, Gazetteer
from onrecord.details.tables import rows

Scores = NDArray[np.float32]
_ROUNDS = 3
_MANY = 2400  # candidates from which they are too many to be compared each with each
_FLAGS = ("other", "unit", "inside", "capital", "seat", "usual")
_REACH, _TOWN = 300 / 6371, 60 / 6371  # kilometres within which places support each other and are next to each other, as angles


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an article, by its key, with its candidates (rows) and what is true of each.

    `other`: so called by another name only; `unit`: of the kind that the text says; `inside`: lies in what the text says it is in;
    `capital` of a country; `seat`: a unit with a seat of its name; `usual`: what the name usually means. `count`: how often it is there.
    """

    name: str
    rows: Sequence[int]
    other: Sequence[bool]
    unit: Sequence[bool]
    inside: Sequence[bool]
    capital: Sequence[bool]
    seat: Sequence[bool]
    usual: Sequence[bool]
    count: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate chosen for a name (its number among the candidates), how sure it is, and what spoke for it."""

    best: int
    share: float
    inside: bool
    nation: float
    state: float
    near: float


def choose(
    names: Sequence[Name], nations: Mapping[str, float], places: Gazetteer, weights: Mapping[str, float] | None = None
) -> list[Choice]:
    """The best candidate of each name; every name must have one."""
    if not names:
        return []
    w = weights or _weights()
    sizes = [len(name.rows) for name in names]
    of = np.repeat(np.arange(len(names)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    labels: dict[str, int] = {}  # a name is no support for itself, be it once called a city and once not
    same = np.array([labels.setdefault(name.name, len(labels)) for name in names])[of]
    row = np.concatenate([np.asarray(name.rows, np.int64) for name in names])
    flags = {flag: np.concatenate([np.asarray(getattr(name, flag), np.float32) for name in names]) for flag in _FLAGS}
    count = np.array([1 + np.log2(name.count) for name in names], np.float32)
    own = _own(row, flags, places, w)
    country, state = places.country[row], np.where(places.kind[row] == REGION, row, places.above1[row])
    spoken = _spoken(nations, places)
    near, beside = _nearness(row, same, places)
    share = _softmax(own, starts, of)
    mass = share * count[of]
    for _ in range(_ROUNDS):
        nation = _support(country, mass, same, len(labels), places.country[row] >= 0) + spoken[country]
        states = _support(state, mass, same, len(labels), state >= 0)
        close, next_to = (np.broadcast_to(matrix @ mass, mass.shape) for matrix in (near, beside))
        found = {"nation": nation, "state": states, "near": close, "beside": next_to}
        total = own + sum(w[f] * np.log2(1 + np.minimum(support, w["enough"])) for f, support in found.items())
        share = _softmax(total, starts, of)
        mass = share * count[of]
    best = [int(start + np.argmax(total[start : start + size])) for start, size in zip(starts, sizes, strict=True)]
    return [
        Choice(b - int(start), float(share[b]), bool(flags["inside"][b]), float(nation[b]), float(states[b]), float(close[b]))
        for b, start in zip(best, starts, strict=True)
    ]


def _own(row: NDArray[np.int64], flags: Mapping[str, Scores], places: Gazetteer, w: Mapping[str, float]) -> Scores:
    """What speaks for each candidate without regard to the others."""
    kinds = np.zeros(CITY + 1, np.float32)
    kinds[[AREA, COUNTRY, REGION, DISTRICT]] = [w["area"] + w["population"] * 6, w["country"], w["region"], w["district"]]
    score = w["population"] * np.log10(places.population[row] + 100) + kinds[places.kind[row]]
    for flag, values in flags.items():
        score = score + w[flag] * values
    return np.asarray(score, np.float32)


def _spoken(nations: Mapping[str, float], places: Gazetteer) -> Scores:
    """What demonyms say for each country, by number; the last is for places in none."""
    said = np.zeros(len(places.codes) + 1, np.float32)
    for number, code in enumerate(places.codes):
        if code in nations:
            said[number] = nations[code]
    return said


def _support(group: NDArray[np.int64], mass: Scores, of: NDArray[np.int64], names: int, valid: NDArray[np.bool_]) -> Scores:
    """For each candidate how much the candidates of other names are in the same country or state."""
    _, number = np.unique(group, return_inverse=True)
    _, pair = np.unique(number * names + of, return_inverse=True)
    others = np.bincount(number, mass)[number] - np.bincount(pair, mass)[pair]
    return np.asarray(np.where(valid, np.maximum(others, 0), 0), np.float32)


def _nearness(row: NDArray[np.int64], of: NDArray[np.int64], places: Gazetteer) -> tuple[Scores, Scores]:
    """How near each two candidates of different names are, within the reach and within a town's surroundings: 1 for the same spot,
    0 from the bound on. Countries and states are near to nothing; nor is anything in an article that is one long list of places.
    """
    if len(row) > _MANY:
        none = np.zeros((1, len(row)), np.float32)  # one row stands for all
        return none, none
    lat, lon = np.radians(places.lat[row]), np.radians(places.lon[row])
    at = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], 1)
    apart = np.sqrt(np.maximum(2 - 2 * (at @ at.T), 0))
    apart[of[:, None] == of[None, :]] = np.inf
    apart[:, ~np.isin(places.kind[row], (DISTRICT, CITY))] = np.inf
    return np.maximum(1 - apart / np.float32(_REACH), 0), np.maximum(1 - apart / np.float32(_TOWN), 0)


def _softmax(score: Scores, starts: NDArray[np.int64], of: NDArray[np.int64]) -> Scores:
    top = np.maximum.reduceat(score, starts)
    value = np.exp(score - top[of])
    return np.asarray(value / np.add.reduceat(value, starts)[of], np.float32)


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in rows("places_weights.csv")}
