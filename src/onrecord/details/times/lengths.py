"""Numbers of units to TIMEX3 periods."""

from __future__ import annotations

_SMALLER = {"Y": (12, "M"), "M": (30, "D"), "W": (7, "D"), "D": (24, "TH"), "TH": (60, "TM"), "TM": (60, "TS")}
_UNSAID = {"10Y": "PXDE", "100Y": "PXCE", "1000Y": "PXL", "2W": "PXW"}
_MOST = 10**9


def period(number: str, unit: str) -> str | None:
    """ "P3D", "PT30M", "P2Y6M", "PXW" where the number is unsaid; None for numbers beyond reason."""
    if number == "X":
        return _UNSAID.get(unit, f"PTX{unit[1:]}" if unit[0] == "T" else f"PX{unit}")
    multiple, plain = _plain(unit)
    value = float(number) * multiple
    if not 0 < value < _MOST:
        return None
    whole = int(value)
    if value == whole:
        return written([(whole, plain)])
    if plain not in _SMALLER:
        return None
    share, smaller = _SMALLER[plain]
    rest = (value - whole) * share
    return written([(whole, plain), (round(rest), smaller)]) if abs(rest - round(rest)) < 1e-6 else None


def written(amounts: list[tuple[int, str]]) -> str:
    """Amounts of units as one period, "P1DT12H"."""
    days = "".join(f"{n}{unit}" for n, unit in amounts if n and unit[0] != "T")
    hours = "".join(f"{n}{unit[1:]}" for n, unit in amounts if n and unit[0] == "T")
    return f"P{days}{'T' if hours else ''}{hours}"


def _plain(unit: str) -> tuple[int, str]:
    """How many of which simple unit it is: a decade is ten years."""
    if unit.endswith("Y") and len(unit) > 1:
        return int(unit[:-1]), "Y"
    return (2, "W") if unit == "2W" else (1, unit)
