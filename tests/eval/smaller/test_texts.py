"""What a student is taught on."""

import json
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.smaller.texts import sentences, texts_to_learn
from ingest.asked import Reader
from ingest.corpus import read_corpus
from ingest.vocabulary import read_vocabulary
from search.analyser import Analyser
from search.encoder import Encoder
from search.questions import Question
from search.repair import Repairer


def test_questions_come_as_they_are_searched_for(few_asked: Path, teacher_encoder: Encoder) -> None:
    corpus = read_corpus(few_asked)
    texts = set(texts_to_learn(corpus, teacher_encoder, []))
    reader = Reader(Analyser(), Repairer(read_vocabulary(corpus)))
    read = [reader.read(question.text) for question in corpus.asked]
    assert {f"питання: {text}" for text in read} <= texts
    assert any(text != question.text for text, question in zip(read, corpus.asked, strict=True))


def test_the_guide_comes_in_chunks_and_sentences_and_the_glossary_as_both(
    few_asked: Path, teacher_encoder: Encoder
) -> None:
    corpus = read_corpus(few_asked)
    texts = texts_to_learn(corpus, teacher_encoder, [])
    assert len(set(texts)) == len(texts)
    entry = corpus.glossary.entries[0]
    assert {f"{prompt}: {entry.guide}" for prompt in ("питання", "уривок")} <= set(texts)
    passages = [text for text in texts if text.startswith("уривок: ")]
    assert any("\n" in text for text in passages)
    assert sum("\n" not in text for text in passages) > 100


def test_no_dev_question_is_taught(
    real_corpus_folder: Path, teacher_encoder: Encoder, dev_questions: tuple[Question, ...]
) -> None:
    texts = set(texts_to_learn(read_corpus(real_corpus_folder), teacher_encoder, []))
    assert not [question.id for question in dev_questions if f"питання: {question.text}" in texts]


def test_other_texts_are_questions_and_passages_in_turn(
    few_asked: Path, teacher_encoder: Encoder, tmp_path: Path
) -> None:
    lines = tmp_path / "manual.txt"
    lines.write_text("Перший рядок посібника.\n\n  Другий рядок посібника.\n", encoding="utf-8")
    beir = tmp_path / "corpus.jsonl"
    document = {
        "_id": "1",
        "title": "Про борщ і буряк",
        "text": "Буряк нарізають соломкою. Капусту кладуть потім.",
    }
    beir.write_text(json.dumps(document) + "\n", encoding="utf-8")
    texts = texts_to_learn(read_corpus(few_asked), teacher_encoder, [lines, beir])
    assert texts[-5:] == [
        "питання: Перший рядок посібника.",
        "уривок: Другий рядок посібника.",
        "питання: Про борщ і буряк",
        "уривок: Буряк нарізають соломкою.",
        "питання: Капусту кладуть потім.",
    ]


def test_sentences_too_short_to_say_anything_are_left_out() -> None:
    assert sentences("Так. Подайте заяву до управління! № 5 (див.)\nЗверніться до муніципалітету") == [
        "Подайте заяву до управління!",
        "Зверніться до муніципалітету",
    ]


def test_a_file_without_text_is_refused(few_asked: Path, teacher_encoder: Encoder, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("\n \n", encoding="utf-8")
    corpus = read_corpus(few_asked)
    with pytest.raises(EvalError, match=r"empty\.txt: holds no text"):
        texts_to_learn(corpus, teacher_encoder, [empty])
    with pytest.raises(EvalError, match=r"absent\.txt: can't be read"):
        texts_to_learn(corpus, teacher_encoder, [tmp_path / "absent.txt"])
