"""The command line: the verbs of ``pipeline`` for a terminal. Each verb's file is imported when the verb is used."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys

import click

from littrack import __version__
from littrack.errors import LittrackError

_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO)
# Looked for after so many objects more. By default Python looks through all that is imported, again and again, while importing:
# that takes a fifth of the start, and finds nothing.
GARBAGE = 200_000
# verb: (module below littrack.cli, help). The function in the module has the verb's name, with `_command` added.
VERBS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Do the whole job on a bundled replay of arXiv; needs no network."),
    "run": ("run", "Fetch, classify and make the digest: the main job, once."),
    "init": ("lists", "Make a workspace for a survey from its own list."),
    "import": ("lists", "Read a list into the survey's references and taxonomy."),
    "enrich": ("lists", "Give references their abstracts, categories and dates from arXiv."),
    "apply": ("lists", "Write accepted papers into the list, in the list's own style."),
    "fetch": ("fetch", "Get new papers from arXiv, or from files, into the store."),
    "train": ("model", "Fit a model on the references and promote it if it is not worse."),
    "evaluate": ("model", "Measure a model on dated or given references."),
    "backtest": ("backtest", "Replay history: what would have been proposed, and when."),
    "classify": ("model", "Let the model judge every paper that it has not seen."),
    "digest": ("digest", "Render the digest of this week, or an earlier issue again."),
    "triage": ("triage", "Decide on the pending candidates in the terminal, or through a checklist."),
    "serve": ("serve", "Decide in the browser; look at digests, ledger, model and list."),
    "decide": ("triage", "Accept, reject or postpone one candidate, or undo that."),
    "send": ("digest", "Mail every issue that has not gone out."),
    "retrain": ("learn", "Train again if enough was decided since the last time."),
    "drift": ("learn", "Show what moves in the field, away from the list."),
    "export": ("digest", "Write candidates, accepted papers or references for other tools."),
    "score": ("score", "Score a whole arXiv snapshot, in shards, resumable."),
    "status": ("status", "Show what came, what is missing and what is pending."),
    "schedule": ("ops", "Run the workspace's schedules until stopped."),
    "doctor": ("doctor", "Say what is set up wrongly and how to mend it."),
    "backup": ("ops", "Copy the database while it is in use, or put a copy back."),
}


class _Lazy(click.Group):
    """Lists every verb without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        module = importlib.import_module(f"littrack.cli.{VERBS[name][0]}")
        command = getattr(module, f"{name}_command")
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in VERBS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        import difflib

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            close = difflib.get_close_matches(args[0], VERBS, n=1)
            hint = f"Did you mean '{close[0]}'?" if close else "`littrack --help` lists the commands."
            raise click.UsageError(f"No such command '{args[0]}'. {hint}", ctx) from None


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="littrack")
def cli() -> None:
    """Keep a living survey or awesome list up to date with arXiv.

    Exit codes: 0 done, 1 internal, 2 wrong use, 3 settings, 4 list, 5 arXiv out of reach, 6 database, 7 model,
    8 delivery, 9 workspace busy.
    """


def main() -> None:
    """Run the program; a user's mistake ends in one line on standard error and a documented exit code."""
    gc.set_threshold(GARBAGE)
    # Its arrays are small: a second thread of BLAS makes training half as long again, and takes twice the CPU.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("littrack: interrupted; run it again to go on", err=True)
        sys.exit(130)
    except click.ClickException as error:
        click.echo(f"littrack: {error.format_message()}", err=True)
        sys.exit(2)
    except LittrackError as error:
        click.echo(f"littrack: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:
        if error.errno not in _DISK:
            raise
        where = error.filename or "a file"
        click.echo(f"littrack: {where} cannot be written ({error.strerror}): make room or mend the permissions", err=True)
        sys.exit(6)
