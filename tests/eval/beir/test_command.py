"""`dovidnyk eval beir`: JSON for programs, a table for people, one line for mistakes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from eval.beir import beir_command
from eval.beir.measures import NAMES
from eval.beir.report import OFF
from eval.beir.search import LEGS

Documents = dict[str, tuple[str, str]]
Invoke = Callable[..., Any]


@pytest.fixture
def invoke(
    folder: Path,
    encoder_folder: Path,
    work: Path,
    real_corpus_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Invoke:
    var = tmp_path / "var"
    var.mkdir()
    work.rename(var / "beir")
    (var / "encoders").symlink_to(encoder_folder.parent)
    monkeypatch.setenv("DOVIDNYK_VAR", str(var))
    monkeypatch.setenv("DOVIDNYK_CORPUS", str(real_corpus_folder))
    app = typer.Typer()
    app.command()(beir_command)
    return lambda *arguments: CliRunner().invoke(app, [str(folder), *arguments])


def test_json_is_one_object_on_standard_output(invoke: Invoke, documents: Documents) -> None:
    result = invoke("--anew", "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["n"], report["documents"], report["off"]) == (7, len(documents), list(OFF))
    assert set(report["measures"]) == set(report["intervals"]) == set(LEGS)
    for leg in LEGS:
        assert set(report["measures"][leg]) == set(NAMES)
        assert all(len(interval) == 2 for interval in report["intervals"][leg].values())
    encoding = report["encoding"]
    assert encoding["tokens"] == report["tokens"] > 0
    assert encoding["tokens_per_second"] == pytest.approx(encoding["tokens"] / encoding["seconds"], rel=0.01)
    assert report["peak_megabytes"] > 50


def test_people_see_the_legs_side_by_side_and_what_is_off(invoke: Invoke) -> None:
    result = invoke("--anew")
    said = " ".join(result.stdout.split())
    assert "dense lexical fused" in said
    assert all(name in said for name in (*NAMES, *OFF, "tokens a second", "peak memory"))


def test_limits_take_the_first_documents_and_queries(invoke: Invoke) -> None:
    report = json.loads(invoke("--limit-documents", "5", "--limit-queries", "3", "--json").stdout)
    assert (report["documents"], report["n"]) == (5, 2)
    report = json.loads(invoke("--limit-documents", "9", "--limit-queries", "2", "--json").stdout)
    assert (report["documents"], report["n"], report["judged_but_absent"]) == (9, 2, 0)


def test_an_absent_judged_document_is_told_and_counts_as_not_found(invoke: Invoke, folder: Path) -> None:
    (folder / "qrels.tsv").write_text("q2\tкран\t1\nq2\tзник\t1\n", encoding="utf-8")
    result = invoke("--json")
    report = json.loads(result.stdout)
    assert report["judged_but_absent"] == 1
    assert report["measures"]["fused"]["recall@100"] == 0.5
    assert "1 judgements name documents that aren't in the corpus" in result.stderr


def test_a_query_longer_than_the_engine_takes_is_cut_and_told(invoke: Invoke, folder: Path) -> None:
    query = {"_id": "q2", "text": "капає кран " * 200}
    (folder / "queries.jsonl").write_text(json.dumps(query) + "\n", encoding="utf-8")
    (folder / "qrels.tsv").write_text("q2\tкран\t1\n", encoding="utf-8")
    result = invoke("--json")
    report = json.loads(result.stdout)
    assert (report["queries_cut"], report["measures"]["lexical"]["success@1"]) == (1, 1)
    assert "1 queries are longer than the engine takes" in result.stderr


def test_a_malformed_file_ends_with_one_line_and_exit_code_2(invoke: Invoke, folder: Path) -> None:
    (folder / "corpus.jsonl").write_text('{"_id": "a", "text": "b"}\n{"_id": "b"}\n', encoding="utf-8")
    result = invoke("--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "corpus.jsonl, line 2: key `text` is missing" in result.stderr
