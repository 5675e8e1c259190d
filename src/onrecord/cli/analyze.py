"""`onrecord analyze`: the command."""

from __future__ import annotations

import sys
from typing import Any

import click

from onrecord.cli.reading import EXIT_INPUT, inputs, results_of
from onrecord.cli.writing import plain, writer


@click.command()
@inputs
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True, help="JSON Lines, or a table to read."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), default="-", show_default="standard output", help="Where to write.")
def analyze(paths: tuple[str, ...], form: str, output: str, quiet: bool, **reading: Any) -> None:
    """Find every attributed statement: content, cue, speaker, kind, act.

    PATH is a file (.txt .md .html .jsonl), a folder, a glob pattern, or - for standard input.

    \b
    Examples:
      onrecord analyze story/ > statements.jsonl
      onrecord analyze --format table article.html
      onrecord analyze archive.jsonl --text-field body --date-field date
      onrecord analyze story/ --min-confidence 0.8 --authority people.csv
      cat article.txt | onrecord analyze -
    """
    from onrecord.export.rows import to_line
    from onrecord.export.table import Table
    from onrecord.model import Failure

    failed = 0
    table = Table()
    with writer(output) as write:
        for result in results_of(paths, reading, quiet, output):
            failed += isinstance(result, Failure)
            if form == "table":
                write("".join(plain(line) + "\n" for line in table.lines(result)))
            else:
                write(to_line(result) + "\n")
    sys.exit(EXIT_INPUT if failed else 0)
