"""Language knowledge as data: CSV tables inside the package, each row with a note on why it is there, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def read_rows(package: str, name: str) -> tuple[dict[str, str], ...]:
    """The rows of the CSV file `name` in the folder of `package`, by column."""
    text = (files(package) / name).read_text(encoding="utf8")
    return tuple(csv.DictReader(text.splitlines()))
