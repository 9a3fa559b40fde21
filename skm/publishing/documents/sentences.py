"""Sentences that stand in several chapters, and the places that the office fills in."""

from skm.publishing import wording
from skm.publishing.documents.desk import DocumentDesk
from skm.publishing.documents.parts import Slot, TextCell
from skm.publishing.formatting import capital, places_of

# Words that the parts of every document hold.
LABELS = ("locale", "decimal", "table", "figure", "chapter", "annex", "page", "of")


def slot(desk: DocumentDesk, key: str, **values: object) -> Slot:
    """Return a place that the office fills in."""
    return Slot(desk.say("document.slot", text=desk.say(key, **values)))


def slot_cell(desk: DocumentDesk) -> TextCell:
    """Return a cell that the office fills in."""
    return TextCell(desk.say("document.slot_cell"), slot=True)


def named(desk: DocumentDesk, key: str, **values: object) -> str:
    """Return a sentence about whom the document is about; without the name where there is none."""
    return desk.say(f"{key}{'' if desk.facts.name else '_nameless'}", name=desk.facts.name, period=desk.now, **values)


def say_counted(desk: DocumentDesk) -> str:
    """Return how many respondents are counted, with the caution that goes with few."""
    facts, figure = desk.facts, desk.facts.whole.now
    if figure.n is None:
        return desk.say("opening.counted_hidden")
    if not figure.n:
        return desk.say("opening.counted_none")
    said = [desk.say("opening.counted", n=desk.count(figure.n))]
    if hidden := sum(unit.now.hidden for unit in facts.units):
        units = desk.words.count("units", facts.whole.n_units - hidden)
        slots = {"respondents": desk.words.count("respondents", figure.n), "units": units}
        said = [desk.say("hero.base_shown", **slots, hidden=desk.words.count("plain_units", hidden)) + "."]
    if "F" in figure.marks:
        said.append(desk.say("results.few", n=desk.count(facts.minimum_respondents)))
    elif "E" in figure.marks:
        said.append(desk.say("results.careful"))
    return " ".join(said)


def say_index(desk: DocumentDesk) -> str:
    """Return the sentence of the index with its change and its letter, or why there is none."""
    facts, figure = desk.facts, desk.facts.whole.now
    if figure.hidden:
        return desk.say("results.hidden", minimum=desk.count(facts.minimum_cell))
    if figure.printed is None:
        return desk.say("results.unusable" if figure.n else "results.silent")
    low, high = wording.scale_of(facts)
    change = wording.say_change(facts) if desk.compares else ""
    slots = {"index": desk.figure(figure), "low": low, "high": high, "change": f", {change}" if change else ""}
    said = [named(desk, "results.index", **slots)]
    names = {grade.letter: grade.names[facts.language] for grade in facts.regulation.grades}
    if figure.grade:
        said.append(desk.say("results.grade", grade=figure.grade, grade_name=names[figure.grade]))
    return " ".join(said)


def say_certainty(desk: DocumentDesk) -> str:
    """Return the interval of the index, the letters that it may have too, and the caution that goes with few."""
    facts, figure = desk.facts, desk.facts.whole.now
    if figure.printed is None:
        return ""
    said = []
    if figure.low is None or figure.high is None:
        said.append(desk.say("results.no_interval"))
    else:
        places = places_of(figure.printed)  # a figure with fewer decimals has no more of them at its ends
        ends = {"low": desk.tick(figure.low, places), "high": desk.tick(figure.high, places)}
        said.append(desk.say("results.interval", **ends))
    if "F" in figure.marks:
        said.append(desk.say("results.few", n=desk.count(facts.minimum_respondents)))
    elif "E" in figure.marks:
        said.append(desk.say("results.careful"))
    if letters := wording.say_letters(facts.whole, facts):
        said.append(capital(letters) + ".")
    return " ".join(said)
