"""`dovidnyk eval ablation` on a few questions."""

from pathlib import Path

from tests.eval.conftest import Command


def test_each_part_is_taken_away_once_and_timed(command: Command, few_questions: Path, tmp_path: Path) -> None:
    done = command("ablation", "--questions", few_questions, "--out", tmp_path / "runs", "--json")
    assert done.code == 0
    assert next(iter(done.json)) == "whole"
    assert {"without repair", "asked by words alone", "asked by vector alone", "without asked questions"} <= set(
        done.json
    )
    for figures in done.json.values():
        assert 0 < figures["milliseconds"] < 1000
        assert figures["n"] == 12
    whole, without = done.json["whole"]["measures"], done.json["without asked questions"]["measures"]
    assert whole["MRR@10"] >= without["MRR@10"]
    assert len(list((tmp_path / "runs").iterdir())) == len(done.json)
