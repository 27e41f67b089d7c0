"""Reading corpora in BEIR layout: what is taken, and what is refused by file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.beir.corpus import BeirError, read_judgements
from eval.beir.report import BeirReport

Run = Callable[..., BeirReport]


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("corpus.jsonl", '{"_id": "a", "title": "b"}', "key `text` is missing"),
        ("corpus.jsonl", '{"_id": 7, "text": "b"}', "key `_id`: Input should be a valid string, found 7"),
        ("corpus.jsonl", '{"_id": "борщ", "text": "b"}', "_id 'борщ' stands already in line 1"),
        ("corpus.jsonl", "борщ", "Invalid JSON"),
        ("queries.jsonl", '["q9"]', "expected a JSON object in UTF-8 with `_id`, `text`"),
        ("queries.jsonl", '{"_id": "q9", "text": "\\u200b"}', "the question is empty"),
        ("qrels.tsv", "q1 борщ 1", "expected query id, document id and a whole grade, with a tab between"),
        ("qrels.tsv", "q1\tмед\tдобре", "found 'q1\\tмед\\tдобре'"),
        ("qrels.tsv", "q1\tборщ\t1", "stands already in line 2"),
        ("qrels.tsv", "q99\tборщ\t1", "query 'q99' doesn't stand in queries.jsonl"),
    ],
)
def test_a_malformed_line_is_named_with_its_file(folder: Path, run: Run, file: str, line: str, said: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(f"{text}\n{line}\n", encoding="utf-8")
    with pytest.raises(BeirError) as refusal:
        run()
    assert f"{file}, line {text.count(chr(10)) + 2}: " in str(refusal.value)
    assert said in str(refusal.value)


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl"])
def test_a_missing_file_is_named(folder: Path, run: Run, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(BeirError, match=rf"{file}: can't be read .* a folder in BEIR layout needs it"):
        run()


def test_a_folder_of_judgements_is_read_by_split(folder: Path) -> None:
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    (folder / "qrels" / "train.tsv").write_text("q1\tмед\t3\n", encoding="utf-8")
    assert read_judgements(folder).grades["q4"] == {"яблуня": 2, "троянди": 1}
    assert read_judgements(folder, "train").grades == {"q1": {"мед": 3}}
    with pytest.raises(BeirError, match=r"no judgements of split 'dev'.*found splits test, train; name one"):
        read_judgements(folder, "dev")


def test_grades_of_0_judge_nothing_relevant(folder: Path) -> None:
    assert read_judgements(folder).grades["q1"] == {"борщ": 2}
