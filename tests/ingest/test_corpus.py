"""Corpus files: what is read, and what is refused with file, line or key, and what was expected."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.corpus import Corpus, chapter_file, read_corpus
from ingest.errors import CorpusError, GrammarError
from ingest.sections import parse_guide
from search.digest import sha256_of

Change = Callable[[str], str]


def _change(file: Path, change: Change) -> None:
    text = file.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")


def test_the_corpus_of_the_repository_is_read_whole(corpus: Corpus, real_corpus_folder: Path) -> None:
    assert [chapter.chapter for chapter in corpus.chapters] == ["1"]
    assert len(corpus.chapters[0].text) == 23_232
    assert corpus.facts.present == ("1",)
    assert [chapter.number for chapter in corpus.facts.absent] == [str(number) for number in range(2, 13)]
    assert len(corpus.asked) >= 1_200
    assert set(corpus.hashes) == {file.name for file in real_corpus_folder.iterdir()}


def test_a_chapter_is_kept_byte_for_byte(corpus: Corpus, real_corpus_folder: Path) -> None:
    (chapter,) = corpus.chapters
    file = real_corpus_folder / "rozdil-01.txt"
    assert chapter.text.encode("utf-8") == file.read_bytes()
    assert chapter.sha256 == sha256_of(file) == corpus.hashes["rozdil-01.txt"]


def test_chapter_files_have_two_digits() -> None:
    assert (chapter_file("1"), chapter_file("12")) == ("rozdil-01.txt", "rozdil-12.txt")


def test_a_further_chapter_is_taken_up_as_soon_as_it_is_there(corpus_folder: Path) -> None:
    (corpus_folder / "rozdil-10.txt").write_text("Розділ 10 Назва\n\nТекст.\n", encoding="utf-8")
    (corpus_folder / "rozdil-02.txt").write_text("Розділ 2 Назва\n\nТекст.\n", encoding="utf-8")
    corpus = read_corpus(corpus_folder)
    assert corpus.facts.present == ("1", "2", "10")
    assert [chapter.chapter for chapter in corpus.chapters] == ["1", "2", "10"]
    assert "2" not in {chapter.number for chapter in corpus.facts.absent}


def test_an_empty_file_of_questions_is_allowed(corpus_folder: Path) -> None:
    (corpus_folder / "asked.jsonl").write_text("", encoding="utf-8")
    assert read_corpus(corpus_folder).asked == ()


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere: no such folder; name the corpus"):
        read_corpus(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "name",
    [
        "guide.toml",
        "errata.toml",
        "glossary.toml",
        "places.toml",
        "analyser.toml",
        "calibration.toml",
        "suggestions.toml",
        "asked.jsonl",
    ],
)
def test_a_missing_file_is_refused_by_name(name: str, corpus_folder: Path) -> None:
    (corpus_folder / name).unlink()
    with pytest.raises(CorpusError, match=rf"{name}: missing; a corpus folder needs it"):
        read_corpus(corpus_folder)


def test_a_missing_chapter_that_must_be_there_is_refused(corpus_folder: Path) -> None:
    (corpus_folder / "rozdil-01.txt").unlink()
    with pytest.raises(CorpusError, match=r"rozdil-01\.txt: missing; a corpus folder needs it"):
        read_corpus(corpus_folder)


def test_a_corpus_without_any_chapter_is_refused(corpus_folder: Path) -> None:
    (corpus_folder / "rozdil-01.txt").unlink()
    _change(corpus_folder / "guide.toml", lambda text: text.replace('present = ["1"]', "present = []"))
    with pytest.raises(CorpusError, match=r"no chapter is here; expected at least one file like rozdil-01\.txt"):
        read_corpus(corpus_folder)


@pytest.mark.parametrize("name", ["notes.txt", "rozdil-1.txt", "rozdil-02.md", ".rozdil-01.txt.swp"])
def test_an_unknown_file_is_refused(name: str, corpus_folder: Path) -> None:
    (corpus_folder / name).write_text("", encoding="utf-8")
    with pytest.raises(CorpusError) as refusal:
        read_corpus(corpus_folder)
    assert f"{name}: unknown file; a corpus folder holds analyser.toml, answers.toml, asked.jsonl," in str(
        refusal.value
    )
    assert str(refusal.value).endswith("and rozdil-NN.txt")


def test_a_file_that_cant_be_read_is_refused(corpus_folder: Path) -> None:
    (corpus_folder / "guide.toml").unlink()
    (corpus_folder / "guide.toml").mkdir()
    with pytest.raises(CorpusError, match=r"guide\.toml: can't be read: Is a directory"):
        read_corpus(corpus_folder)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (
            "guide.toml",
            lambda text: text.replace("edition =", "edtion ="),
            r"guide\.toml: key `edition` is missing",
        ),
        (
            "guide.toml",
            lambda text: text.replace("present = ", 'colour = "red"\npresent = '),
            r"guide\.toml: unknown key `colour`; expected name, original_name, publisher,.* present",
        ),
        (
            "guide.toml",
            lambda text: text.replace('title = "Процедура', 'titel = "Процедура'),
            r"guide\.toml: unknown key `chapters\.0\.titel`; expected number, topic, title, words, emergencies",
        ),
        (
            "guide.toml",
            lambda text: text.replace('service = "поліція"', 'service = "поліція"\n  fee = 1'),
            r"guide\.toml: unknown key `chapters\.9\.emergencies\.0\.fee`; expected number, service, source",
        ),
        (
            "guide.toml",
            lambda text: text.replace('published = "2022-03"', 'published = "березень 2022"'),
            r"guide\.toml: key `published`: .*pattern.*, found 'березень 2022'",
        ),
        (
            "guide.toml",
            lambda text: text.replace('published = "2022-03"', "published = 2022"),
            r"guide\.toml: key `published`: Input should be a valid string, found 2022",
        ),
        (
            "guide.toml",
            lambda text: text.replace("official_page = ", "official_page = not-quoted # "),
            r"guide\.toml: not valid TOML: .*line \d+",
        ),
        (
            "guide.toml",
            lambda text: text.replace('number = "12"', 'number = "11"'),
            r"guide\.toml: .*chapters \['11'\] stand more than once",
        ),
        (
            "guide.toml",
            lambda text: text.replace('present = ["1"]', 'present = ["1", "13"]'),
            r"guide\.toml: .*present names chapters \['13'\] that have no \[\[chapters\]\] entry",
        ),
        (
            "errata.toml",
            lambda text: text.replace("reason = ", "because = ", 1),
            r"errata\.toml: (key `links\.0\.reason` is missing|unknown key `links\.0\.because`)",
        ),
        (
            "errata.toml",
            lambda text: text.replace('printed = "https://twitter.com', 'printed = "twitter.com'),
            r"errata\.toml: key `links\.2\.printed`: .*, found 'twitter\.com",
        ),
        (
            "errata.toml",
            lambda text: text.replace('note = "Twitter тепер називається X."', ""),
            r"errata\.toml: key `links\.2`: .*an erratum needs `corrected`, `note` or both",
        ),
        (
            "glossary.toml",
            lambda text: text + '\n[[entries]]\nguide = "річ"\npeople = []\n',
            r"glossary\.toml: key `entries\.\d+\.people`: .*at least 1 item",
        ),
        (
            "glossary.toml",
            lambda text: text.replace("people = ", "poeple = ", 1),
            r"glossary\.toml: key `entries\.0\.people` is missing",
        ),
        (
            "glossary.toml",
            lambda text: text + '\n[[entries]]\nguide = "річ"\npeople = ["штука"]\nsource = "rumour"\n',
            r"glossary\.toml: .*«річ» names source 'rumour'; `sources` has own, act, procedures",
        ),
        (
            "glossary.toml",
            lambda text: text + '\n[[entries]]\nguide = "річ"\npeople = ["картка"]\nsource = "own"\n',
            r"glossary\.toml: .*«картка» stands more than once; a phrase has one meaning",
        ),
        (
            "places.toml",
            lambda text: text + '\n[[places]]\nguide = ["Київ"]\nspellings = ["Осака"]\n',
            r"places\.toml: .*«осака» is a spelling of both Осака and Київ",
        ),
        (
            "places.toml",
            lambda text: text.replace('guide = ["Осака"]', 'guide = ["місто Осака"]'),
            r"places\.toml: key `places\.\d+\.guide\.0`: .*found 'місто Осака'",
        ),
        (
            "analyser.toml",
            lambda text: text.replace("[lemmas]", '[lemmas]\n"слово" = 1'),
            r"analyser\.toml: key `lemmas\.слово`: Input should be a valid string, found 1",
        ),
        (
            "calibration.toml",
            lambda text: text.replace("refused_below = ", "refused_below = 1.5 # "),
            r"calibration\.toml: key `unasked.refused_below`: .*less than or equal to 1, found 1\.5",
        ),
        (
            "calibration.toml",
            lambda text: text.replace("answered_from = ", "answered_from = 0.0 # "),
            r"calibration\.toml: .*refused_below \(.*\) is above answered_from \(0\.0\)",
        ),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_key(name: str, change: Change, message: str, corpus_folder: Path) -> None:
    _change(corpus_folder / name, change)
    with pytest.raises(CorpusError, match=message):
        read_corpus(corpus_folder)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("not JSON", "not a JSON object"),
        ("[1, 2]", "Input should be a valid dictionary"),
        ("", "not a JSON object"),
        ('{"id": "x"}', "key `group` is missing"),
    ],
)
def test_a_bad_line_of_questions_is_named(line: str, message: str, corpus_folder: Path) -> None:
    file = corpus_folder / "asked.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines[:6], line, *lines[6:]]) + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"asked\.jsonl, line 7: {message}"):
        read_corpus(corpus_folder)


def test_a_chapter_that_guide_toml_does_not_know_is_refused(corpus_folder: Path) -> None:
    (corpus_folder / "rozdil-13.txt").write_text("Розділ 13 Назва\n", encoding="utf-8")
    with pytest.raises(
        CorpusError, match=r'rozdil-13\.txt: guide\.toml has no \[\[chapters\]\] entry with number "13"'
    ):
        read_corpus(corpus_folder)


def test_a_nul_character_is_refused_with_its_line(corpus_folder: Path) -> None:
    _change(corpus_folder / "rozdil-01.txt", lambda text: text.replace("1-2 Повідомлення", "1-2\0Повідомлення"))
    with pytest.raises(GrammarError, match=r"^rozdil-01\.txt, line 44: holds a NUL character"):
        read_corpus(corpus_folder)


@pytest.mark.parametrize(("name", "line"), [("rozdil-01.txt", 47), ("guide.toml", 9), ("asked.jsonl", 5)])
def test_bytes_that_are_not_utf_8_are_refused_with_their_line(name: str, line: int, corpus_folder: Path) -> None:
    file = corpus_folder / name
    lines = file.read_bytes().split(b"\n")
    lines[line - 1] = lines[line - 1][:5] + b"\xff" + lines[line - 1][5:]
    file.write_bytes(b"\n".join(lines))
    with pytest.raises(CorpusError, match=rf"{name}, line {line}: not UTF-8"):
        read_corpus(corpus_folder)


def test_an_erratum_for_a_url_that_is_not_printed_is_refused(corpus_folder: Path) -> None:
    _change(corpus_folder / "errata.toml", lambda text: text.replace("MOJ_IMM1", "MOJ_IMM2"))
    with pytest.raises(CorpusError, match=r"errata\.toml: no chapter prints the link https://twitter\.com/MOJ_IMM2"):
        parse_guide(read_corpus(corpus_folder))
