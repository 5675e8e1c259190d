"""`onrecord check`: the command."""

from __future__ import annotations

import sys
from typing import Any

import click

from onrecord.cli.reading import EXIT_INPUT, inputs, results_of
from onrecord.cli.writing import plain, writer


@click.command()
@click.argument("claim")
@inputs
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True, help="To read, or as JSON (Lines)."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), default="-", show_default="standard output", help="Where to write.")
def check(claim: str, paths: tuple[str, ...], form: str, output: str, quiet: bool, **reading: Any) -> None:
    """Hold CLAIM against articles: who asserts it, who denies it, who only speaks of it, on what evidence.

    CLAIM is a sentence that says something, in quotation marks. PATH is a file, a folder, a glob pattern, or - for standard input.

    \b
    Examples:
      onrecord check "The army bombed the bridge" story/
      onrecord check "The mayor has resigned" archive.jsonl --format json -o mayor.json
      cat article.txt | onrecord check "The valve was open" -
    """
    from onrecord.export.check import FORMATS
    from onrecord.linking.check import check as hold
    from onrecord.model import Analysis

    if not any(c.isalnum() for c in claim):
        raise click.BadParameter("write what may be true or false, as a sentence", param_hint="CLAIM")
    results = list(results_of(paths, reading, quiet, output))
    analyses = [r for r in results if isinstance(r, Analysis)]
    found = hold(claim, analyses)
    with writer(output) as write:
        for line in FORMATS[form](found, analyses):
            write((plain(line) if form == "text" else line) + "\n")
    sys.exit(0 if len(analyses) == len(results) else EXIT_INPUT)
