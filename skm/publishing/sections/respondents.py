"""Who answered, by each characteristic that was asked."""

from skm.publishing import wording
from skm.publishing.blocks import Cell, Column, Row, RowGroup, Section, Table
from skm.publishing.facts import NOT_ANSWERED, Profile
from skm.publishing.formatting import spell_share
from skm.publishing.sections.desk import Desk, cell, head


def write_respondents(desk: Desk, number: int) -> Section | None:
    """Return who answered, by each characteristic that was asked."""
    facts = desk.facts
    if not facts.profiles or facts.whole.now.n is None:
        return None
    knows_users = any(group.users is not None for profile in facts.profiles for group in profile.groups)
    columns = (
        Column(desk.say("column.group")),
        Column(desk.say("column.respondents"), "r"),
        Column(desk.say("column.share")),
        *([Column(desk.say("column.users"), "r")] if knows_users else []),
        Column(desk.say("column.index_plain"), "r"),
        Column(desk.say("column.interval"), "r"),
    )
    groups = tuple(_profile_group(desk, profile, knows_users=knows_users) for profile in facts.profiles)
    n = desk.count(facts.whole.now.n + facts.n_without_index)
    table = Table("t-profile", desk.caption("profile", now=desk.now, n=n), columns, groups)
    heading = desk.say("heading.respondents", n=n)
    lede = (desk.say("lede.respondents"), *wording.say_without_index(facts))
    return Section("responden", number, desk.say("section.respondents"), heading, (table,), lede)


def _profile_group(desk: Desk, profile: Profile, *, knows_users: bool) -> RowGroup:
    rows = []
    for group in profile.groups:
        name = desk.say("level.unanswered") if group.id == NOT_ANSWERED else group.name
        n, language = group.now.n, desk.facts.language
        share = "x" if n is None else spell_share(n, profile.total, language)
        width = "" if n is None else f"{100 * n / profile.total:.1f}%"
        cells = (
            head(name),
            cell("x" if n is None else desk.count(n)),
            Cell(share, "share", share=width),
            *([cell("" if group.users is None else desk.count(group.users))] if knows_users else []),
            cell(desk.shown(group.now)),
            cell(wording.say_interval(group.now, language)),
        )
        rows.append(Row(cells))
    return RowGroup(tuple(rows), label=desk.say(f"level.{profile.view}"))
