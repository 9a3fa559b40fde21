"""What becomes official and what can be proved later: release, reproduce."""

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from skm.cli.console import Lang, Quiet, app, help_text, say, shown_progress, speak, write
from skm.cli.printing import say_list
from skm.errors import Place, RequestError
from skm.messages import RELEASE_WORDS

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
    with shown_progress(quiet=quiet) as progress:
        released = release_period(
            survey, period, now=now, embargo=until, reason=reason, without=names, pictures=True, progress=progress
        )
    words = RELEASE_WORDS[language]
    slots = {"period": released.period, "edition": released.edition, "hash": released.results_hash[:12]}
    say(words["released"].format(**slots, folder=released.folder), quiet=quiet)
    say_list(words["revised"], [spell_revision(one) for one in released.revisions], quiet=quiet)
    kept = words["kept"].format(minimum=survey.publish.minimum_cell)
    say_list(kept, list(released.kept_back), quiet=quiet)
    say_list(words["added"], list(released.added), quiet=quiet)
    if released.unprinted is not None:
        say(released.unprinted.message(language), quiet=quiet)
    write(sys.stdout, f"{released.page}\n")


def _now() -> dt.datetime:
    """Return when this is: the clock, or SOURCE_DATE_EPOCH where the same bytes are to come out again."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return dt.datetime.fromtimestamp(int(fixed), dt.UTC) if fixed.isdecimal() else dt.datetime.now(dt.UTC)


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
