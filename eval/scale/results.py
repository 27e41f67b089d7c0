"""What a run found."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from eval.bench.bars import Judged
from eval.bench.quantiles import Ratio


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True)


class Milliseconds(_Form):
    """Of so many timings.

    Attributes:
        p50, p99: processor time of the one thread: what it takes where nothing else runs on its core.
        passed_p50, passed_p99: by the clock, with what other work on the machine took.
    """

    p50: float
    p99: float
    passed_p50: float
    passed_p99: float
    n: int


class SystemResult(_Form):
    """A build, measured in a process of its own.

    Attributes:
        kind: `exact` or `hnsw`.
        vector: the ten nearest passages, alone.
        search: whole searches.
        to_guide: p50 of whole searches, block by block, by that of the guide alone.
        stages: p50 of the processor time of each stage of a whole search, in ms.
        recall: at 10 against exact comparison, over questions and sentences that aren't in the index.
        recall_of: the same by what was asked.
        memory_at_start, memory: resident, in MB, when opened and after all questions.
        disk: bytes by what they hold.
        open_seconds: digests compared, encoder loaded.
    """

    name: str
    kind: str
    passages: int
    sections: int
    vector: Milliseconds
    search: Milliseconds
    to_guide: Ratio | None
    stages: dict[str, float]
    recall: float
    recall_of: dict[str, float]
    memory_at_start: float
    memory: float
    disk: dict[str, int]
    open_seconds: float


class Agreement(_Form):
    """How often the graph and exact comparison show the same sections, over the same passages."""

    first: float
    first_five: float
    questions: int


class Results(_Form):
    """All figures of a run.

    Attributes:
        steps: what making the builds took, by build: seconds by step, and how many were done in it.
    """

    systems: tuple[SystemResult, ...]
    agreement: Agreement | None
    steps: dict[str, dict[str, Any]]
    bars: tuple[Judged, ...]
    setting: dict[str, Any]
