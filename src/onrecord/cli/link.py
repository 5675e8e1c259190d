"""`onrecord link`: the command."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from onrecord.cli.reading import EXIT_INPUT, inputs, results_of
from onrecord.cli.writing import plain, writer


@click.command()
@inputs
@click.option(
    "--format", "form", type=click.Choice(["json", "text"]), default="json", show_default=True, help="One JSON object, or a digest."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), default="-", show_default="standard output", help="Where to write.")
def link(paths: tuple[str, ...], form: str, output: str, quiet: bool, **reading: Any) -> None:
    """Find what belongs together in a set of articles, and where it disagrees.

    Origins (articles that carry the same copied text), stories, utterances with the words that were changed, claims, disputes with both
    sides, and figure series. Every link says why. PATH is a file, a folder, a glob pattern, or - for standard input.

    \b
    Examples:
      onrecord link story/ > links.json
      onrecord link story/ --format text
      onrecord link archive.jsonl --date-field date -o links.json
    """
    from onrecord.export.digest import digest_lines
    from onrecord.export.links import links_row
    from onrecord.linking import link as find
    from onrecord.model import Analysis

    results = list(results_of(paths, reading, quiet, output))
    analyses = [r for r in results if isinstance(r, Analysis)]
    links = find(analyses)
    with writer(output) as write:
        if form == "json":
            write(json.dumps(links_row(links), ensure_ascii=False) + "\n")
        else:
            write("".join(plain(line) + "\n" for line in digest_lines(links, analyses)))
    sys.exit(0 if len(analyses) == len(results) else EXIT_INPUT)
