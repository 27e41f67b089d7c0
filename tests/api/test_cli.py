"""The command line as people run it: in a process of its own."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import TwoBuilds

SCRIPT = [sys.executable, "-m", "api"]


def run(*words: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOVIDNYK_")}
    return subprocess.run(
        [*SCRIPT, *words],
        cwd=cwd,
        env=environment | {"COLUMNS": "200"} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def assert_one_line(done: subprocess.CompletedProcess[str], *says: str) -> None:
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    line = done.stderr.strip().splitlines()[-1]
    assert line.startswith("dovidnyk: ")
    for words in says:
        assert words in line


def test_ask_prints_citation_excerpt_link_and_age(repository: Path, var_folder: Path) -> None:
    done = run("ask", "загубила картку, шо робити", cwd=repository, DOVIDNYK_VAR=str(var_folder))
    assert done.returncode == 0
    assert "1. Розділ 1, пункт 1, підпункт 1-3 «Втрата посвідки на проживання»" in done.stdout
    assert "https://www.moj.go.jp/isa/applications/procedures/nyuukokukanri10_00010.html" in done.stdout
    assert "2021-08" in done.stdout


def test_ask_shows_once_what_is_searched_for_and_all_repairs(repository: Path, var_folder: Path) -> None:
    done = run("ask", "posvidku загубив у мериї", cwd=repository, DOVIDNYK_VAR=str(var_folder))
    assert "Шукаємо «посвідку загубив у мерії» (латинка, правопис)" in done.stdout
    assert done.stdout.count("Шукаємо") == 1


def test_ask_gives_the_response_as_json(repository: Path, var_folder: Path) -> None:
    done = run("ask", "--json", "zahubyv posvidku", cwd=repository, DOVIDNYK_VAR=str(var_folder))
    response = json.loads(done.stdout)
    assert response["searched_for"] == "загубив посвідку"
    assert response["results"][0]["section"]["id"] == "1.1-3"


def test_ask_shows_where_to_turn_for_another_chapter(repository: Path, var_folder: Path) -> None:
    done = run("ask", "землетрус, куди евакуюватися від цунамі", cwd=repository, DOVIDNYK_VAR=str(var_folder))
    assert "110 — поліція" in done.stdout
    assert "розділі 10" in done.stdout


def test_doctor_finds_everything_well(repository: Path, var_folder: Path) -> None:
    done = run("doctor", cwd=repository, DOVIDNYK_VAR=str(var_folder))
    assert done.returncode == 0
    assert "bad" not in done.stdout
    for part in ("versions", "disk", "feedback", "index", "encoder", "dense", "lexical"):
        assert part in done.stdout


def test_doctor_names_what_is_missing(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path, DOVIDNYK_VAR=str(tmp_path))
    assert done.returncode == 1
    assert "dovidnyk ingest" in " ".join(done.stdout.split())


def test_without_an_index_ask_names_the_command(tmp_path: Path) -> None:
    assert_one_line(run("ask", "картка", cwd=tmp_path, DOVIDNYK_VAR=str(tmp_path)), "run 'dovidnyk ingest' first")


def test_an_empty_question_is_one_line(repository: Path, var_folder: Path) -> None:
    done = run("ask", "  ", cwd=repository, DOVIDNYK_VAR=str(var_folder))
    assert_one_line(done, "expected 1 to 1000 visible characters")


def test_a_taken_port_is_one_line(repository: Path, var_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("serve", "--port", port, cwd=repository, DOVIDNYK_VAR=str(var_folder))
    assert_one_line(done, f"port {port} on 127.0.0.1 is taken", "--port")


def test_an_address_of_another_machine_is_one_line(repository: Path, var_folder: Path) -> None:
    words = ("serve", "--host", "192.0.2.1", "--port", "0", "--without-keys")
    done = run(*words, cwd=repository, DOVIDNYK_VAR=str(var_folder))
    assert_one_line(done, "can't listen on 192.0.2.1:0")


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("DOVIDNYK_PORT", "http", "DOVIDNYK_PORT"),
        ("DOVIDNYK_PORT", "70000", "less than or equal to 65535"),
        ("DOVIDNYK_PRECISION", "int4", "'int8' or 'float32'"),
        ("DOVIDNYK_PROT", "8000", "unknown setting DOVIDNYK_PROT; known are"),
    ],
)
def test_a_bad_setting_is_one_line(tmp_path: Path, variable: str, value: str, says: str) -> None:
    assert_one_line(run("doctor", cwd=tmp_path, **{variable: value}), says)


def test_ingest_builds_once_and_then_finds_nothing_changed(
    corpus_folder: Path, encoder_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "encoders").symlink_to(encoder_folder.parent)
    variables = {"DOVIDNYK_CORPUS": str(corpus_folder), "DOVIDNYK_VAR": str(tmp_path)}
    first = run("ingest", cwd=tmp_path, **variables)
    assert first.returncode == 0
    assert "33 sections" in first.stderr
    assert "nothing changed" in run("ingest", cwd=tmp_path, **variables).stderr


def test_index_lists_rolls_back_and_checks(two_builds: TwoBuilds, repository: Path) -> None:
    def index(*words: str) -> subprocess.CompletedProcess[str]:
        return run("index", *words, cwd=repository, DOVIDNYK_VAR=str(two_builds.var))

    assert f"published {two_builds.second}" in index("rollback", two_builds.second).stderr
    assert f"published {two_builds.first}" in index("rollback").stderr
    listed = index("list").stdout.splitlines()
    assert [line.split()[:2] for line in listed[1:]] == [
        [two_builds.second, "withdrawn"],
        [two_builds.first, "published"],
    ]
    assert f"{two_builds.first} is sound: 33 sections" in index("check").stderr
    assert_one_line(index("rollback"), f"no build older than {two_builds.first} is kept")
    assert_one_line(index("check", "nothing"), "no build nothing is kept", two_builds.first)


def test_a_corpus_that_is_not_there_is_one_line(tmp_path: Path, encoder_folder: Path) -> None:
    (tmp_path / "encoders").symlink_to(encoder_folder.parent)
    done = run("ingest", "--corpus", "nowhere", cwd=tmp_path, DOVIDNYK_VAR=str(tmp_path))
    assert_one_line(done, "nowhere: no such folder", "--corpus or DOVIDNYK_CORPUS")


@pytest.mark.parametrize("free_kilobytes", [40, 200])
def test_a_full_disk_is_one_line_and_the_old_index_stays(
    corpus_folder: Path, encoder_folder: Path, tmp_path: Path, free_kilobytes: int
) -> None:
    """A real small file system, mounted for the test, is filled by the ingest."""
    script = f"""
set -e
mkdir small
mount -t tmpfs -o size={free_kilobytes}k tmpfs small
trap 'umount small' EXIT
ln -s {encoder_folder.parent} small/encoders
set +e
{sys.executable} -m api ingest --corpus {corpus_folder} --out small/index
code=$?
test ! -e small/index/current || exit 77
ls -A small/index/builds | grep -q . && exit 78
exit $code
"""
    done = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"DOVIDNYK_VAR": str(encoder_folder.parent.parent)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 4, done.stderr
    assert_one_line(done, "No space left on device", "free some space")
