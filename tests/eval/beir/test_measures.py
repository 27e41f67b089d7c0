"""The measures of runs over foreign corpora: from grade 1 on, over all judged queries, with intervals."""

import numpy as np
import pytest

from eval.beir.measures import figures

RANKINGS = {"q1": [("a", 3.0), ("b", 2.0), ("c", 1.0)], "q2": [("x", 1.0), ("y", 1.0)]}
GRADES = {"q1": {"b": 1, "c": 2}, "q2": {"x": 1, "z": 1}, "q3": {"a": 1}}


def test_figures_are_means_over_all_judged_queries_with_grade_1_relevant() -> None:
    found = {name: figure.value for name, figure in figures(RANKINGS, GRADES).items()}
    log3 = np.log2(3)
    gain = (1 / log3 + 2 / 2) / (2 + 1 / log3)
    assert found == pytest.approx(
        {
            "MRR@10": (1 / 2 + 1 + 0) / 3,
            "nDCG@10": (gain + 1 / (1 + 1 / log3) + 0) / 3,
            "recall@5": (1 + 1 / 2 + 0) / 3,
            "recall@100": (1 + 1 / 2 + 0) / 3,
            "success@1": 1 / 3,
            "success@3": 2 / 3,
        }
    )


def test_reciprocal_rank_looks_no_deeper_than_ten_and_recall_at_100_does() -> None:
    ranking = [(f"d{rank}", float(-rank)) for rank in range(1, 31)]
    found = figures({"q": ranking}, {"q": {"d11": 1}})
    assert (found["MRR@10"].value, found["nDCG@10"].value, found["recall@100"].value) == (0, 0, 1)


def test_intervals_hold_the_mean_and_narrow_with_queries() -> None:
    def width(copies: int) -> float:
        rankings = {f"{query}-{copy}": r for copy in range(copies) for query, r in RANKINGS.items()}
        grades = {f"{query}-{copy}": g for copy in range(copies) for query, g in GRADES.items()}
        figure = figures(rankings, grades)["MRR@10"]
        low, high = figure.interval
        assert low <= figure.value <= high
        return high - low

    assert width(40) < width(4)
    assert figures(RANKINGS, GRADES) == figures(RANKINGS, GRADES)
