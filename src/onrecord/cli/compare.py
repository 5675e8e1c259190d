"""`onrecord compare A B`: the command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.reading import EXIT_INPUT
from onrecord.cli.writing import plain, writer

if TYPE_CHECKING:
    from onrecord.model import Analysis, Failure
    from onrecord.settings import Settings


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True, help="To read, JSON, or a page."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), default="-", show_default="standard output", help="Where to write.")
@click.option(
    "--input-format",
    type=click.Choice(["auto", "text", "markdown", "html", "jsonl"]),
    default="auto",
    show_default=True,
    help="What the inputs are; auto goes by the name, then by the first character.",
)
@click.option("--max-bytes", type=click.IntRange(min=1), default=20_000_000, show_default=True, help="Largest single article to read.")
def compare(first: str, second: str, form: str, output: str, input_format: str, max_bytes: int) -> None:
    """Show what article B cut, added or changed against article A.

    A and B are files (.txt .md .html .jsonl), or - for standard input; FILE#3 is the third article of a .jsonl file.
    Sentences are aligned wherever they stand; words left out are shown as [-so-] and words put in as {+so+}, in colour on a terminal.

    \b
    Examples:
      onrecord compare wire.html daily.html
      onrecord compare feed.jsonl#1 feed.jsonl#2 --format json
      onrecord compare old.txt new.txt --format html -o changes.html
      curl … | onrecord compare wire.txt -

    Exit status: 0 both were read (whatever was found), 1 one could not be read, 2 wrong usage.
    """
    from onrecord import sources
    from onrecord.export.comparison import COLOURS, PLAIN, as_html, as_json, text_lines
    from onrecord.linking.compare import compare as hold
    from onrecord.model import Failure
    from onrecord.settings import Settings

    if first == second == "-":
        raise click.UsageError("only one of the two can be standard input")
    if output != "-" and sources.identity(output) in {sources.identity(_numbered(name)[0]) for name in (first, second)} - {None}:
        raise click.UsageError(f"{output} is read and written at once; choose another place with -o")
    settings = Settings(input_format=input_format, max_bytes=max_bytes, jobs=1)
    results = [_one(name, settings) for name in (first, second)]
    for result in results:
        if isinstance(result, Failure):
            click.echo(plain(f"onrecord: {result.path}: {result.message}"), err=True)
    a, b = results
    if isinstance(a, Failure) or isinstance(b, Failure):
        sys.exit(EXIT_INPUT)
    found = hold(a, b)
    with writer(output) as write:
        if form == "text":
            ink = COLOURS if output == "-" and sys.stdout.isatty() else PLAIN
            for line in text_lines(found, a, b, plain, ink):
                write(line + "\n")
        else:
            write(as_json(found, a, b) + "\n" if form == "json" else as_html(found, a, b))


def _one(name: str, settings: Settings) -> Analysis | Failure:
    """The analysis of the one article that a name stands for, or why there is none; wrong usage where it stands for several."""
    from onrecord import sources
    from onrecord.pool import analyze_all

    path, number = _numbered(name)
    found = [item for item in sources.find([path], settings) if not isinstance(item, sources.Passed)]
    if number is not None:
        found = [item for item in found if item.path.endswith(f"#{number}")]
        if not found:
            raise click.UsageError(f"{path} has no article {number}")
    if len(found) > 1:
        raise click.UsageError(f"{path} holds {len(found)} articles, and compare takes one on either side; name it as {path}#1")
    return next(analyze_all(found, settings))


def _numbered(name: str) -> tuple[str, int | None]:
    """A path and the number behind its "#"; a file whose name has a "#" in it is that file."""
    path, mark, number = name.rpartition("#")
    return (path, int(number)) if mark and number.isdecimal() and len(number) < 10 and not Path(name).exists() else (name, None)
