"""Paths to inputs: files, folders, globs, standard input and the lines of JSONL files. Nothing is read whole here but `-`."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.model import Failure
from onrecord.settings import Settings

FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
SUFFIXES = ", ".join(FORMATS)


@dataclass(frozen=True, slots=True)
class Input:
    """One article to be: a file by path, or bytes at hand (`raw`, from standard input or a JSONL line)."""

    path: str
    format: str
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """A file in a folder that was passed over because its name is not an article's."""

    path: str


def find(paths: Iterable[str | os.PathLike[str]], settings: Settings) -> Iterator[Input | Failure | Passed]:
    """Everything the paths name, in order; folders are walked in sorted order."""
    for given in paths:
        path = os.fspath(given)
        if path == "-":
            yield from _standard_input(settings)
        elif os.path.isdir(path):
            yield from _folder(path, settings)
        elif os.path.exists(path):
            yield from _file(path, settings)
        elif glob.has_magic(path) and (matches := sorted(glob.glob(path, recursive=True))):
            yield from find(matches, settings)
        else:
            yield Failure(path, "missing", "no such file or folder; check the path")


def _standard_input(settings: Settings) -> Iterator[Input | Failure]:
    raw = sys.stdin.buffer.read(settings.max_bytes + 1)
    chosen = settings.input_format if settings.input_format != "auto" else sniff(raw)
    if chosen == "jsonl":
        yield from _lines("-", raw.splitlines(keepends=True), settings)
        yield from _lines("-", sys.stdin.buffer, settings, first=raw.count(b"\n") + 1) if len(raw) > settings.max_bytes else ()
    else:
        yield Input("-", chosen, raw)


def sniff(raw: bytes) -> str:
    """The format of bytes without a telling name: by their first character that is not white space."""
    head = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return "jsonl"
    return "html" if head[:1] == b"<" else "text"


def _folder(path: str, settings: Settings) -> Iterator[Input | Failure | Passed]:
    found = False
    for folder, names, files in os.walk(path):
        names[:] = sorted(n for n in names if not n.startswith("."))
        for name in sorted(files):
            full = os.path.join(folder, name)
            if Path(name).suffix.lower() in FORMATS and os.path.isfile(full):
                found = True
                yield from _file(full, settings)
            else:
                yield Passed(full)
    if not found:
        yield Failure(path, "empty-folder", f"no articles in this folder; onrecord reads {SUFFIXES}")


def _file(path: str, settings: Settings) -> Iterator[Input | Failure]:
    if not os.path.isfile(path):
        yield Failure(path, "unreadable", "not a regular file; give a file or a folder")
        return
    try:
        with Path(path).open("rb") as handle:
            chosen = settings.input_format
            if chosen == "auto":
                chosen = FORMATS.get(Path(path).suffix.lower()) or sniff(handle.read(4096))
                handle.seek(0)
            if chosen != "jsonl":
                yield Input(path, chosen)
            elif not os.path.getsize(path):
                yield Failure(path, "empty", "the file is empty")
            else:
                yield from _lines(path, handle, settings)
    except OSError as error:
        yield Failure(path, "unreadable", f"{error.strerror or error}; check its permissions")


def _lines(path: str, lines: Iterable[bytes], settings: Settings, first: int = 1) -> Iterator[Input | Failure]:
    """One input per line, named path#line; blank lines are no articles."""
    number = first
    for line in _bounded(lines, settings.max_bytes):
        if line is None:
            yield Failure(
                f"{path}#{number}", "too-large", f"the line is longer than {settings.max_bytes:,} bytes; raise --max-bytes to read it"
            )
        elif line.strip():
            yield Input(f"{path}#{number}", "jsonl", line)
        number += 1


def _bounded(lines: Iterable[bytes], limit: int) -> Iterator[bytes | None]:
    """Lines of at most `limit` bytes; None in place of a longer one, which is never held in memory whole."""
    if not hasattr(lines, "readline"):
        yield from (line if len(line) <= limit else None for line in lines)
        return
    while line := lines.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = lines.readline(limit + 1)
        yield None
