"""Retrieval measures: by hand, and as pytrec_eval has them."""

import itertools
import math
from typing import Any

import numpy as np
import pytest
import pytrec_eval

from eval.measures.retrieval import (
    RUN_DEPTH,
    first_relevant_rank,
    in_order,
    retrieval_values,
    strictly_falling,
)
from tests.eval.conftest import DevRun

GRADES = {"q": {"a": 3, "b": 2, "c": 1}}


def _values(order: str) -> dict[str, float]:
    ranking = [(section, 1 - place / 100) for place, section in enumerate(order)]
    return {name: by_id["q"] for name, by_id in retrieval_values({"q": ranking}, GRADES).items()}


def test_the_best_order_is_perfect_in_every_measure() -> None:
    assert set(_values("abcdefghij").values()) == {1.0}


def test_success_looks_at_the_first_sections_of_grade_2_or_more() -> None:
    values = _values("cbxyza")
    assert values["success@1"] == 0
    assert values["success@3"] == 1


def test_reciprocal_rank_is_that_of_the_first_relevant_section() -> None:
    assert _values("cxybza")["MRR@10"] == pytest.approx(1 / 4)


def test_reciprocal_rank_ends_at_ten() -> None:
    assert _values("0123456789a")["MRR@10"] == 0


def test_recall_counts_relevant_sections_among_the_first_five() -> None:
    assert _values("a0123b")["recall@5"] == pytest.approx(1 / 2)


def test_ndcg_takes_grades_as_linear_gains() -> None:
    ideal = 3 + 2 / math.log2(3) + 1 / 2
    found = 1 + 3 / 2
    assert _values("c0a")["nDCG@5"] == pytest.approx(found / ideal)


def test_ndcg_is_cut_at_its_depth() -> None:
    values = _values("01234a")
    assert values["nDCG@5"] == 0
    assert values["nDCG@10"] == pytest.approx(3 / math.log2(7) / (3 + 2 / math.log2(3) + 1 / 2))


def test_a_question_without_a_ranking_counts_nothing() -> None:
    values = retrieval_values({}, GRADES)
    assert {name: by_id["q"] for name, by_id in values.items()} == dict.fromkeys(values, 0.0)


def test_without_judged_questions_there_are_no_values() -> None:
    assert all(by_id == {} for by_id in retrieval_values({"q": [("a", 1.0)]}, {}).values())


def test_only_judged_questions_are_measured() -> None:
    values = retrieval_values({"q": [("a", 1.0)], "other": [("a", 1.0)]}, GRADES)
    assert set(values["success@1"]) == {"q"}


def test_equal_scores_are_settled_by_section_id() -> None:
    assert [section for section, _ in in_order({"b": 0.5, "a": 0.5, "c": 0.9})] == ["c", "a", "b"]


@pytest.mark.parametrize("scores", [[0.5, 0.5, 0.5], [0.0, 0.0], [1e9, 1e9, 5.0], [-3.0, -3.0], [0.3, 0.4]])
def test_scores_fall_at_each_step_in_single_precision(scores: list[float]) -> None:
    ranking = strictly_falling([(str(place), score) for place, score in enumerate(scores)])
    single = [np.float32(score) for _, score in ranking]
    assert [section for section, _ in ranking] == [str(place) for place in range(len(scores))]
    assert all(above > below for above, below in itertools.pairwise(single))


def test_scores_that_fall_already_stay_as_they_are() -> None:
    ranking = [("a", 0.5), ("b", 0.25)]
    assert strictly_falling(ranking) == ranking


def test_the_first_relevant_rank_is_none_where_nothing_relevant_is_shown() -> None:
    assert first_relevant_rank(["c", "b"], GRADES["q"]) == 2
    assert first_relevant_rank(["c"], GRADES["q"]) is None


def test_random_runs_agree_with_pytrec_eval() -> None:
    random = np.random.default_rng(1)
    sections = [f"s{number}" for number in range(30)]
    judgements: dict[str, dict[str, int]] = {}
    rankings = {}
    for number in range(300):
        chosen = random.choice(sections, size=random.integers(1, 6), replace=False)
        judgements[f"q{number}"] = {str(section): int(random.integers(1, 4)) for section in chosen}
        shown = random.choice(sections, size=random.integers(0, 25), replace=False)
        tied = {str(section): round(float(random.random()), 1) for section in shown}
        rankings[f"q{number}"] = strictly_falling(in_order(tied))
    _agrees(retrieval_values(rankings, judgements), _by_pytrec_eval(rankings, judgements))


def test_a_real_run_agrees_with_pytrec_eval_over_its_trec_file(dev_run: DevRun) -> None:
    rankings: dict[str, list[tuple[str, float]]] = {}
    for line in (dev_run.folder / "run.trec").read_text(encoding="utf-8").splitlines():
        question, _, section, _, score, _ = line.split()
        rankings.setdefault(question, []).append((section, float(score)))
    records = dev_run.run.records
    judgements = {one.question.id: one.question.relevant for one in records if one.question.answerable}
    expected = _by_pytrec_eval(rankings, judgements)
    for name, value in dev_run.invoked.json["measures"].items():
        if name in expected:
            mean = float(np.mean(list(expected[name].values())))
            assert value == pytest.approx(mean, abs=1e-6), name


def _by_pytrec_eval(
    rankings: dict[str, list[tuple[str, float]]], judgements: dict[str, dict[str, int]]
) -> dict[str, dict[str, float]]:
    """The measures straight from pytrec_eval, each from its own call; a missing question counts 0."""

    def evaluate(measure: str, depth: int | None = None) -> dict[str, float]:
        level = 1 if measure.startswith("ndcg") else 2
        run = {question: dict(ranking[:depth]) for question, ranking in rankings.items()}
        evaluator: Any = pytrec_eval.RelevanceEvaluator(judgements, {measure}, relevance_level=level)
        found = evaluator.evaluate(run)
        key = measure.replace(".", "_")
        return {question: found.get(question, {}).get(key, 0.0) for question in judgements}

    return {
        "success@1": evaluate("success.1"),
        "success@3": evaluate("success.3"),
        "MRR@10": evaluate("recip_rank", RUN_DEPTH),
        "recall@5": evaluate("recall.5"),
        "nDCG@5": evaluate("ndcg_cut.5"),
        "nDCG@10": evaluate("ndcg_cut.10"),
    }


def _agrees(found: dict[str, dict[str, float]], expected: dict[str, dict[str, float]]) -> None:
    assert set(found) == set(expected)
    for name, by_id in expected.items():
        for question, value in by_id.items():
            assert found[name][question] == pytest.approx(value, abs=1e-6), (name, question)
