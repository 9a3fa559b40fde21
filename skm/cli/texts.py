"""What people wrote, beside what the survey says: check-text."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skm.cli.console import Lang, app, help_text, say, speak, write
from skm.errors import RequestError
from skm.messages import PROOF_WORDS

if TYPE_CHECKING:
    from skm.proofreading import Knowledge
    from skm.survey import Survey

STANDARD_INPUT = "-"


@app.command("check-text", help=help_text("check_text"))
def check_text(
    texts: Annotated[list[str], typer.Argument(help=help_text("check_text_files"), show_default=False)],
    folder: Annotated[Path, typer.Option("--folder", help=help_text("folder"))] = Path(),
    period: Annotated[str | None, typer.Option(help=help_text("check_text_period"))] = None,
    lang: Lang = None,
) -> None:
    """Check edited texts against the figures and the rules of language; exit code 1 where something is found."""
    from skm.proofreading import check_lines, decode_text, is_word_file, read_text_file
    from skm.survey import open_survey

    survey = open_survey(folder)
    language = speak(lang, survey.language)
    words = PROOF_WORDS[language]
    knowledge = _knowledge(survey, period)
    if not knowledge.entries:
        say(words["no_figures"])
    n = 0
    for name in texts:
        if name == STANDARD_INPUT:
            lines = decode_text(sys.stdin.buffer.read()).splitlines()
        else:
            lines = read_text_file(Path(name))
        where = "paragraph" if is_word_file(name) else "line"
        for finding in check_lines(lines, knowledge, language, file=name, otherwise=survey.language):
            n += 1
            slots = {"file": finding.file, "line": finding.line, "found": finding.found, "hint": finding.hint}
            write(sys.stdout, words[where].format(**slots) + "\n")
    say(words["found" if n else "clean"].format(n=n))
    raise SystemExit(1 if n else 0)


def _knowledge(survey: "Survey", period: str | None) -> "Knowledge":
    """Return what texts may say; nothing where the folder holds no results yet."""
    from skm.pipeline import read_processed
    from skm.proofreading import Knowledge, gather_knowledge
    from skm.publishing import gather_periods, read_standings

    try:
        found = read_processed(survey)
    except RequestError as error:
        if error.code != "nothing_processed" or period:
            raise
        return Knowledge()
    if period and period not in found.periods:
        raise RequestError("unknown_period", name=period, known=", ".join(found.periods))
    standings = read_standings(survey, (survey.folder or Path()) / "reports")
    gathered = gather_periods(survey, found.indices, found.changes, standings, evidence=found.evidence)
    return gather_knowledge(gathered, standings, period)
