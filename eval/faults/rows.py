"""The rows that there are: each a promise of the service, and the function that tries it."""

from collections.abc import Callable
from dataclasses import dataclass

from eval.faults.contract import contract
from eval.faults.damage import damage
from eval.faults.fuzzing import fuzzing
from eval.faults.kills import kills
from eval.faults.options import Options
from eval.faults.overload import overload
from eval.faults.result import RowResult
from eval.faults.soak import soak


@dataclass(frozen=True, slots=True)
class Row:
    """A row.

    Attributes:
        says: what is done, in a few words.
    """

    name: str
    says: str
    run: Callable[[Options], RowResult]


ROWS: tuple[Row, ...] = (
    Row("soak", "ten minutes at 70 % of the capacity, another build published every 20 seconds", soak),
    Row("overload", "ten times the capacity for a minute", overload),
    Row("kills", "processes killed at random moments, and no room on the disk", kills),
    Row("damage", "every file of a build damaged in every way, then published", damage),
    Row("schemathesis", "20,000 right and wrong requests for every operation of the OpenAPI document", contract),
    Row("fuzzing", "200,000 odd inputs for all that reads text or bytes", fuzzing),
)
