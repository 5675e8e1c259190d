"""The command line: a thin wrapper of the verbs in `onrecord`, a module a command."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from onrecord import __version__
from onrecord.cli.analyze import analyze
from onrecord.cli.check import check
from onrecord.cli.compare import compare
from onrecord.cli.link import link
from onrecord.cli.report import report
from onrecord.errors import OnrecordError

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


for command in (analyze, report, link, check, compare):
    main.add_command(command)
