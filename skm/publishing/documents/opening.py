"""The chapters before the figures: why, by which rule, who asked whom, where and when."""

from skm.publishing.documents.desk import DocumentDesk
from skm.publishing.documents.parts import Block, Grid, Listing, Paragraph, TextCell, cells
from skm.publishing.documents.sentences import named, say_counted, slot, slot_cell
from skm.publishing.formatting import spell_dates

IN_FORCE = "permenpan-14-2017"  # whose articles were read: its Pasal 1 sets the duty and how often


def write_background(desk: DocumentDesk) -> list[Block]:
    """Return why there is a survey; what is special about the unit is the office's to say."""
    regulation = desk.facts.regulation
    duty = "opening.duty" if regulation.id == IN_FORCE else "opening.duty_other"
    return [
        Paragraph(f"{desk.say(duty, regulation=regulation.title)} {named(desk, 'opening.report')}"),
        slot(desk, "opening.background_slot"),
    ]


def write_basis(desk: DocumentDesk) -> list[Block]:
    """Return the rules that the survey follows."""
    regulation = desk.facts.regulation
    full = desk.say("opening.regulation", regulation=regulation.title)
    rules = [desk.say("opening.law"), desk.say("opening.decree"), full]
    if regulation.id != IN_FORCE:
        rules = [regulation.title]
    return [Listing((*rules, slot(desk, "opening.basis_slot")))]


def write_purpose(desk: DocumentDesk) -> list[Block]:
    """Return what the survey is for, and whom it is about."""
    elements = desk.words.count("elements", len(desk.facts.regulation.elements))
    aims = tuple(desk.say(f"opening.purpose_{key}") for key in ("level", "change", "plan"))
    return [
        Paragraph(f"{desk.say('opening.purpose', elements=elements)} {desk.say('opening.purposes')}"),
        Listing(aims),
        Paragraph(desk.say("opening.limits")),
    ]


def write_team(desk: DocumentDesk) -> list[Block]:
    """Return who asked: only the office knows."""
    return [slot(desk, "opening.team_slot")]


def write_method(desk: DocumentDesk) -> list[Block]:
    """Return what was asked, and how respondents were found as far as the survey states it."""
    facts = desk.facts
    low, high = facts.regulation.scale
    elements = desk.words.count("elements", len(facts.regulation.elements))
    slots = {"elements": elements, "regulation": facts.regulation.title, "low": low, "high": high}
    texts = [desk.say(f"opening.instrument{'_mapped' if facts.scale else ''}", **slots)]
    if facts.scale:
        texts.append(desk.say("method.scale", points=facts.scale.points, map=facts.scale.map))
    recruitment = (facts.recruitment or "unknown").replace("-", "_")
    texts.append(desk.say(f"method.recruitment_{recruitment}"))
    return [Paragraph(" ".join(texts)), slot(desk, "opening.method_slot")]


def write_place(desk: DocumentDesk) -> list[Block]:
    """Return where: whose users were asked."""
    facts = desk.facts
    if facts.whole.n_units > 1:
        text = desk.say("opening.place_whole", units=desk.words.count("units", facts.whole.n_units))
    else:
        text = desk.say("opening.place", name=facts.name or desk.say("document.logo_alt_plain"))
    return [Paragraph(text), slot(desk, "opening.place_slot")]


def write_schedule(desk: DocumentDesk) -> list[Block]:
    """Return when: the days on which the answers were given, and the stages that only the office knows."""
    facts = desk.facts
    days = spell_dates(*facts.fieldwork, facts.language) if facts.fieldwork else ""
    steps = ("prepare", "collect", "process", "report")
    rows = []
    for number, step in enumerate(steps, start=1):
        when = TextCell(days) if step == "collect" and days else slot_cell(desk)
        rows.append(cells([str(number), desk.say(f"opening.step_{step}"), when, slot_cell(desk)]))
    heads = tuple(desk.say(f"opening.{key}") for key in ("number", "step", "time", "days"))
    table = Grid(desk.say("opening.schedule_caption"), heads, (7, 43, 33, 17), "clll", tuple(rows))
    if not days:
        return [Paragraph(desk.say("opening.no_fieldwork")), table]
    own = [slot(desk, "opening.schedule_slot")] if facts.whole.level == "unit" else []
    return [Paragraph(desk.say("opening.fieldwork", dates=days)), *own, table]


def write_sample(desk: DocumentDesk) -> list[Block]:
    """Return how many answered, and how many the sample table asks for; of how many users, only the office may know."""
    facts, said = desk.facts, [say_counted(desk)]
    sample = facts.samples.get(facts.whole.id)
    if sample is None:
        return [Paragraph(said[0]), slot(desk, "opening.sample_slot")]
    said.append(desk.say("opening.sample", sample=desk.count(sample)))
    if facts.whole.now.n is not None and facts.whole.now.n < sample:
        said.append(desk.say("opening.sample_short"))
    return [Paragraph(" ".join(said))]
