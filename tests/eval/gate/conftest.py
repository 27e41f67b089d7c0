"""What the tests of the gate share: runs that are a little and a lot worse than the real one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.records import Record
from eval.run.folder import Run, create, finish
from tests.eval.conftest import DevRun

Spoiled = Callable[[int], Run]


def _exchanged(record: Record) -> Record:
    """The record with its first two sections exchanged."""
    assert record.shown is not None
    first, second, *rest = record.shown.results
    results = (second, first, *rest)
    return record.model_copy(update={"shown": record.shown.model_copy(update={"results": results})})


@pytest.fixture
def spoiled(dev_run: DevRun, tmp_path: Path) -> Spoiled:
    """Makes the run over dev worse: in so many questions the first section, which was right, comes second."""

    def make(count: int) -> Run:
        run = dev_run.run
        records = list(run.records)
        right = [
            place
            for place, record in enumerate(records)
            if record.shown
            and record.question.relevant.get(record.shown.results[0].section, 0) >= 2
            and record.question.relevant.get(record.shown.results[1].section, 0) < 2
        ]
        for place in right[:count]:
            records[place] = _exchanged(records[place])
        folder = tmp_path / f"spoiled-{count}"
        create(folder, run.config)
        return finish(folder, run.config, records)

    return make
