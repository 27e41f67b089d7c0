"""Which questions are asked."""

from pathlib import Path

import pytest

from eval.bench.plan import FULL, QUICK, Plan
from eval.bench.questions import draw_questions
from search.build import Build
from search.errors import DovidnykError
from search.questions import read_questions
from search.repair import Repairer


@pytest.fixture
def file(real_corpus_folder: Path) -> Path:
    return real_corpus_folder / "asked.jsonl"


@pytest.fixture
def repairer(build: Build) -> Repairer:
    return Repairer(build.vocabulary)


def test_the_seed_decides_what_is_drawn(file: Path, repairer: Repairer) -> None:
    drawn = draw_questions(file, repairer, 40, seed=1)
    assert drawn == draw_questions(file, repairer, 40, seed=1)
    assert drawn != draw_questions(file, repairer, 40, seed=2)


def test_questions_are_real_different_ukrainian_and_need_no_repair(file: Path, repairer: Repairer) -> None:
    drawn = draw_questions(file, repairer, FULL.pool, seed=1)
    languages = {question.text: question.lang for question in read_questions(file)}
    assert len(set(drawn)) == FULL.pool
    assert {languages[text] for text in drawn} == {"uk"}
    assert not any(repairer.repair(text) for text in drawn[:50])


@pytest.mark.parametrize("plan", [FULL, QUICK])
def test_no_scenario_asks_more_than_is_drawn(plan: Plan) -> None:
    assert plan.warm_up + max(plan.questions, plan.capacity + plan.arrivals, plan.repeated) <= plan.pool


def test_too_few_questions_are_one_clear_error(file: Path, repairer: Repairer, tmp_path: Path) -> None:
    few = tmp_path / "asked.jsonl"
    few.write_text("".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[:5]), encoding="utf-8")
    with pytest.raises(DovidnykError, match=r"asked\.jsonl: \d questions .* 40 are needed"):
        draw_questions(few, repairer, 40, seed=1)
