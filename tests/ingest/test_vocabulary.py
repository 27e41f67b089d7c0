"""The words that a repaired question is measured against."""

from dataclasses import replace

from ingest.corpus import Corpus
from ingest.schema import Glossary, GlossaryEntry
from ingest.vocabulary import read_vocabulary
from search.questions import Question


def test_words_come_from_guide_glossary_topics_and_plain_questions(corpus: Corpus) -> None:
    words = read_vocabulary(corpus).counts
    assert words["посвідки"] > 10
    assert "в'їзд" in words
    assert "імміграційка" in words
    assert "майнамба" in words
    assert all(word == word.lower() for word in words)


def test_apostrophes_and_stress_marks_make_no_other_word(corpus: Corpus) -> None:
    entry = GlossaryEntry(guide="зв’я́зок", people=("звʼязок", "зв'язком"), source="own")
    before = read_vocabulary(corpus).counts.get("зв'язок", 0)
    glossary = Glossary(sources=corpus.glossary.sources, entries=(*corpus.glossary.entries, entry))
    assert read_vocabulary(replace(corpus, glossary=glossary)).counts["зв'язок"] == before + 1


def _asked(text: str, kind: str, lang: str, group: str = "g") -> Question:
    data = {"id": text, "group": group, "text": text, "kind": kind, "lang": lang, "tags": []}
    label: dict[str, object] = {"outcome": "no_match", "relevant": {}, "facts": [], "chapter": None}
    return Question.model_validate(data | label)


def test_what_is_misspelt_teaches_nothing_and_other_languages_are_kept_apart(corpus: Corpus) -> None:
    questions = (
        _asked("бузиногруша", "natural", "uk"),
        _asked("бузиногрушша", "typo", "uk"),
        _asked("бузинагрюша", "natural", "ru"),
        _asked("бузінагруша", "surzhyk", "uk"),
        _asked("buzynohrusha", "transliteration", "uk"),
        _asked("buzyn", "natural", "en"),
    )
    vocabulary = read_vocabulary(replace(corpus, asked=questions))
    assert [word for word in vocabulary.counts if word.startswith(("бузин", "buzyn"))] == ["бузиногруша"]
    fruit = {word: count for word, count in vocabulary.others.items() if word.startswith(("бузин", "бузін", "buzyn"))}
    assert fruit == {"buzyn": 1, "бузинагрюша": 1, "бузінагруша": 1}


def test_what_the_glossary_has_in_latin_letters_is_no_ukrainian_word(corpus: Corpus) -> None:
    vocabulary = read_vocabulary(corpus)
    assert "acquisition" in vocabulary.others
    assert "acquisition" not in vocabulary.counts


def test_words_of_guide_and_glossary_are_trusted_and_others_where_several_write_them(corpus: Corpus) -> None:
    groups = [
        _asked(f"бузиногруша калюжа {number}", "natural", "uk", group=f"g{min(number, 3)}") for number in range(6)
    ]
    once = [_asked(f"виноградник {number}", "natural", "uk") for number in range(3)]
    half = [_asked(f"бузиновиця {number}", "natural", "uk", group=f"g{number}") for number in range(3)]
    trusted = read_vocabulary(replace(corpus, asked=(*groups, *once, *half))).trusted
    assert {"посвідки", "імміграційка", "бузиногруша", "калюжа"} <= trusted
    assert not {"виноградник", "бузиновиця"} & trusted


def test_russian_words_are_known(corpus: Corpus) -> None:
    russian = read_vocabulary(corpus).russian
    assert "жительства" in russian
    assert "бузиногруша" not in russian


def test_the_order_is_that_of_the_words(corpus: Corpus) -> None:
    words = list(read_vocabulary(corpus).counts)
    assert words == sorted(words)
