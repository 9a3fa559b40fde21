"""What becomes official and what can be proved later: release, reproduce."""

import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from skm.cli.console import Lang, Quiet, app, help_text, say, shown_progress, speak, spoken, write
from skm.errors import Place, RequestError
from skm.messages import RELEASE_WORDS

SHOWN = 5  # lines of a list on screen; the rest is counted

AtFolder = Annotated[Path, typer.Option("--folder", help=help_text("folder"))]


@app.command(help=help_text("release"))
def release(
    period: Annotated[str, typer.Argument(help=help_text("release_period"), show_default=False)],
    more: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    embargo: Annotated[str | None, typer.Option(help=help_text("release_embargo"))] = None,
    reason: Annotated[str, typer.Option(help=help_text("release_reason"), show_default=False)] = "",
    without: Annotated[list[str] | None, typer.Option(help=help_text("release_without"))] = None,
    folder: AtFolder = Path(),
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Freeze what a period publishes as its next edition."""
    from skm.moments import read_moment, zone_of
    from skm.releasing import release_period, spell_revision
    from skm.survey import open_survey

    survey = open_survey(folder)
    language = speak(lang, survey.language)
    if more and not without:
        raise RequestError("release_units_loose", [Place(value=name) for name in more])
    until = read_moment(embargo, survey.timezone) if embargo else None
    if embargo and until is None:
        raise RequestError("release_moment_unread", [Place(value=embargo)])
    now = _now().astimezone(zone_of(survey.timezone))
    names = (*(without or ()), *(more or ()))
    released = release_period(survey, period, now=now, embargo=until, reason=reason, without=names)
    words = RELEASE_WORDS[language]
    slots = {"period": released.period, "edition": released.edition, "hash": released.results_hash[:12]}
    say(words["released"].format(**slots, folder=released.folder), quiet=quiet)
    _list(words["revised"], [spell_revision(one) for one in released.revisions], quiet=quiet)
    _list(words["added"], list(released.added), quiet=quiet)
    write(sys.stdout, f"{released.page}\n")


def _now() -> dt.datetime:
    """Return when this is: the clock, or SOURCE_DATE_EPOCH where the same bytes are to come out again."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return dt.datetime.fromtimestamp(int(fixed), dt.UTC) if fixed.isdecimal() else dt.datetime.now(dt.UTC)


def _list(heading: str, lines: Sequence[str], *, quiet: bool) -> None:
    """Say some lines under their heading, five of them, the rest counted; nothing where there are none."""
    if not lines:
        return
    more = RELEASE_WORDS[spoken()]["more"]
    shown = [heading.format(n=len(lines)), *(f"  {line}" for line in lines[:SHOWN])]
    shown += [f"  {more.format(n=len(lines) - SHOWN)}"] if len(lines) > SHOWN else []
    say("\n".join(shown), quiet=quiet)


@app.command(help=help_text("reproduce"))
def reproduce(
    record: Annotated[Path, typer.Argument(help=help_text("reproduce_record"), show_default=False)],
    folder: Annotated[Path | None, typer.Option("--folder", help=help_text("reproduce_folder"))] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Compute a run again in a temporary place and say whether every file is the same, byte for byte."""
    from skm.releasing import reproduce_run

    language = speak(lang)
    with shown_progress(quiet=quiet) as progress:
        found = reproduce_run(record, folder, progress=progress)
    words = RELEASE_WORDS[language]
    for difference in found.differences:
        slots = {"name": difference.name, "recorded": difference.recorded or "-", "found": difference.found or "-"}
        write(sys.stdout, words[f"differs_{difference.kind}"].format(**slots) + "\n")
    key = "reproduced" if found.is_same else "not_reproduced"
    write(sys.stdout, words[key].format(same=found.n_same, all=found.n_files) + "\n")
    raise SystemExit(0 if found.is_same else 1)
