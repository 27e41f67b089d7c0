"""Each target with few inputs, and a row that finds what is broken."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import strategies as st

from eval.faults.fuzzing import fuzzing, try_inputs
from eval.faults.options import Options
from eval.faults.targets.catalogue import TARGETS
from eval.faults.targets.target import Trial
from search.errors import DovidnykError


def test_no_target_breaks_and_done_parts_are_kept_until_the_row_is(options: Options) -> None:
    parts = options.settings.var / "faults" / "fuzzing-20210801-400"
    parts.mkdir(parents=True)
    kept = {"inputs": 7, "seconds": 1, "slowest": 0.1, "grown": 0, "faults": 0, "told": []}
    (parts / "parser.json").write_text(str(kept).replace("'", '"'), encoding="utf-8")
    result = fuzzing(replace(options, times=400))
    assert result.found == ()
    assert result.figures["faults"] == 0
    assert str(result.figures["parser"]).startswith("7 in 1 s")
    assert {target.name for target in TARGETS} <= result.figures.keys()
    assert not parts.exists()


def test_a_fault_is_counted_told_and_does_not_end_the_target() -> None:
    def refuse_large(given: int) -> None:
        assert given < 100, "too large"

    tried = try_inputs(Trial(st.integers(0, 1000), refuse_large), 200, 1)
    assert tried.inputs >= 100
    assert 0 < tried.faults < tried.inputs
    assert "AssertionError 'too large" in tried.told[0]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_seed_gives_the_same_inputs_again(seed: int) -> None:
    seen: list[list[int]] = [[], []]
    for run in seen:
        try_inputs(Trial(st.integers(), run.append), 50, seed)
    assert seen[0] == seen[1]
    assert len(seen[0]) == 50


def test_without_hypothesis_the_other_rows_run_and_this_one_says_what_it_needs(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.faults.fuzzing.find_spec", lambda name: None)
    with pytest.raises(DovidnykError, match="extra `test`"):
        fuzzing(options)
    code = "import sys; sys.modules['hypothesis'] = None; import eval.faults.rows"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])
