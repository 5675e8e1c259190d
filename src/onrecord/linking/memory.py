"""Memory that is free and that the C library keeps: small arrays by the hundred thousand leave holes that Python's objects cannot use."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> bool:
    """Hand free memory back to the system where the C library can (glibc's malloc_trim); whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
    return bool(trim(0)) if trim is not None else False
