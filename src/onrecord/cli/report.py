"""`onrecord report`: the command."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.reading import EXIT_INPUT, inputs, results_of
from onrecord.cli.writing import writer

if TYPE_CHECKING:
    from onrecord.model import Analysis


@click.command()
@inputs
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    default="report.html",
    show_default=True,
    help="The page to write; - for standard output.",
)
@click.option("--title", help="Heading of the report.")
def report(paths: tuple[str, ...], output: str, title: str | None, quiet: bool, **reading: Any) -> None:
    """Write one self-contained HTML page: figures, disputes and changed quotes first, every statement lit up in its article.

    \b
    Examples:
      onrecord report story/ -o report.html
      onrecord report archive.jsonl --title "The harbour fire" -o fire.html
    """
    from onrecord.export.report import render
    from onrecord.model import Analysis

    results = list(results_of(paths, reading, quiet, output))
    analyses = [r for r in results if isinstance(r, Analysis)]
    if analyses:
        page = render(results, title)
        with writer(output) as write:
            write(page)
        if not quiet:
            click.echo(_summary(analyses), err=output == "-")
            click.echo(f"report: {Path(output).resolve()}" if output != "-" else "", err=output == "-")
    else:
        click.echo("onrecord: no article could be read, so no report was written", err=True)
    sys.exit(0 if len(analyses) == len(results) else EXIT_INPUT)


def _summary(analyses: list[Analysis]) -> str:
    statements = [s for a in analyses for s in a.statements if s.mode == "communication"]
    speakers = {s.speaker_id for s in statements if s.speaker_id}
    acts = Counter(s.act for s in statements)
    return f"{len(analyses)} articles, {len(statements)} statements, {len(speakers)} speakers, {acts['deny']} denials"
