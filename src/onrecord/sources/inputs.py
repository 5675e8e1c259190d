"""Paths to inputs: files, folders, globs, standard input and the lines of JSONL files. Nothing is read whole here but `-`."""

from __future__ import annotations

import codecs
import glob
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

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
    """A file or folder inside a folder that was passed over because it is no article."""

    path: str


Found = Input | Failure | Passed
Identity = tuple[int, int]  # device and inode


def find(paths: Iterable[str | os.PathLike[str]], settings: Settings, own: frozenset[Identity] = frozenset()) -> Iterator[Found]:
    """Everything the paths name, in order; folders are walked in sorted order. `own` files (what is being written) are passed over."""
    for given in paths:
        path = os.fspath(given)
        if path == "-":
            yield from _standard_input(settings)
        elif os.path.isdir(path):
            yield from _folder(path, settings, own)
        elif os.path.exists(path):
            yield from [Passed(path)] if identity(path) in own else _file(path, settings)
        elif glob.has_magic(path) and (matches := sorted(glob.glob(path, recursive=True))):
            yield from find(matches, settings, own)
        else:
            yield Failure(path, "missing", "no such file or folder; check the path")


def identity(path: str) -> Identity | None:
    """What tells a file from every other one, whatever its path; None for what is not there or no regular file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _standard_input(settings: Settings) -> Iterator[Input | Failure]:
    if sys.stdin is None:
        yield Failure("-", "unreadable", "standard input is closed")
    else:
        yield from _stream("-", sys.stdin.buffer, settings)


def _stream(path: str, handle: IO[bytes], settings: Settings, by_name: str | None = None) -> Iterator[Input | Failure]:
    """The articles of an open stream, which need not be seekable; JSONL is read line by line."""
    buffered = handle if isinstance(handle, io.BufferedReader) else io.BufferedReader(handle)  # type: ignore[type-var]
    head = buffered.peek(4096)[:4096]
    chosen = settings.input_format if settings.input_format != "auto" else by_name or sniff(head)
    if chosen == "array":
        yield Failure(path, "unknown-format", "a JSON array; onrecord reads JSON Lines, one object per line")
    elif chosen == "jsonl" and head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield Failure(path, "unknown-format", "JSON Lines in UTF-16; convert the file to UTF-8")
    elif chosen == "jsonl" and head:
        yield from _lines(path, buffered, settings)
    else:
        yield Input(path, chosen, buffered.read(settings.max_bytes + 1))


def sniff(raw: bytes) -> str:
    """The format of bytes without a telling name, by their first characters that are not white space."""
    head = raw[:4096]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", errors="ignore").encode()
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return "jsonl"
    if re.match(rb"\[\s*\{", head):
        return "array"
    return "html" if head[:1] == b"<" else "text"


def _folder(path: str, settings: Settings, own: frozenset[Identity]) -> Iterator[Found]:
    found = False
    unreadable: list[OSError] = []
    for folder, names, files in os.walk(path, onerror=unreadable.append):
        left_out = [n for n in sorted(names) if n.startswith(".") or os.path.islink(os.path.join(folder, n))]
        names[:] = sorted(set(names) - set(left_out))
        yield from (Passed(os.path.join(folder, name)) for name in left_out)
        for name in sorted(files):
            full = os.path.join(folder, name)
            if Path(name).suffix.lower() not in FORMATS or not os.path.isfile(full) or identity(full) in own or _own_report(full):
                yield Passed(full)
                continue
            found = True
            yield from _file(full, settings)
    for error in unreadable:
        found = True
        yield Failure(os.fspath(error.filename or path), "unreadable", f"{error.strerror}; check the folder's permissions")
    if not found:
        yield Failure(path, "empty-folder", f"no articles in this folder; onrecord reads {SUFFIXES}")


def _own_report(path: str) -> bool:
    """Whether a page is a report that onrecord wrote."""
    if not path.endswith((".html", ".htm")):
        return False
    try:
        with Path(path).open("rb") as handle:
            return b'<meta name="generator" content="onrecord">' in handle.read(1024)
    except OSError:
        return False  # reading it will say why


def _file(path: str, settings: Settings) -> Iterator[Input | Failure]:
    by_name = FORMATS.get(Path(path).suffix.lower())
    chosen = settings.input_format if settings.input_format != "auto" else by_name
    if chosen not in (None, "jsonl") and os.path.isfile(path):
        yield Input(path, chosen or "text")
        return
    try:
        with Path(path).open("rb") as handle:
            yield from _stream(path, handle, settings, by_name)
    except OSError as error:
        yield Failure(path, "unreadable", f"{error.strerror or error}; check its permissions")


def _lines(path: str, lines: IO[bytes], settings: Settings) -> Iterator[Input | Failure]:
    """One input per line, named path#line; blank lines are no articles."""
    for number, line in enumerate(_bounded(lines, settings.max_bytes), start=1):
        if line is None:
            yield Failure(f"{path}#{number}", "too-large", f"a line longer than {settings.max_bytes:,} bytes; raise --max-bytes to read it")
        elif line.strip():
            yield Input(f"{path}#{number}", "jsonl", line.rstrip(b"\r\n"))


def _bounded(lines: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Lines of at most `limit` bytes; None in place of a longer one, which is never held in memory whole."""
    while line := lines.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = lines.readline(limit + 1)
        yield None
