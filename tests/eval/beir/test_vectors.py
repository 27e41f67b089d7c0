"""Encoding a corpus: the vectors are the product's, and what was encoded is never encoded again."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from eval.beir.corpus import BeirError
from eval.beir.report import BeirReport
from eval.beir.vectors import encode_passages, read_passages, working
from search.encoder import Encoder

Run = Callable[..., BeirReport]

KILLED_AFTER = 20
AHEAD = 6
KILLED = """
import itertools, os, signal, sys
from pathlib import Path
from eval.beir.run import BeirOptions, run_beir
from search.analyser import Analyser
from search.encoder import Encoder

calls = itertools.count(1)

class Mortal(Encoder):
    def encode_document(self, text):
        if next(calls) > int(sys.argv[4]):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode_document(text)

folder, encoder, work = map(Path, sys.argv[1:4])
run_beir(folder, Mortal(encoder, threads=1), Analyser(), work, BeirOptions(workers=2))
"""


def test_vectors_are_those_of_one_text_at_a_time(place: Path, one_thread: Encoder) -> None:
    kept = np.fromfile(place / "vectors.f32", np.float32).reshape(-1, one_thread.description.dimension)
    alone = [one_thread.encode_document(passage.text) for passage in read_passages(place)]
    assert np.array_equal(kept, np.stack(alone))


def test_a_second_run_encodes_nothing_and_one_anew_all(run: Run) -> None:
    second, anew = run(), run(anew=True)
    assert (second.encoded.passages, second.encoded.kept) == (0, second.counts.passages)
    assert second.encoded.tokens_per_second is None
    assert (anew.encoded.passages, anew.encoded.kept) == (second.counts.passages, 0)
    assert anew.encoded.tokens == second.counts.tokens
    assert anew.legs == second.legs


def test_a_changed_corpus_is_encoded_by_itself(run: Run, folder: Path) -> None:
    kept = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()[:3]
    (folder / "corpus.jsonl").write_text("\n".join(reversed(kept)), encoding="utf-8")
    assert (run().encoded.kept, run().encoded.kept) == (0, 3)


def test_a_killed_run_goes_on_where_it_was(
    run: Run, folder: Path, encoder_folder: Path, work: Path, place: Path, repository: Path
) -> None:
    whole, vectors = run(), (place / "vectors.f32").read_bytes()
    shutil.rmtree(place)
    command = [sys.executable, "-c", KILLED, *map(str, (folder, encoder_folder, work, KILLED_AFTER))]
    assert subprocess.run(command, cwd=repository, check=False).returncode == -signal.SIGKILL
    with (place / "vectors.f32").open("ab") as rows:
        rows.write(b"half a row")
    resumed = run()
    assert KILLED_AFTER - AHEAD <= resumed.encoded.kept <= KILLED_AFTER
    assert resumed.encoded.kept + resumed.encoded.passages == resumed.counts.passages
    assert (place / "vectors.f32").read_bytes() == vectors
    assert resumed.legs == whole.legs


def test_a_run_killed_while_cutting_cuts_again(run: Run, place: Path) -> None:
    passages = (place / "passages.jsonl").read_bytes()
    (place / "counts.json").unlink()
    (place / "passages.jsonl").write_bytes(passages[:100])
    run()
    assert (place / "passages.jsonl").read_bytes() == passages


def test_progress_counts_every_token_even_those_kept(place: Path, one_thread: Encoder) -> None:
    os.truncate(place / "vectors.f32", (place / "vectors.f32").stat().st_size - 3000)
    told: list[int] = []
    assert encode_passages(place, one_thread, 2, told.append).passages == 2
    assert sum(told) == sum(passage.tokens for passage in read_passages(place))


def test_two_runs_over_one_corpus_are_refused(run: Run, place: Path) -> None:
    with working(place), pytest.raises(BeirError, match="another run is at work"):
        run()
