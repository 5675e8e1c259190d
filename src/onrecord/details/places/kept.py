"""Arrays built once and kept in a folder: all processes map the same files, so the system holds their pages only once.

Whatever is wrong with the folder (absent, read-only, a full disk, half-written, damaged) is no error: then nothing is kept there.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_FACTS, _SUMS = "facts.json", "sums.json"
_STALE = 30 * 86_400  # seconds after which what another version kept may go; at worst it is built again
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: arrays by name, and small facts, which must be JSON (a set is kept as its sorted list)."""

    arrays: Mapping[str, NDArray[Any]]
    facts: Mapping[str, Any]


def load(folder: Path) -> Kept | None:
    """What a folder keeps, the arrays mapped and read-only; None where it keeps nothing, or not what was written."""
    try:
        sums = json.loads((folder / _SUMS).read_bytes())
        if sums != _sums(folder):
            return None
        files = [folder / name for name in sums if name != _FACTS]  # none may have gone since
        # as plain arrays: picking single items from a memmap takes ten times as long
        arrays = {file.stem: np.asarray(np.load(file, mmap_mode="r")) for file in files}
        return Kept(arrays, json.loads((folder / _FACTS).read_bytes()))
    except (OSError, ValueError, EOFError):  # EOFError: a file that was emptied after its sum was taken
        return None


def save(folder: Path, kept: Kept) -> bool:
    """Keep arrays and facts in a folder, which is there whole or not at all; whether it is. Others may do the same at the same time."""
    beside = folder.with_name(f"{folder.name}.{secrets.token_hex(8)}")
    try:
        beside.mkdir(parents=True)
        for name, array in kept.arrays.items():
            np.save(beside / f"{name}.npy", array)
        (beside / _FACTS).write_text(json.dumps(kept.facts, default=sorted), encoding="utf8")
        (beside / _SUMS).write_text(json.dumps(_sums(beside)), encoding="utf8")
        _put(beside, folder)
    except OSError:
        return False
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _tidy(folder)
    return True


def _put(beside: Path, folder: Path) -> None:
    """Give a finished folder its name, unless another process was first; what is damaged gives way."""
    try:
        beside.rename(folder)
    except OSError:
        if load(folder) is None:
            damaged = folder.with_name(f"{folder.name}.{secrets.token_hex(8)}")
            folder.rename(damaged)  # at once: no other process meets it half removed
            shutil.rmtree(damaged, ignore_errors=True)
            beside.rename(folder)


def _sums(folder: Path) -> dict[str, int]:
    """The checksum of each file that save wrote: a few milliseconds, since disks and crashes do lose data."""
    return {path.name: _sum(path) for path in (folder / _FACTS, *folder.glob("*.npy"))}


def _sum(path: Path) -> int:
    """The checksum of a file, read rather than mapped, so that its pages do not count as this process's own."""
    found = 0
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            found = crc32(chunk, found)
    return found


def _tidy(folder: Path) -> None:
    """Remove what other versions kept long ago, and what a killed process left half-written."""
    alike = re.compile(re.escape(folder.name.rpartition("-")[0]) + r"-[0-9a-f]{16}(\.[0-9a-f]{16})?")
    with suppress(OSError):
        for other in folder.parent.iterdir():
            if other != folder and alike.fullmatch(other.name) and other.stat().st_mtime < time.time() - _STALE:
                shutil.rmtree(other, ignore_errors=True)
