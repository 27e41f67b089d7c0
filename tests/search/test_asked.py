"""The asked leg: features, probabilities, and what is refused of a saved model."""

from pathlib import Path

import numpy as np
import pytest

from search.analyser import Analyser
from search.asked import NOWHERE, AskedModel, chapter_label, chapter_of, damped, features_of
from search.build import Build
from search.encoder import Encoder


@pytest.fixture
def model(build: Build) -> AskedModel:
    assert build.asked is not None
    return build.asked


def _ask(model: AskedModel, build: Build, encoder: Encoder, text: str) -> dict[str, float]:
    tokens = tuple(build.analyser.tokens(text))
    found = model.probabilities(encoder.encode_query(text), tokens, text)
    return dict(zip(model.labels, found.tolist(), strict=True))


def test_a_word_gives_its_term_and_its_runs_of_four_letters() -> None:
    assert list(features_of("картка", "Картку")) == ["картка", "#_кар", "#карт", "#артк", "#ртку", "#тку_"]
    assert list(features_of("я", "я")) == ["я", "#_я_"]
    assert list(features_of("що", "що")) == ["що", "#_що_"]


def test_a_label_of_a_chapter_is_no_section() -> None:
    assert chapter_of(chapter_label("9")) == "9"
    assert chapter_of("1.1-3") is None
    assert chapter_of(NOWHERE) is None


def test_frequencies_are_damped() -> None:
    assert damped(np.array([1, 3])) == pytest.approx([1, 1 + np.log(3)])


def test_probabilities_add_up_and_know_section_chapter_and_nowhere(
    model: AskedModel, build: Build, encoder: Encoder
) -> None:
    for text, label in (
        ("посіяв документ іноземця, де відновити", "1.1-3"),
        ("як поміняти водійські права на японські", chapter_label("9")),
        ("розкажи анекдот про кота", NOWHERE),
    ):
        found = _ask(model, build, encoder, text)
        assert sum(found.values()) == pytest.approx(1, abs=1e-4)
        assert max(found, key=lambda name: found[name]) == label


def test_a_question_without_a_known_word_is_judged_by_its_vector(
    model: AskedModel, build: Build, encoder: Encoder
) -> None:
    assert sum(_ask(model, build, encoder, "🙂🙂🙂").values()) == pytest.approx(1, abs=1e-4)


def test_a_saved_model_answers_the_same(model: AskedModel, build: Build, encoder: Encoder, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = AskedModel.load(tmp_path)
    assert (again.labels, again.encoder, again.inputs) == (model.labels, model.encoder, model.inputs)
    text = "скільки днів на адресу"
    assert _ask(again, build, encoder, text) == _ask(model, build, encoder, text)


@pytest.mark.parametrize("name", ["vector_weights", "feature_weights", "frequencies", "intercept"])
def test_an_array_that_does_not_fit_the_others_is_refused(name: str, model: AskedModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    np.save(tmp_path / f"{name}.npy", getattr(model, name)[1:])
    with pytest.raises(ValueError, match=rf"{name}\.npy has shape .*, expected "):
        AskedModel.load(tmp_path)


def test_lookups_are_by_word_as_it_stands(model: AskedModel) -> None:
    upper = tuple(Analyser().tokens("ПОСВІДКУ"))
    lower = tuple(Analyser().tokens("посвідку"))
    vector = np.zeros_like(model.mean)
    assert model.probabilities(vector, upper, "ПОСВІДКУ") == pytest.approx(
        model.probabilities(vector, lower, "посвідку")
    )
