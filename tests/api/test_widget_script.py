"""The widget's one file: small, whole, the same each time, and with every word in every language."""

import gzip
import re
from pathlib import Path
from typing import get_args

import pytest

from api.widget.script import Kind, make_script, strings, style
from search.guide import Guide
from search.response import Outcome, RepairKind

BUDGET = 15_000
PLURALS = {"uk": {"one", "few", "many", "other"}, "ru": {"one", "few", "many", "other"}, "en": {"one", "other"}}
CYRILLIC_ONLY_RUSSIAN, CYRILLIC_ONLY_UKRAINIAN = set("ыэёъ"), set("іїєґ")


@pytest.fixture(scope="module")
def source(repository: Path) -> str:
    """All parts as they are written."""
    folder = repository / "api" / "widget" / "source"
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.js")))


def _flat(language: str) -> dict[str, str]:
    return {key: str(value) for key, value in strings()[language].items()}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_it_stays_within_its_budget(guide: Guide, kind: Kind) -> None:
    assert len(gzip.compress(make_script(guide, kind).body)) <= BUDGET


def test_it_is_the_same_each_time(guide: Guide) -> None:
    assert make_script(guide) == make_script(guide)


def test_it_carries_the_contacts_of_the_guide(guide: Guide) -> None:
    text = make_script(guide).body.decode()
    assert "0570-013904" in text
    assert "https://www.moj.go.jp/isa/guidebook_all.html" in text


def test_every_part_is_in_it(guide: Guide, source: str) -> None:
    text = make_script(guide).body.decode()
    for name in re.findall(r"^export (?:async )?(?:function|class) (\w+)", source, flags=re.MULTILINE):
        assert re.search(rf"(?:function|class) {name}\b", text), name
    assert "import " not in text.replace("import.meta", "")


def test_parts_are_written_so_that_space_can_be_left_out(source: str) -> None:
    assert not re.search(r"(?<![:\\])//", source), "a // comment would swallow what follows"
    assert not re.search(r"\w \/ \w", source), "a division would be taken for a regular expression"


def test_no_markup_is_parsed_and_nothing_of_the_host_is_written(source: str) -> None:
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "DOMParser", "eval", "Function(", "document.write"):
        assert word not in source
    for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "documentElement", "document.body"):
        assert word not in source


def test_no_address_but_the_services_own_is_in_the_code(source: str) -> None:
    assert re.findall(r"https?://[\w.]+", source) == []
    assert "url(" not in style()


@pytest.mark.parametrize("language", sorted(strings()))
def test_no_word_is_missing_in_a_language(language: str) -> None:
    ukrainian, words = strings()["uk"], strings()[language]
    assert list(words) == list(ukrainian)
    for key, value in words.items():
        assert isinstance(value, dict) == isinstance(ukrainian[key], dict), key
        assert all(value.values() if isinstance(value, dict) else [value]), key


@pytest.mark.parametrize("language", sorted(strings()))
def test_words_have_the_same_places_to_fill_in(language: str) -> None:
    for key, value in _flat(language).items():
        assert set(re.findall(r"\{(\w+)\}", value)) == set(re.findall(r"\{(\w+)\}", _flat("uk")[key])), key


@pytest.mark.parametrize("language", sorted(strings()))
def test_words_by_number_have_every_form_of_the_language(language: str) -> None:
    for key, value in strings()[language].items():
        if isinstance(value, dict):
            assert set(value) == PLURALS.get(language, {"other"}), key


def test_letters_of_another_language_have_not_slipped_in() -> None:
    assert not CYRILLIC_ONLY_RUSSIAN & set("".join(_flat("uk").values()).lower())
    assert not CYRILLIC_ONLY_UKRAINIAN & set("".join(_flat("ru").values()).lower())
    assert not re.search(r"[а-яіїєґ]", "".join([*_flat("en").values(), *_flat("ja").values()]).lower())


def test_every_word_is_used_and_every_word_used_is_there(source: str) -> None:
    used = set(re.findall(r"\bstrings\.(\w+)", source))
    by_value = {*get_args(RepairKind), *(f"said_{outcome}" for outcome in get_args(Outcome))}
    assert used | by_value == set(strings()["uk"])


def test_every_custom_property_is_documented(repository: Path) -> None:
    docs = (repository / "docs" / "widget.md").read_text(encoding="utf-8")
    for name in sorted(set(re.findall(r"--dovidnyk-[\w-]+", style()))):
        assert f"`{name}`" in docs, name
