"""The typed facts of one period, with nothing in them that may not be published."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from skm.followups import Publication
from skm.indices import AnswerShare
from skm.publishing.office import Office
from skm.publishing.release import ReleaseState
from skm.ratings import Scale
from skm.regulation import Regulation

GROUP_LEVELS = ("kind", "agency", "region")
PROFILE_LEVELS = ("sex", "age", "education", "occupation", "disability")
ORDER_DEPENDENT = frozenset({"facilities", "complaints"})  # U8 and U9 change places between form and body
HIDDEN_MARK = "x"
WHOLE = ("all", "", "all")  # level, parent, id
BASES = ("units", "respondents", "users")
NOT_ANSWERED = "not answered"  # the id that the index table gives those who left a profile question blank

Verdict = Literal["up", "down", "unchanged", "not comparable", ""]


@dataclass(frozen=True)
class Figure:
    """One figure of one period. `printed` is None where there is none or it may not be shown; `n` likewise.

    An index runs from 25 to 100, an element's mean from 1 to 4; `value`, `low` and `high` are on the same scale.
    `points` is the printed figure on the scale of the index, of an element too, and so are `se` and `df`.
    """

    period: str
    n: int | None = None
    n_missing: int | None = None
    printed: Decimal | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    grade: str = ""
    grade_low: str = ""
    grade_high: str = ""
    marks: tuple[str, ...] = ()
    note: str = ""
    points: Decimal | None = None
    se: float | None = None
    df: float | None = None

    @property
    def hidden(self) -> bool:
        """Whether it is hidden to protect persons."""
        return HIDDEN_MARK in self.marks


@dataclass(frozen=True)
class Difference:
    """What changed since the period before; `moved` is the direction that may be named.

    `low_holm` to `high_holm` is a unit's interval among all units: it leaves out zero where the unit may be named.
    """

    printed: Decimal | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict = ""
    moved: Literal["up", "down", ""] = ""
    contribution: Decimal | None = None
    note: str = ""
    low_holm: float | None = None
    high_holm: float | None = None
    p: float | None = None
    p_holm: float | None = None


@dataclass(frozen=True)
class ElementFacts:
    """One element of one subject, in both periods."""

    key: str
    code: str
    name: str
    short: str
    now: Figure
    before: Figure | None
    difference: Difference | None


@dataclass(frozen=True)
class Letter:
    """A letter that a figure may have beside its own, with its chance were the survey repeated."""

    letter: str
    chance: float


@dataclass(frozen=True)
class RankRange:
    """The ranks that the data allow a unit among `of` units, for all of them at once.

    Units of different groups can all be told apart. `place` is "top" or "bottom" where the range excludes the middle.
    """

    low: int
    high: int
    of: int
    group: int
    place: str

    @property
    def n_alike(self) -> int:
        """How many other units it cannot be told apart from: the range leaves out exactly those that it can."""
        return self.high - self.low


@dataclass(frozen=True)
class FunnelPoint:
    """The limits of the funnel at one size of a unit, on the scale of the index."""

    n: float
    low_95: float
    high_95: float
    low_998: float
    high_998: float


@dataclass(frozen=True)
class Funnel:
    """Where units of some size would lie, were all alike: the curves, and which side of them each unit is on.

    `places` by unit id: "" inside, "above 95", "below 99.8" and so on; a unit whose count or figure is hidden has none,
    nor has one without an interval.
    """

    centre: float
    curves: tuple[FunnelPoint, ...]
    places: Mapping[str, str]


@dataclass(frozen=True)
class Past:
    """The figure of one period; `broken` where it cannot be compared with the one before it."""

    figure: Figure
    broken: bool = False


@dataclass(frozen=True)
class Usual:
    """Within what the index usually moves, as its printed figures say, and the periods that left that.

    `first` to `last` are the periods that it is made of, `n` is how many. `runs` are the first and the last period of
    each run on one side of the centre, and whether it is the upper side.
    """

    center: Decimal
    lower: Decimal
    upper: Decimal
    first: str
    last: str
    n: int
    outside: tuple[str, ...] = ()
    runs: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True)
class Subject:
    """Whom a line of the page is about: the whole, a group of units, a unit, a service, a group of respondents.

    `history` are the figures of all periods of the same kind up to this one, the oldest first. `answers` and `profiles`
    are those of the whole or the unit; in a unit's profiles the groups have their number of respondents alone.
    `lowest` and `highest` are the keys of the elements that stand apart from all others and may be named. `users` are
    the known users of a unit, or of a group, in the period.
    """

    level: str
    id: str
    name: str
    now: Figure
    before: Figure | None = None
    difference: Difference | None = None
    elements: tuple[ElementFacts, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    services: tuple["Subject", ...] = ()
    n_units: int = 0
    letters: tuple[Letter, ...] = ()
    rank: RankRange | None = None
    history: tuple[Past, ...] = ()
    usual: Usual | None = None
    answers: tuple["Answers", ...] = ()
    profiles: tuple["Profile", ...] = ()
    lowest: tuple[str, ...] = ()
    highest: tuple[str, ...] = ()
    users: int | None = None


@dataclass(frozen=True)
class Break:
    """Why two periods are not compared, as the two values that differ."""

    reason: Literal["regulation", "elements", "questions", "scale", "mixed"]
    before: str
    now: str


@dataclass(frozen=True)
class Comparison:
    """Another way to compare the whole: another basis, the units of both periods, a year earlier."""

    kind: str
    period_from: str
    before: Decimal | None
    now: Decimal | None
    difference: Difference
    n_units: int = 0


@dataclass(frozen=True)
class Answers:
    """How the answers to one question are spread; None where a count is hidden. `asked` counts the blanks too.

    `key` is the element's where it has one question, else the question's own.
    """

    key: str
    code: str
    short: str
    counts: tuple[int | None, int | None, int | None, int | None]
    total: int
    asked: int
    share_3_4: float | None
    low: float | None
    high: float | None
    question: str = ""
    not_applicable: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Source:
    """One file that was read or refused."""

    file: str
    sha256: str
    rows_in: int | None
    rows_kept: int | None
    rows_dropped: int | None
    refused: bool
    note: str


@dataclass(frozen=True)
class Rule:
    """How often a cleaning rule took a row or an answer, or flagged it."""

    rule: str
    action: str
    count: int


@dataclass(frozen=True)
class Month:
    """How many answers a month has, as YYYY-MM; "" are those without a date. None where the number is hidden."""

    month: str
    n: int | None


@dataclass(frozen=True)
class Reliability:
    """How consistent the answers of all who answered everything are, each coefficient 0 to 1.

    `alpha_varied` leaves out those who gave one answer to every question. `items` are question, correlation with the
    sum of the other questions, and with the sum of all; `r_table` is the bound that practice asks of the latter.
    """

    n: int
    alpha: float
    low: float | None
    high: float | None
    omega: float | None
    alpha_varied: float | None
    r_table: float | None
    items: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Importance:
    """What of overall satisfaction, asked by a question of its own, goes with an element: a share of R², 0 to 1."""

    key: str
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Question:
    """One question as the questionnaire of the regulation has it, in its language, with its answers from 1 upwards."""

    code: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Composition:
    """What of a change of the whole is none of its units: other weights of theirs, units that came or went."""

    basis: str
    points: Decimal


@dataclass(frozen=True)
class Profile:
    """The respondents by one characteristic; who left it blank is the group with the id `NOT_ANSWERED`."""

    view: str
    groups: tuple[Subject, ...]
    total: int


@dataclass(frozen=True)
class OtherValue:
    """One line of the register: what was published, and what the scale of its year makes of it.

    `label` is the class by the scale, or as printed where no value tells it; `derived` says which. `printed` are the
    labels that the source printed. `state` is that of a
    target: "reached", "not reached", "not yet".
    """

    system: str
    entity: str
    year: int
    value: Decimal | None
    label: str
    derived: bool
    zone: str
    printed: tuple[str, ...]
    rank: str
    count: str
    source: str
    note: str
    scale: Scale | None
    broken: bool
    target: str
    state: str
    next_label: str
    distance: Decimal | None


@dataclass(frozen=True)
class MappedScale:
    """A questionnaire's scale that is not 1 to 4: how many points it has, and the score of each, as text."""

    points: int
    map: str


@dataclass(frozen=True)
class PublishedFigure:
    """A figure that was published before, beside the recomputed one: None where that is absent.

    Of a hidden figure neither is told.
    """

    period: str
    name: str
    value: str
    letter: str
    recomputed: Decimal | None
    letter_now: str
    difference: Decimal | None
    reason: str
    source: str
    hidden: bool = False


@dataclass(frozen=True)
class PlannedAction:
    """One line of a plan. `moved` is what the element did since, where both periods are compared and none is hidden.

    What moved goes with the action; nothing says that it follows from it. `quarters` are period ids. `proof_absent`:
    the proof names a file that the survey folder does not hold.
    """

    element: str
    code: str
    activity: str
    quarters: tuple[str, ...]
    responsible: str
    status: str
    proof: str
    finished: dt.date | None
    moved: Difference | None = None
    proof_absent: bool = False


@dataclass(frozen=True)
class FollowUp:
    """What a unit ("" is the whole) planned after this survey, and what became of the plan before it.

    `share` is realised of planned in per cent, to one decimal, and `band` its band in the national evaluation, both of
    the review; `months` from the end of the period before to its last realised action, `months_band` the evaluation's
    limit that holds it. `media` are the publications of this period's result, `media_kinds` how many kinds they are.
    """

    unit: str
    plan: tuple[PlannedAction, ...] = ()
    review: tuple[PlannedAction, ...] = ()
    done: int = 0
    running: int = 0
    share: Decimal | None = None
    band: str = ""
    months: int | None = None
    months_band: int | None = None
    media: tuple[Publication, ...] = ()

    @property
    def media_kinds(self) -> int:
        """How many kinds of media published the result."""
        return len({entry.kind for entry in self.media})


@dataclass(frozen=True)
class Theme:
    """An element that comments of a unit are about, and how many of them name it; never fewer than may be shown."""

    element: str
    mentions: int


@dataclass(frozen=True)
class Facts:
    """Everything that the page of one period says, before wording and formatting.

    `kept_back` are the names of units whose detail is not told: beside an earlier edition it would show few persons.
    `is_latest` is whether it is the newest year, or the newest period where there is no year.
    """

    language: str
    name: str
    period: str
    previous: str | None
    broken: Break | None
    simulated: bool
    publisher: Mapping[str, str]
    recruitment: str | None
    missing_policy: str
    year_from_parts: str
    official: str
    minimum_respondents: int
    minimum_cell: int
    regulation: Regulation
    whole: Subject
    bases: Mapping[str, Figure]
    comparisons: tuple[Comparison, ...]
    groups: Mapping[str, tuple[Subject, ...]]
    units: tuple[Subject, ...]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    profiles: tuple[Profile, ...]
    answers: tuple[Answers, ...]
    quality: Mapping[str, float]
    sources: tuple[Source, ...]
    totals: tuple[int, int, int] | None
    rules: tuple[Rule, ...]
    fieldwork: tuple[dt.date, dt.date] | None
    orders: tuple[str, ...]
    refused: int
    registered: bool
    version: str
    notes: tuple[str, ...]
    scale: MappedScale | None = None
    others: tuple[OtherValue, ...] = ()
    published: tuple[PublishedFigure, ...] = ()
    share_3_4: AnswerShare | None = None
    ranks_concealed: bool = False
    funnel: Funnel | None = None
    followups: Mapping[str, FollowUp] = field(default_factory=dict)
    samples: Mapping[str, int] = field(default_factory=dict)
    themes: Mapping[str, tuple[Theme, ...]] = field(default_factory=dict)
    release: ReleaseState = field(default_factory=ReleaseState)
    office: Office = field(default_factory=Office)
    is_latest: bool = False
    calendar: tuple[Month, ...] = ()
    compositions: tuple[Composition, ...] = ()
    reliability: Reliability | None = None
    questions: tuple[Question, ...] = ()
    importance: tuple[Importance, ...] = ()
    kept_back: tuple[str, ...] = ()

    @property
    def order_assumed(self) -> bool:
        """Whether it is only assumed which of the last two elements is which, in a period that is shown."""
        return "assumed" in self.orders

    @property
    def n_without_index(self) -> int:
        """How many respondents the profile counts in units without an index."""
        return max((profile.total - (self.whole.now.n or 0) for profile in self.profiles), default=0)

    def may_name(self, element: ElementFacts) -> bool:
        """Return whether a sentence may call this element highest, lowest, or a priority."""
        return not (self.order_assumed and element.key in ORDER_DEPENDENT)
