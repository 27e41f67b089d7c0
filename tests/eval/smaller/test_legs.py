"""What an encoder is judged by: the dense leg, the asked leg, and all legs together."""

from pathlib import Path

import numpy as np
import pytest

from eval.question_sets import read_question_set
from eval.smaller.legs import ASKED, DENSE, WHOLE, AskedLeg, judge_legs
from ingest.build import ingest_corpus
from ingest.encoder import prepare_encoder
from search.build import load_build
from search.encoder import Encoder
from search.engine import Engine
from search.published import current_build


@pytest.fixture(scope="session")
def small_engine(
    teacher: Path, small_var: Path, teacher_encoder: Encoder, few_asked: Path, tmp_path_factory: pytest.TempPathFactory
) -> Engine:
    """The engine over a build made with the small model."""
    index = tmp_path_factory.mktemp("index")
    ingest_corpus(few_asked, index, prepare_encoder(str(teacher), small_var))
    return Engine(load_build(current_build(index)), teacher_encoder)


def test_the_asked_leg_shows_sections_by_probability(small_engine: Engine) -> None:
    asked = small_engine.build.asked
    assert asked is not None
    shown = AskedLeg(small_engine).ask("загубила картку, шо робити")
    scores = [result.score for result in shown.results]
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1 + 1e-6
    assert {result.section for result in shown.results} <= set(small_engine.build.guide.sections)


def test_it_reads_the_question_as_repaired(small_engine: Engine) -> None:
    typed = AskedLeg(small_engine).ask("pfue,bkf gjcdslre yf ghj;bdfyyz")
    assert typed.searched_for == "загубила посвідку на проживання"
    assert typed.results == AskedLeg(small_engine).ask("загубила посвідку на проживання").results


def test_every_leg_is_judged_over_the_same_questions(
    teacher: Path, small_var: Path, teacher_encoder: Encoder, few_asked: Path, few_questions: Path, tmp_path: Path
) -> None:
    folder = prepare_encoder(str(teacher), small_var)
    asked = read_question_set(few_questions)
    legs = judge_legs("teacher", teacher_encoder, folder, few_asked, tmp_path / "index", asked)
    assert list(legs) == [DENSE, ASKED, WHOLE]
    for judged in legs.values():
        assert judged.ids == tuple(question.id for question in asked.questions)
        assert int((~np.isnan(judged.values["success@1"])).sum()) == 8
