"""Writing to a file or to standard output, whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@contextmanager
def writer(output: str) -> Iterator[Callable[[str], object]]:
    """A function that writes text to standard output or a file.

    A file is written beside its place as NAME.part and put there when all is done, so that nothing is lost if it is not.
    """
    if output == "-":
        if sys.stdout is None:
            raise click.ClickException("standard output is closed; give a file with -o")
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        yield sys.stdout.write
        sys.stdout.flush()
        return
    target = Path(output)
    plain = target.is_file() or not target.exists()
    part = target.with_name(target.name + ".part") if plain else target
    try:
        stream = part.open("w", encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}; choose another place with -o") from error
    try:
        with stream:
            yield stream.write
    except BaseException:
        if plain and not part.stat().st_size:
            part.unlink()
        raise
    if plain:
        part.replace(target)


def own_output(output: str) -> frozenset[tuple[int, int]]:
    """The file that is being written, so that it is not read as an input."""
    from onrecord.sources import identity

    paths = [output, f"{output}.part"] if output != "-" else []
    found = {identity(path) for path in paths}
    try:
        standard = os.fstat(1)
        found.add((standard.st_dev, standard.st_ino) if stat.S_ISREG(standard.st_mode) else None)
    except OSError:
        pass  # closed: nothing is written there
    return frozenset(f for f in found if f)


def plain(text: str) -> str:
    """Text from an input without the control characters that would steer a terminal."""
    return _CONTROL.sub("\ufffd", text)
