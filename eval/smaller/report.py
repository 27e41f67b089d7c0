"""What a smaller encoder costs and gives, held against the bar."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from eval.bench.quantiles import Ratio
from eval.bench.series import Series
from eval.compare.comparison import Difference, compare, paired
from eval.compare.report import change_with_interval
from eval.judged import Judged
from eval.tables import NO_DATA, plain_table
from search.word_table import ROWS_FILE

MEASURES = ("success@1", "success@3", "MRR@10")
HEADLINE = "success@1"
MOST_LOST = 0.015
"""How much success@1 may fall: the lower end of the difference's 95 % interval must not lie below."""
LEAST_FASTER = 1.7
"""How many times faster than the teacher a student must be, in the median of the turns."""

_MEGABYTE = 1e6


class Size(BaseModel):
    """Megabytes of an exported encoder; `words` is the table of word embeddings, which lies outside the graph."""

    model_config = ConfigDict(frozen=True)

    total: float
    words: float


class Student(BaseModel):
    """A student beside its teacher.

    Attributes:
        p50: milliseconds for one question on two threads.
        faster: the teacher's p50 by the student's, turn by turn.
        legs: leg to measure to the difference, student minus teacher.
        holds: leg to whether its success@1 is kept by the bar.
        passes: whether the student is fast enough and every leg holds.
    """

    model_config = ConfigDict(frozen=True)

    size: Size
    p50: float
    faster: Ratio | None
    legs: dict[str, dict[str, Difference]]
    holds: dict[str, bool]
    passes: bool


class Report(BaseModel):
    """The teacher, and its students by name."""

    model_config = ConfigDict(frozen=True)

    questions: int
    layers: int
    teacher_size: Size
    teacher_p50: float
    students: dict[str, Student]
    taught: dict[str, float] | None
    setting: dict[str, Any]

    def print(self, console: Console) -> None:
        """Sizes and speed, quality, and the verdict."""
        console.print(self._cost_table())
        console.print(self._quality_table())
        for name, one in self.students.items():
            console.print(f"{name}: {verdict(one)}", markup=False)

    def _cost_table(self) -> Table:
        table = plain_table(
            "Cost of one question on two threads, in turn",
            *("encoder", "on disk, MB", "of it words, MB", "p50, ms", "times faster", "half of the turns"),
        )
        size = self.teacher_size
        figures = f"{size.total:.0f}", f"{size.words:.0f}", f"{self.teacher_p50:.2f}"
        table.add_row("teacher", *figures, NO_DATA, NO_DATA)
        for name, one in self.students.items():
            faster = (NO_DATA, NO_DATA)
            if one.faster is not None:
                faster = f"{one.faster.value:.2f}", f"{one.faster.low:.2f} – {one.faster.high:.2f}"
            table.add_row(name, f"{one.size.total:.0f}", f"{one.size.words:.0f}", f"{one.p50:.2f}", *faster)
        return table

    def _quality_table(self) -> Table:
        table = plain_table(
            "Student minus teacher on the answerable questions, with 95 % bootstrap interval over groups",
            *("student", "leg", "measure", "teacher → student", "difference", "wins/ties/losses"),
        )
        for name, one in self.students.items():
            for leg, measures in one.legs.items():
                for measure, found in measures.items():
                    table.add_row(
                        *(name, leg, measure),
                        f"{found.before:.3f} → {found.after:.3f}",
                        change_with_interval(found, is_share=True).replace("[", r"\["),
                        f"{found.wins}/{found.ties}/{found.losses}",
                    )
        return table


def size_of(folder: Path) -> Size:
    """The size of an encoder folder."""
    sizes = {file.name: file.stat().st_size / _MEGABYTE for file in folder.iterdir()}
    return Size(total=sum(sizes.values()), words=sizes.get(ROWS_FILE, 0.0))


def student_of(
    size: Size, series: Series, teacher_series: Series, legs: Mapping[str, Judged], teacher_legs: Mapping[str, Judged]
) -> Student:
    """A student's figures against its teacher's, over the same questions in the same turns."""
    faster = teacher_series.p50_ratio(series)
    found = {leg: compare(*paired(teacher_legs[leg], judged), names=MEASURES) for leg, judged in legs.items()}
    holds = {leg: is_kept(measures[HEADLINE]) for leg, measures in found.items() if HEADLINE in measures}
    return Student(
        size=size,
        p50=p50(series),
        faster=faster,
        legs=found,
        holds=holds,
        passes=is_fast_enough(faster) and all(holds.values()),
    )


def p50(series: Series) -> float:
    """Median milliseconds over all turns."""
    return 1000 * (series.latency(0.5) or 0.0)


def is_kept(difference: Difference) -> bool:
    """Whether not more than the bar allows is lost, at the lower end of the interval."""
    low = difference.difference if difference.interval is None else difference.interval[0]
    return low >= -MOST_LOST


def is_fast_enough(faster: Ratio | None) -> bool:
    """Whether the speed-up reaches the bar."""
    return faster is not None and faster.value >= LEAST_FASTER


def verdict(student: Student) -> str:
    """Whether a student takes the teacher's place, and if not, why."""
    if student.passes:
        return "takes the teacher's place"
    lost = [leg for leg, holds in student.holds.items() if not holds]
    reasons = [f"may lose more than {100 * MOST_LOST:.1f} points of {HEADLINE} in {', '.join(lost)}"] if lost else []
    if not is_fast_enough(student.faster):
        reasons.append(f"isn't {LEAST_FASTER} times faster")
    return "doesn't take the teacher's place: " + "; ".join(reasons)
