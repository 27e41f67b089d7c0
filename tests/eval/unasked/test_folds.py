"""Leaving a point out, and fitting the gate."""

import numpy as np
import pytest

from eval.errors import EvalError
from eval.unasked.folds import as_absent, halves, points_of, without
from eval.unasked.gate import fit_gate
from ingest.asked import Example
from ingest.corpus import Corpus
from search.asked import chapter_label
from search.calibration import NewEvidence
from search.guide import Guide


def test_points_are_those_of_the_chapter_with_all_below_them(guide: Guide) -> None:
    points = points_of(guide)
    assert [point.id for point in points] == [f"1.{number}" for number in range(1, 8)]
    assert points[1].sections >= {"1.2", "1.2-6", "1.2-6.key"}
    assert sum(len(point.sections) for point in points) == len(guide.sections) - 1


def test_what_a_point_answers_in_part_is_left_out_with_it(guide: Guide, corpus: Corpus) -> None:
    point = points_of(guide)[0]
    left = without(corpus.asked, point)
    assert len(left) < len(corpus.asked)
    assert not [q.id for q in left for section, grade in q.relevant.items() if section in point.sections and grade > 1]


def test_while_absent_a_point_is_known_by_its_chapter_alone(guide: Guide) -> None:
    point = points_of(guide)[0]
    examples = [Example("а", (), "1.1-3", 1.0), Example("б", (), "1.2-1", 0.5)]
    assert [one.label for one in as_absent(examples, point)] == [chapter_label("1"), "1.2-1"]


def test_halves_share_no_group(corpus: Corpus) -> None:
    first, second = halves(corpus.asked)
    assert len(first) + len(second) == len(corpus.asked)
    assert {q.group for q in first}.isdisjoint(q.group for q in second)
    assert min(len(first), len(second)) > 0.4 * len(corpus.asked)


def test_the_gate_opens_for_what_new_sections_answer() -> None:
    random = np.random.default_rng(3)
    seen = [(NewEvidence(float(lead), 0.0, 0.5), bool(lead > 0.5)) for lead in random.normal(0, 1, 400)]
    gate = fit_gate(seen)
    assert gate.lead > 0
    assert gate.probability(NewEvidence(1.5, 0.0, 0.5)) > 0.5 > gate.probability(NewEvidence(-0.5, 0.0, 0.5))


def test_a_gate_needs_both_kinds() -> None:
    with pytest.raises(EvalError, match="expected questions that new sections answer, and others"):
        fit_gate([(NewEvidence(0.0, 0.0, 0.5), True)])
