"""The command line: a thin wrapper of the verbs in `onrecord`."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord import __version__
from onrecord.cli_compare import compare
from onrecord.errors import OnrecordError
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.model import Analysis, Failure

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
EXIT_INPUT = 1  # some input could not be read
EXIT_INTERRUPTED = 130


class _Group(click.Group):
    """The command group; what is not the user's mistake ends in one line and a telling exit status, too."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; Ctrl-C exits with 130, trouble in writing with 1."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("onrecord: interrupted", err=True)
            sys.exit(EXIT_INTERRUPTED)
        except BrokenPipeError:
            # whoever read our output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.exit(0)
        except OnrecordError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"cannot write: {error.strerror or error}; check the space and the permissions") from error


@click.group(
    cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110, "auto_envvar_prefix": "ONRECORD"}
)
@click.version_option(__version__, prog_name="onrecord")
def main() -> None:
    """Who said what in the news, tied to the exact characters it came from.

    \b
    Examples:
      onrecord report story/ -o report.html      read a folder, write a page to look at
      onrecord analyze story/*.html > out.jsonl  one JSON object per article
      onrecord analyze --format table story/     who said what, in the terminal
      onrecord check "The bridge fell" story/    who says so, who denies it
      curl … | onrecord analyze -                one article from standard input

    Exit status: 0 all inputs were read, 1 some could not be (each is named), 2 wrong usage.
    """


def _inputs(command: Callable[..., Any]) -> Callable[..., Any]:
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


@main.command()
@_inputs
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
    with _writer(output) as write:
        for result in _results(paths, reading, quiet, output):
            failed += isinstance(result, Failure)
            if form == "table":
                write("".join(_plain(line) + "\n" for line in table.lines(result)))
            else:
                write(to_line(result) + "\n")
    sys.exit(EXIT_INPUT if failed else 0)


@main.command()
@_inputs
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
    """Write one self-contained HTML page: denials first, an index by speaker, every statement lit up in its article.

    \b
    Examples:
      onrecord report story/ -o report.html
      onrecord report archive.jsonl --title "The harbour fire" -o fire.html
    """
    from onrecord.export.report import render
    from onrecord.model import Analysis

    results = list(_results(paths, reading, quiet, output))
    analyses = [r for r in results if isinstance(r, Analysis)]
    if analyses:
        page = render(results, title)
        with _writer(output) as write:
            write(page)
        if not quiet:
            click.echo(_summary(analyses), err=output == "-")
            click.echo(f"report: {Path(output).resolve()}" if output != "-" else "", err=output == "-")
    else:
        click.echo("onrecord: no article could be read, so no report was written", err=True)
    sys.exit(0 if len(analyses) == len(results) else EXIT_INPUT)


@main.command()
@click.argument("claim")
@_inputs
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
    results = list(_results(paths, reading, quiet, output))
    analyses = [r for r in results if isinstance(r, Analysis)]
    found = hold(claim, analyses)
    with _writer(output) as write:
        for line in FORMATS[form](found, analyses):
            write((_plain(line) if form == "text" else line) + "\n")
    sys.exit(0 if len(analyses) == len(results) else EXIT_INPUT)


def _summary(analyses: list[Analysis]) -> str:
    statements = [s for a in analyses for s in a.statements if s.mode == "communication"]
    speakers = {s.speaker_id for s in statements if s.speaker_id}
    acts = Counter(s.act for s in statements)
    return f"{len(analyses)} articles, {len(statements)} statements, {len(speakers)} speakers, {acts['deny']} denials"


def _results(paths: tuple[str, ...], reading: dict[str, Any], quiet: bool, output: str) -> Iterator[Analysis | Failure]:
    """Analyse the paths, with progress on a terminal and every failure named on standard error."""
    from onrecord import sources
    from onrecord.model import Failure
    from onrecord.pool import analyze_all

    settings = Settings(**{f.name: reading[f.name] for f in fields(Settings) if f.name in reading})
    if settings.authority:
        from onrecord.statements.identity import load_authority

        load_authority(settings.authority)  # a broken file is named before any work is done
    passed: list[str] = []
    own = _own(output)
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
            click.echo(_plain(f"onrecord: {result.path}: {result.message}"), err=True)
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


@contextmanager
def _writer(output: str) -> Iterator[Callable[[str], object]]:
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


def _own(output: str) -> frozenset[tuple[int, int]]:
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


def _plain(text: str) -> str:
    """Text from an input without the control characters that would steer a terminal."""
    return _CONTROL.sub("\ufffd", text)


main.add_command(compare)
