"""Lemma dictionaries on the guide's own words."""

import json

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.lemmas.dictionaries import compare_dictionaries
from ingest.corpus import Corpus


def test_the_overrides_leave_nothing_wrong(corpus: Corpus) -> None:
    figures = {one.name: one for one in compare_dictionaries(corpus)}
    assert figures["simplemma"].right < figures["simplemma"].decided
    assert figures["simplemma with overrides"].wrong == ()


@pytest.mark.parametrize("words", [["lemmas"], ["lemmas", "--json"]])
def test_the_figures_are_printed(words: list[str], repository: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(repository))
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0
    assert "simplemma with overrides" in result.output
    if "--json" in words:
        assert json.loads(result.stdout)["simplemma"]["decided"] > 50
