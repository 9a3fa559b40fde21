"""The groups of respondents: sex, age, education, occupation, disability, as they are printed."""

import re
from collections.abc import Mapping
from typing import Any

from skm.responses.wordings import load_wordings
from skm.survey import plain

GROUPS_AT_MOST = 40  # a profile column with more distinct texts is free text, not a grouping
BEYOND = re.compile(r"[<>≤≥+]")  # signs that make a group of one age
WHOLE_NUMBER = re.compile(r"^(\d+) 0+$")  # the plain form of "34.0"


def group_labels(role: str, labels: Mapping[str, int]) -> dict[str, str]:
    """Return the printed group of each label of a profile column; "" is "not answered".

    Examples
    --------
    >>> group_labels("sex", {"L": 3, "perempuan": 2, "": 1})
    {'L': 'Laki-laki', 'perempuan': 'Perempuan', '': ''}
    >>> group_labels("age", {"> 60 tahun": 3, "60": 2})
    {'> 60 tahun': '> 60 tahun', '60': '41–60 tahun'}
    """
    wordings = load_wordings()
    known = {
        plain(text): group["label_id"]
        for group in wordings["values"].get(role, {}).values()
        for text in (*group["labels"], group["label_id"], group["label_en"])
    }
    blanks = {plain(text) for text in wordings["blank"]}
    mapping: dict[str, str] = {}
    for label in sorted(labels):
        form = plain(label)
        if form in blanks or not form:
            mapping[label] = ""
        elif role == "age" and form.split()[0].isdecimal():
            mapping[label] = _age_group(label, form, wordings)
        else:
            mapping[label] = known.get(form) or " ".join(label.split())
    others = {form for form in mapping.values() if form} - set(known.values())
    if len(others) > GROUPS_AT_MOST:
        mapping = {label: "Lainnya" if group in others else group for label, group in mapping.items()}
    return {label: mapping[label] for label in labels}


def _age_group(label: str, form: str, wordings: Mapping[str, Any]) -> str:
    words = WHOLE_NUMBER.sub(r"\1", form).split()
    if (len(words) > 1 and words[1] not in {"tahun", "thn", "th", "years"}) or BEYOND.search(label):
        return " ".join(label.split())  # a range such as "26-40" or "> 60 tahun" is a group already
    age = int(words[0])
    limits = wordings["age"]
    if not limits["lowest"] <= age <= limits["highest"]:
        return ""
    for group in limits["group"]:
        if age <= group.get("upper", age):
            return str(group["label_id"])
    return ""


def groups_of(counts: Mapping[str, Mapping[str, int]], profiles: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the groups of each profile column with their sizes, for the table of recognised columns; never a cell.

    Examples
    --------
    >>> groups_of({"sex": {"L": 3, "lk": 1, "": 2}}, {"sex": {"L": "Laki-laki", "lk": "Laki-laki", "": ""}})
    {'sex': 'Laki-laki (4)'}
    """
    found: dict[str, str] = {}
    for role, groups in profiles.items():
        known = {group["label_id"] for group in load_wordings()["values"].get(role, {}).values()}
        known |= {group["label_id"] for group in load_wordings()["age"]["group"]} if role == "age" else set()
        sizes: dict[str, int] = {}
        for label, n in counts[role].items():
            if groups[label] in known:
                sizes[groups[label]] = sizes.get(groups[label], 0) + n
        found[role] = "; ".join(f"{group} ({n})" for group, n in sorted(sizes.items(), key=lambda s: (-s[1], s[0])))
    return found
