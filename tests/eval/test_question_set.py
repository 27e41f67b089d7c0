"""The labelled questions themselves: one form, three splits that share nothing, labels that the guide bears out."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import jsonschema
import numpy as np
import pytest
from rapidfuzz import fuzz, process

from eval.question_sets import Split, read_split, split_file
from ingest.corpus import Corpus
from ingest.vocabulary import read_vocabulary
from search.guide import Guide
from search.normalise import normalise_question
from search.questions import Kind, Language, Question, Tag
from search.repair import Repairer, after

NEAR_DUPLICATE = 90
COPIED_WORDS = 8
LEAST_QUESTIONS = {Split.TRAIN: 1200, Split.DEV: 400, Split.TEST: 600}
LEAST_UNANSWERABLE = {Split.TRAIN: 200, Split.DEV: 80, Split.TEST: 150}
LEAST_OF_A_LEAF = {Split.TRAIN: 15, Split.DEV: 5, Split.TEST: 5}
LEAST_OF_A_SLICE = 30
LONG_WORDS = (30, 75)

Splits = dict[Split, tuple[Question, ...]]

_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")

every_split = pytest.mark.parametrize("split", list(Split))


@pytest.fixture(scope="module")
def splits(real_corpus_folder: Path) -> Splits:
    return {split: read_split(split, real_corpus_folder).questions for split in Split}


@pytest.fixture(scope="module")
def repairer(corpus: Corpus) -> Repairer:
    return Repairer(read_vocabulary(corpus))


@pytest.fixture(scope="module")
def plain_texts(splits: Splits, repairer: Repairer) -> dict[Split, list[str]]:
    """The questions as they are compared: repaired, in lower case."""
    return {split: [plain_text(repairer, question.text) for question in held] for split, held in splits.items()}


@pytest.fixture(scope="module")
def schema(repository: Path) -> dict[str, Any]:
    file = repository / "eval" / "questions" / "question.schema.json"
    held: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return held


def plain_text(repairer: Repairer, text: str) -> str:
    question = normalise_question(text)
    return after(repairer.repair(question), question).lower()


def word_runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return (tuple(words[start : start + COPIED_WORDS]) for start in range(len(words) - COPIED_WORDS + 1))


def test_the_schema_is_the_one_of_the_question_class(schema: dict[str, Any]) -> None:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    expected = {"$schema": dialect, **Question.model_json_schema()}
    assert schema == expected, f"write this to question.schema.json: {json.dumps(expected, indent=2)}"


@every_split
def test_every_line_is_valid_under_the_schema(split: Split, schema: dict[str, Any], real_corpus_folder: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    lines = split_file(split, real_corpus_folder).read_text(encoding="utf-8").rstrip("\n").split("\n")
    faults = {
        number: error.message
        for number, line in enumerate(lines, 1)
        for error in validator.iter_errors(json.loads(line))
    }
    assert not faults


def test_the_schema_refuses_what_the_question_class_refuses(schema: dict[str, Any], splits: Splits) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    question = json.loads(splits[Split.DEV][0].model_dump_json())
    assert validator.is_valid(question)
    for key, wrong in (("kind", "poem"), ("relevant", {"1.1": 4}), ("id", ""), ("chapter", "0"), ("extra", 1)):
        assert not validator.is_valid(question | {key: wrong}), key


def test_ids_are_unique_over_all_splits(splits: Splits) -> None:
    counted = Counter(question.id for held in splits.values() for question in held)
    assert not [question_id for question_id, times in counted.items() if times > 1]


def test_no_group_straddles_splits(splits: Splits) -> None:
    found: dict[str, set[Split]] = defaultdict(set)
    for split, held in splits.items():
        for question in held:
            found[question.group].add(split)
    assert not {group: sorted(where) for group, where in found.items() if len(where) > 1}


@pytest.mark.parametrize(("one", "other"), list(combinations(Split, 2)))
def test_no_question_has_a_near_duplicate_in_another_split(
    one: Split, other: Split, splits: Splits, plain_texts: dict[Split, list[str]]
) -> None:
    likeness = process.cdist(
        plain_texts[one], plain_texts[other], scorer=fuzz.token_sort_ratio, score_cutoff=NEAR_DUPLICATE
    )
    found = [
        f"{splits[one][row].id} {splits[one][row].text!r} ~ {splits[other][column].id} {splits[other][column].text!r}"
        for row, column in zip(*np.nonzero(likeness), strict=True)
    ]
    assert not found


@every_split
def test_no_sentence_is_copied_from_the_guide(
    split: Split, splits: Splits, plain_texts: dict[Split, list[str]], guide: Guide
) -> None:
    published = {run for text in guide.texts.values() for run in word_runs(text)}
    copied = [
        question.id
        for question, text in zip(splits[split], plain_texts[split], strict=True)
        if not published.isdisjoint(word_runs(text))
    ]
    assert not copied


@every_split
def test_every_relevant_id_is_a_section_of_the_guide(split: Split, splits: Splits, guide: Guide) -> None:
    assert not [
        (question.id, set(question.relevant) - set(guide.sections))
        for question in splits[split]
        if not set(question.relevant) <= set(guide.sections)
    ]


@every_split
def test_every_fact_stands_verbatim_in_the_own_text_of_a_section_of_grade_2_or_3(
    split: Split, splits: Splits, guide: Guide
) -> None:
    missing = [
        (question.id, fact)
        for question in splits[split]
        for fact in question.facts
        if not any(
            fact in guide.own_text(guide.section(section)) for section, grade in question.relevant.items() if grade >= 2
        )
    ]
    assert not missing


@every_split
def test_the_chapter_of_another_chapters_question_is_one_that_is_not_held(
    split: Split, splits: Splits, guide: Guide
) -> None:
    absent = {chapter.number for chapter in guide.facts.absent}
    assert not [question.id for question in splits[split] if question.chapter and question.chapter not in absent]


@every_split
def test_a_split_is_large_enough(split: Split, splits: Splits, guide: Guide) -> None:
    held = splits[split]
    assert len(held) >= LEAST_QUESTIONS[split]
    assert sum(not question.answerable for question in held) >= LEAST_UNANSWERABLE[split]
    to_read = Counter(section for question in held for section, grade in question.relevant.items() if grade == 3)
    leaves = [section.id for section in guide.sections.values() if not section.children]
    assert not {leaf: to_read[leaf] for leaf in leaves if to_read[leaf] < LEAST_OF_A_LEAF[split]}


def test_every_kind_and_language_is_frequent_enough_in_test_to_be_reported(splits: Splits) -> None:
    held = splits[Split.TEST]
    counted = Counter(question.kind for question in held) + Counter(question.lang for question in held)
    few = {
        value: counted[value] for value in (*get_args(Kind), *get_args(Language)) if counted[value] < LEAST_OF_A_SLICE
    }
    assert not few


@every_split
def test_every_tag_is_present(split: Split, splits: Splits) -> None:
    assert {tag for question in splits[split] for tag in question.tags} == set(get_args(Tag))


@every_split
def test_a_question_for_several_sections_names_several_to_read(split: Split, splits: Splits) -> None:
    multi = [question for question in splits[split] if "multi" in question.tags and question.answerable]
    assert not [question.id for question in multi if list(question.relevant.values()).count(3) < 2]


@every_split
def test_only_unanswerable_questions_are_close(split: Split, splits: Splits) -> None:
    assert not [question.id for question in splits[split] if "close" in question.tags and question.answerable]


@every_split
def test_layout_questions_come_back_as_ukrainian(split: Split, splits: Splits, repairer: Repairer) -> None:
    layout = [question for question in splits[split] if question.kind == "layout"]
    repairs = {question.id: repairer.repair(normalise_question(question.text)) for question in layout}
    assert not {key: done for key, done in repairs.items() if not done or done[0].kind != "keyboard_layout"}
    assert not {key: done for key, done in repairs.items() if not _CYRILLIC.search(after(done, ""))}


@every_split
def test_long_questions_are_long_and_no_longer(split: Split, splits: Splits) -> None:
    least, most = LONG_WORDS
    words = {q.id: len(q.text.split()) for q in splits[split] if q.kind == "long" and q.lang != "ja"}
    assert words
    assert not {question_id: count for question_id, count in words.items() if not least <= count <= most}


@every_split
def test_dictated_questions_have_neither_punctuation_nor_capitals(split: Split, splits: Splits) -> None:
    dictated = [question for question in splits[split] if question.kind == "dictated"]
    assert not [q.id for q in dictated if re.search(r"[.,!?;:…、。？]", q.text) or q.text != q.text.lower()]


@every_split
def test_questions_are_written_in_the_letters_of_their_kind_and_language(split: Split, splits: Splits) -> None:
    latin = [q for q in splits[split] if q.kind in ("layout", "transliteration") or q.lang == "en"]
    assert not [question.id for question in latin if _CYRILLIC.search(question.text)]
    japanese = [question for question in splits[split] if question.lang == "ja"]
    assert not [question.id for question in japanese if not _JAPANESE.search(question.text)]
