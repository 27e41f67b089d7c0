"""The words that a question's words are compared with, in a build."""

from pathlib import Path

import numpy as np
import pytest

from search.build import Build
from search.vocabulary import Vocabulary
from search.word_set import WordSet


def test_a_saved_vocabulary_is_read_as_it_was(build: Build, tmp_path: Path) -> None:
    build.vocabulary.save(tmp_path)
    read = Vocabulary.load(tmp_path)
    assert (read.counts, read.trusted, read.others) == (
        build.vocabulary.counts,
        build.vocabulary.trusted,
        build.vocabulary.others,
    )
    np.testing.assert_array_equal(read.russian.digests, build.vocabulary.russian.digests)


@pytest.mark.parametrize("content", ["[", "[]", '{"trusted": {"а": "б"}}', '{"trusted": {}}'])
def test_a_file_of_another_form_is_refused(content: str, tmp_path: Path) -> None:
    Vocabulary({}).save(tmp_path)
    (tmp_path / "vocabulary.json").write_text(content, encoding="utf-8")
    with pytest.raises((ValueError, KeyError)):
        Vocabulary.load(tmp_path)


def test_words_are_known_from_guide_readers_and_dictionaries(build: Build) -> None:
    vocabulary = build.vocabulary
    assert vocabulary.is_ukrainian("посвідки")
    assert vocabulary.is_ukrainian("виноградник")
    assert not vocabulary.is_ukrainian("overstayed")
    assert vocabulary.is_used("overstay")
    assert vocabulary.is_known("холодильником")
    assert vocabulary.is_known("жительство")
    assert not vocabulary.is_known("бриндуся")


def test_a_word_that_several_write_wrongly_is_known_but_not_spelt_right() -> None:
    vocabulary = Vocabulary({"бриндусся": 3, "бриндуся": 9}, frozenset({"бриндуся"}), russian=WordSet.of(["бриндус"]))
    assert vocabulary.is_known("бриндусся")
    assert not vocabulary.is_spelt_right("бриндусся")
    assert vocabulary.is_spelt_right("бриндуся")
    assert vocabulary.is_spelt_right("бриндус")
