"""Any questionnaire, any blanks: the printed figures are those of fractions, computed here respondent by respondent."""

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm.indices import compute_indices
from skm.regulation import Instrument, Item, load_regulation
from skm.stats.rounding import half_up
from skm.survey import Survey
from skm.tally import Tally, count_responses

LAW = load_regulation("permenpan-14-2017")
SIXTEEN = tuple(len(LAW.questions16[key]) for key in LAW.keys)  # questions of each element
SHAPES = [(2, 1, 3), (1, 1, 1, 1), (3, 2), (2,) * 9, SIXTEEN]
FIVE = tuple(zip((1, 2, 3, 4, 5), map(Fraction, ("1", "2", "2.5", "3", "4")), strict=True))
GIVEN, BLANK, INAPPLICABLE = "given", "blank", "inapplicable"


def instrument_of(shape, weights, scale):
    """Return a questionnaire with some questions for each of the first elements."""
    total = sum(weights)
    elements = tuple(
        replace(element, weight=Fraction(weight, total)) for element, weight in zip(LAW.elements, weights, strict=False)
    )
    items = tuple(
        Item(f"{element.key}_{number}", element.key)
        for element, n in zip(elements, shape, strict=True)
        for number in range(1, n + 1)
    )
    return Instrument(LAW.with_elements(elements), items, scale)


@st.composite
def surveys(draw):
    """Return a questionnaire and the answers of some people: (what became of the answer, its score)."""
    shape = draw(st.sampled_from(SHAPES))
    weights = draw(st.lists(st.integers(1, 7), min_size=len(shape), max_size=len(shape)))
    asked = instrument_of(shape, weights, draw(st.sampled_from([(), FIVE])))
    cell = st.tuples(st.sampled_from([GIVEN, GIVEN, GIVEN, BLANK, INAPPLICABLE]), st.sampled_from(asked.scores))
    person = st.lists(cell, min_size=len(asked.items), max_size=len(asked.items))
    return asked, draw(st.lists(person, min_size=1, max_size=8))


def tally_of(asked, people):
    """Return the tally of some people."""
    keys = [item.key for item in asked.items]
    frame = pd.DataFrame([[float(score) if what == GIVEN else None for what, score in one] for one in people])
    frame.columns = keys
    frame["not_applicable"] = [sum(1 << j for j, (what, _) in enumerate(one) if what == INAPPLICABLE) for one in people]
    return Tally(count_responses(frame.astype(dict.fromkeys(keys, "Float64")), asked, []), asked)


def values_of(asked, person):
    """Return the value of each element for one person, the mean of the answered questions; None where there is none."""
    found = []
    for key in asked.regulation.keys:
        given_ones = [
            score
            for item, (what, score) in zip(asked.items, person, strict=True)
            if item.element == key and what == GIVEN
        ]
        found.append(sum(given_ones, Fraction(0)) / len(given_ones) if given_ones else None)
    return found


def by_hand(asked, people, policy):
    """Return n, the element means and the index under a policy, as fractions; None where there is none."""
    weights = [element.weight for element in asked.regulation.elements]
    rows = []
    for person in people:
        values = values_of(asked, person)
        n_given = sum(value is not None for value in values)
        if not n_given or (policy == "complete" and any(what == BLANK for what, _ in person)):
            continue
        if policy == "person":
            if 2 * n_given <= len(values):
                continue
            known = [(w, v) for w, v in zip(weights, values, strict=True) if v is not None]
            own = sum((w * v for w, v in known), Fraction(0)) / sum((w for w, _ in known), Fraction(0))
            values = [own if value is None else value for value in values]
        rows.append(values)
    means = []
    for column in zip(*rows, strict=True):
        known = [value for value in column if value is not None]
        means.append(sum(known, Fraction(0)) / len(known) if known else None)
    whole = means and all(mean is not None for mean in means)
    index = 25 * sum((w * m for w, m in zip(weights, means, strict=True)), Fraction(0)) if whole else None
    return len(rows), means, index


@pytest.mark.parametrize("policy", ["available", "complete", "person"])
@settings(max_examples=20, deadline=None)
@given(surveys())
def test_figures_of_any_questionnaire_are_exact(policy, survey):
    """Several questions, own weights, blanks, "does not apply", a mapped scale: nothing is rounded on the way."""
    asked, people = survey
    people = [person for person in people if any(what == GIVEN for what, _ in person)]
    n, means, index = by_hand(asked, people, policy)
    if not people:
        return
    frame = compute_indices(tally_of(asked, people), Survey().with_settings(missing=policy)).frame
    frame = frame[frame["official"] & (frame["level"] == "all")]
    if index is None:
        assert frame["printed"].iloc[0] == ""
        return
    assert frame["n"].iloc[0] == n
    assert frame["printed"].iloc[0] == str(half_up(index))
    assert frame["printed"].tolist()[1:] == [str(half_up(mean)) for mean in means]
    assert frame["mean"].tolist()[1:] == [mean.numerator / mean.denominator for mean in means]
