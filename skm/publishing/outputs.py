"""Everything that a period publishes, one writer each: the facts go in, files under `reports/<period>/` come out.

A writer prints what the facts hold and nothing else: what may not be published is no longer in them.

Writers know nothing of each other and may run at the same time, in processes of their own (`skm.publishing.jobs`): none
reads what another wrote, no two write the same file, none writes outside its folder, and the facts can be pickled. A
writer of one file is a function of this module or of one that it imports; a writer of many files is `InPieces`, so that
its files are shared out among the processes.

What reads the files of the writers, to copy or hash them, is one of the `CLOSERS`: they run one after another, in the
process that was asked to publish, once all writers of the period are done.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from skm.cores import count_cores
from skm.publishing.content import build_page
from skm.publishing.documents import list_documents, write_documents, write_unit_pages
from skm.publishing.facts import Facts
from skm.publishing.kit import Progress, draw_pictures, list_poster_keys, write_cards, write_papers, write_posters
from skm.publishing.opendata import write_open_data
from skm.publishing.proofs import write_proofs
from skm.publishing.recap import write_recap
from skm.publishing.rendering import render_page
from skm.publishing.resting import collector_at_rest
from skm.publishing.revisions import write_revisions
from skm.publishing.workbook import write_workbook
from skm.tables import write_whole

# The facts of one period by language, the survey's own first.
FactsByLanguage = Mapping[str, Facts]
Writer = Callable[[FactsByLanguage, Path], None]

PIECES_IN_A_JOB = 12  # so few that processes end at about the same time, so many that handing them out costs nothing


@dataclass(frozen=True)
class InPieces:
    """A writer of many files that do not depend on each other.

    Attributes
    ----------
    keys
        Names the pieces of a period, such as unit ids; cheap, and the same in every process.
    write
        Writes the files of some pieces.
    """

    keys: Callable[[FactsByLanguage], Sequence[str]]
    write: Callable[[FactsByLanguage, Path, Sequence[str]], None]

    def __call__(self, facts: FactsByLanguage, folder: Path) -> None:
        """Write the files of all pieces."""
        self.write(facts, folder, self.keys(facts))


@dataclass(frozen=True)
class Job:
    """What one process does at a time: a writer, and the pieces that it writes; None where it is one piece.

    It goes to another process by its writer's name.
    """

    write: Writer
    keys: tuple[str, ...] | None = None

    def do(self, facts: FactsByLanguage, folder: Path) -> None:
        """Write the files of this job."""
        if isinstance(self.write, InPieces) and self.keys is not None:
            self.write.write(facts, folder, self.keys)
        else:
            self.write(facts, folder)


def own_facts(facts: FactsByLanguage) -> Facts:
    """Return the facts in the survey's own language."""
    return next(iter(facts.values()))


@collector_at_rest()
def write_annual_page(facts: FactsByLanguage, folder: Path) -> None:
    """Write the period's page: `index.html`."""
    write_whole(folder / "index.html", render_page(*(build_page(one) for one in facts.values())))


def name_units(facts: FactsByLanguage) -> Sequence[str]:
    """Return the ids of the units of a period."""
    return [unit.id for unit in own_facts(facts).units]


def write_pages_of_units(facts: FactsByLanguage, folder: Path, keys: Sequence[str]) -> None:
    """Write the pages of some units: `units/<id>.html`."""
    write_unit_pages(own_facts(facts), folder, keys)


def name_documents(facts: FactsByLanguage) -> Sequence[str]:
    """Return whom the documents of a period are about: "" is the whole."""
    return list_documents(own_facts(facts))


def write_documents_of_units(facts: FactsByLanguage, folder: Path, keys: Sequence[str]) -> None:
    """Write the documents of some units, `units/<id>.docx`, and that of the whole."""
    write_documents(own_facts(facts), folder, keys)


def write_moved_figures(facts: FactsByLanguage, folder: Path) -> None:
    """Write what moved since the last edition, where there is one: `perubahan-rilis.csv`."""
    write_revisions(own_facts(facts), folder)


WRITERS: tuple[Writer, ...] = (
    write_annual_page,
    write_moved_figures,
    InPieces(name_units, write_pages_of_units),
    InPieces(name_documents, write_documents_of_units),
    write_recap,
    write_workbook,
    write_open_data,
    write_papers,
    InPieces(list_poster_keys, write_posters),
    write_cards,
)

CLOSERS: tuple[Writer, ...] = (write_proofs,)


def list_jobs(facts: FactsByLanguage) -> Iterator[Job]:
    """Give the jobs of a period: one for each writer, or for each dozen of its pieces."""
    for write in WRITERS:
        if not isinstance(write, InPieces):
            yield Job(write)
            continue
        keys = tuple(write.keys(facts))
        for start in range(0, len(keys), PIECES_IN_A_JOB):
            yield Job(write, keys[start : start + PIECES_IN_A_JOB])


def write_outputs(facts: FactsByLanguage, folder: Path) -> None:
    """Write everything that a period publishes.

    Parameters
    ----------
    facts
        The facts of the period by language, the survey's own first.
    folder
        `reports/<period>/`.
    """
    for write in WRITERS:
        write(facts, folder)
    close_outputs(facts, folder)


def add_pictures(
    facts: FactsByLanguage, folder: Path, progress: Progress | None = None, *, jobs: int | None = None
) -> None:
    """Add what is drawn and printed only when it is asked for, to a folder in which everything else stands.

    Parameters
    ----------
    facts, folder
        Of the period, as its writers had them.
    progress
        Called with ("posters", done, total).
    jobs
        How many posters are printed at a time; None for as many as there are cores.

    Raises
    ------
    NotPrintedError
        No program that prints is installed, or it does not answer; the rest is there.
    """
    try:
        draw_pictures(facts, folder, tabs=count_cores() if jobs is None else jobs, progress=progress)
    finally:
        close_outputs(facts, folder)


def close_outputs(facts: FactsByLanguage, folder: Path) -> None:
    """Write what is made of the files that the writers of a period wrote."""
    for write in CLOSERS:
        write(facts, folder)
