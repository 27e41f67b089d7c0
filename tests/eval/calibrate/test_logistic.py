"""The logistic model."""

import numpy as np
import pytest

from eval.calibrate.evidence import Observation, observe
from eval.calibrate.logistic import fit, of_the_asked_leg, of_the_legs
from eval.errors import EvalError
from search.calibration import Evidence
from search.engine import Engine
from tests.eval.conftest import QuestionMaker


def test_the_model_that_made_the_labels_is_found_again(make_question: QuestionMaker) -> None:
    random = np.random.default_rng(10)
    lead, share = random.normal(0, 2, 6000), random.random(6000)
    answerable = random.random(6000) < 1 / (1 + np.exp(-(-1 + 0.8 * lead + 3 * share)))
    questions = {True: make_question("yes", {"1.1": 3}), False: make_question("no")}
    seen = [
        Observation(questions[bool(label)], Evidence(float(one), float(other)), None, 0.0)
        for one, other, label in zip(lead, share, answerable, strict=True)
    ]
    assert fit(seen, of_the_legs) == pytest.approx((-1, 0.8, 3), abs=0.25)


def test_questions_of_one_label_alone_are_refused(make_question: QuestionMaker) -> None:
    with pytest.raises(EvalError, match="expected answerable and unanswerable ones"):
        fit([Observation(make_question(), Evidence(0, 0), None, 0.0)] * 3, of_the_legs)


def test_evidence_without_asked_questions_cannot_be_fitted_as_theirs() -> None:
    with pytest.raises(EvalError, match=r"no asked questions for its encoder; add some to asked\.jsonl"):
        of_the_asked_leg(Evidence(0, 0))


def test_evidence_is_what_the_engine_answers_with(engine: Engine, make_question: QuestionMaker) -> None:
    question = make_question(text="zahubyla posvidku na prozhyvannya", relevant={"1.1-3": 3})
    (seen,) = observe(engine, [question])
    expected = engine.build.calibration.confidence(seen.evidence)
    assert engine.search(question.text).confidence == pytest.approx(expected, abs=1e-4)
    assert seen.chapter in {chapter.number for chapter in engine.build.guide.facts.absent}
