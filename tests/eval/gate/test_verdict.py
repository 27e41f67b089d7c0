"""The gate's verdict: what fails it and what doesn't."""

import pytest

from eval.errors import EvalError
from eval.gate.floors import Floors, Rule
from eval.gate.reference import reference_of
from eval.gate.verdict import decide
from eval.run.folder import Run
from tests.eval.conftest import DevRun
from tests.eval.gate.conftest import Spoiled

FLOORS = Floors(
    alpha=0.05,
    measures={
        "success@1": Rule(floor=0.1, margin=0.015),
        "MRR@10": Rule(floor=0.1, margin=0.015),
        "AUROC": Rule(floor=0.1, margin=0.015),
    },
)


def test_the_same_run_passes(dev_run: DevRun) -> None:
    verdict = decide(dev_run.run, reference_of(dev_run.run), FLOORS, permutations=200)
    assert verdict.passed
    assert (verdict.faults, verdict.notes, verdict.changed) == ((), (), ())


def test_the_few_questions_that_flip_between_processors_pass(dev_run: DevRun, spoiled: Spoiled) -> None:
    verdict = decide(spoiled(5), reference_of(dev_run.run), FLOORS)
    assert verdict.passed
    assert len(verdict.changed) == 5


def test_a_drop_fails_and_names_measure_and_questions(dev_run: DevRun, spoiled: Spoiled) -> None:
    worse = spoiled(40)
    verdict = decide(worse, reference_of(dev_run.run), FLOORS)
    assert not verdict.passed
    assert [fault.partition(":")[0] for fault in verdict.faults] == ["success@1", "MRR@10"]
    assert len(verdict.changed) == 40
    assert verdict.changed[0].step == 1


def test_a_rise_passes(dev_run: DevRun, spoiled: Spoiled) -> None:
    assert decide(dev_run.run, reference_of(spoiled(40)), FLOORS).passed


def test_a_drop_within_the_margin_passes_even_if_it_is_significant(dev_run: DevRun, spoiled: Spoiled) -> None:
    generous = Floors(alpha=1.0, measures={"success@1": Rule(floor=0.1, margin=0.05)})
    strict = Floors(alpha=1.0, measures={"success@1": Rule(floor=0.1, margin=0.001)})
    worse = spoiled(8)
    assert decide(worse, reference_of(dev_run.run), generous, permutations=200).passed
    assert not decide(worse, reference_of(dev_run.run), strict, permutations=200).passed


def test_a_figure_below_its_floor_fails_without_any_drop(dev_run: DevRun) -> None:
    high = Floors(alpha=0.05, measures={"success@1": Rule(floor=1.0, margin=0.015)})
    (fault,) = decide(dev_run.run, reference_of(dev_run.run), high, permutations=200).faults
    assert "is below the floor of 1.0" in fault


def test_other_questions_encoder_and_processor_are_noted(dev_run: DevRun) -> None:
    reference = reference_of(dev_run.run)
    other = reference.model_copy(
        update={
            "questions_sha256": "0" * 64,
            "instructions": "avx2",
            "model": "another@1",
            "rows": reference.rows[:300],
        }
    )
    questions, processor, encoder = decide(dev_run.run, other, FLOORS, permutations=200).notes
    assert "300 then" in questions
    assert "a processor with avx2" in processor
    assert "encoder another@1" in encoder


def test_a_run_of_another_split_is_refused(dev_run: DevRun) -> None:
    run = dev_run.run
    test_run = Run(run.folder, run.config.model_copy(update={"split": "test"}), run.records)
    with pytest.raises(EvalError, match="a run of 'test'; the reference is of 'dev'"):
        decide(test_run, reference_of(run), FLOORS)
