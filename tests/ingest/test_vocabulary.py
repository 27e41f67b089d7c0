"""The words that a repaired question is measured against."""

from dataclasses import replace

from ingest.corpus import Corpus
from ingest.schema import Glossary, GlossaryEntry
from ingest.vocabulary import count_words
from search.questions import Question


def test_words_come_from_guide_glossary_topics_and_plain_questions(corpus: Corpus) -> None:
    words = count_words(corpus)
    assert words["посвідки"] > 10
    assert "в'їзд" in words
    assert "імміграційка" in words
    assert "майнамба" in words
    assert all(word == word.lower() for word in words)


def test_apostrophes_and_stress_marks_make_no_other_word(corpus: Corpus) -> None:
    entry = GlossaryEntry(guide="зв’я́зок", people=("звʼязок", "зв'язком"), source="own")
    before = count_words(corpus).get("зв'язок", 0)
    glossary = Glossary(sources=corpus.glossary.sources, entries=(*corpus.glossary.entries, entry))
    assert count_words(replace(corpus, glossary=glossary))["зв'язок"] == before + 1


def test_questions_that_are_misspelt_or_of_another_language_teach_nothing(corpus: Corpus) -> None:
    def asked(text: str, kind: str, lang: str) -> Question:
        data = {"id": text, "group": "g", "text": text, "kind": kind, "lang": lang, "tags": []}
        label: dict[str, object] = {"outcome": "no_match", "relevant": {}, "facts": [], "chapter": None}
        return Question.model_validate(data | label)

    questions = (
        asked("бузиногруша", "natural", "uk"),
        asked("бузиногрушша", "typo", "uk"),
        asked("бузинагрюша", "natural", "ru"),
        asked("buzynohrusha", "transliteration", "uk"),
    )
    words = count_words(replace(corpus, asked=questions))
    assert [word for word in words if word.startswith(("бузин", "buzyn"))] == ["бузиногруша"]


def test_the_order_is_that_of_the_words(corpus: Corpus) -> None:
    words = list(count_words(corpus))
    assert words == sorted(words)
