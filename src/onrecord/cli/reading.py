"""The options that say how inputs are read, and the way from paths to analyses with progress and every failure named."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.writing import own_output, plain
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.model import Analysis, Failure

EXIT_INPUT = 1  # some input could not be read


def inputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how inputs are read, shared by the commands."""
    options = [
        click.argument("paths", nargs=-1, required=True, metavar="PATH…"),
        click.option(
            "--input-format",
            type=click.Choice(["auto", "text", "markdown", "html", "jsonl"]),
            default="auto",
            show_default=True,
            help="What the inputs are; auto goes by the name, then by the first character.",
        ),
        click.option("--text-field", default="text", show_default=True, help="JSONL: the field that holds the text."),
        click.option("--title-field", default="title", show_default=True, help="JSONL: the field that holds the title."),
        click.option("--outlet-field", default="outlet", show_default=True, help="JSONL: the field that holds the outlet."),
        click.option("--date-field", default="published", show_default=True, help="JSONL: the field that holds the date of publication."),
        click.option("--url-field", default="url", show_default=True, help="JSONL: the field that holds the address."),
        click.option(
            "--max-bytes", type=click.IntRange(min=1), default=20_000_000, show_default=True, help="Largest single article to read."
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            default=0.0,
            show_default=True,
            help="Leave out statements below this confidence: fewer, and more of them right.",
        ),
        click.option(
            "--authority",
            type=click.Path(),
            default="",
            show_default="none",
            help="People and bodies you know, for stable ids: CSV (id,names,roles,from,to) or Wikidata's JSON.",
        ),
        click.option("-j", "--jobs", type=click.IntRange(min=0), default=0, show_default="one per core", help="Worker processes."),
        click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still named."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def results_of(paths: tuple[str, ...], reading: dict[str, Any], quiet: bool, output: str) -> Iterator[Analysis | Failure]:
    """Analyse the paths, with progress on a terminal and every failure named on standard error."""
    from onrecord import sources
    from onrecord.model import Failure
    from onrecord.pool import analyze_all

    settings = Settings(**{f.name: reading[f.name] for f in fields(Settings) if f.name in reading})
    if settings.authority:
        from onrecord.statements.identity import load_authority

        load_authority(settings.authority)  # a broken file is named before any work is done
    passed: list[str] = []
    own = own_output(output)
    if output != "-" and sources.identity(output) in {sources.identity(path) for path in paths} - {None}:
        raise click.UsageError(f"{output} is read and written at once; choose another place with -o")

    def wanted() -> Iterator[sources.Input | Failure]:
        for found in sources.find(paths, settings, own):
            if isinstance(found, sources.Passed):
                passed.append(found.path)
            else:
                yield found

    for result in _with_progress(analyze_all(wanted(), settings), paths, settings, quiet):
        if isinstance(result, Failure):
            click.echo(plain(f"onrecord: {result.path}: {result.message}"), err=True)
        yield result
    if passed and not quiet:
        click.echo(f"onrecord: passed over {len(passed)} other files ({', '.join(passed[:3])}{', …' if len(passed) > 3 else ''})", err=True)


def _with_progress(
    results: Iterable[Analysis | Failure], paths: tuple[str, ...], settings: Settings, quiet: bool
) -> Iterator[Analysis | Failure]:
    if quiet or not sys.stderr.isatty():
        yield from results
        return
    from tqdm import tqdm

    from onrecord import sources

    known = "-" not in paths and settings.input_format != "jsonl" and not any(p.endswith(("jsonl", "ndjson")) for p in paths)
    total = sum(not isinstance(f, sources.Passed) for f in sources.find(paths, settings)) if known else None
    yield from tqdm(results, total=total, unit=" articles", dynamic_ncols=True, leave=False, file=sys.stderr)
