"""The gate's verdict on a run."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from eval.compare.changes import Change
from eval.compare.comparison import Difference, compare, paired
from eval.compare.significance import PERMUTATIONS
from eval.errors import EvalError
from eval.gate.floors import Floors
from eval.gate.reference import Reference
from eval.run.folder import Run


class Verdict(BaseModel):
    """Whether a run passes, and why not.

    Attributes:
        faults: one line a reason.
        notes: what a reader should know that is no fault.
        compared: the gated measures against the reference run.
        changed: the questions that the two treat differently.
    """

    model_config = ConfigDict(frozen=True)

    passed: bool
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    figures: dict[str, float | None]
    compared: dict[str, Difference]
    changed: tuple[Change, ...]

    def as_object(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        return self.model_dump(mode="json")


def decide(run: Run, reference: Reference, floors: Floors, permutations: int = PERMUTATIONS) -> Verdict:
    """Hold a run against floors and reference.

    A drop is a fault where it is for the worse, greater than the measure's margin, and significant after correction
    over the gated measures.

    Raises:
        EvalError: run and reference are of different sets of questions.
    """
    if run.config.split != reference.split:
        raise EvalError(f"{run.folder}: a run of {run.config.split!r}; the reference is of {reference.split!r}")
    measured = run.summary.measures
    figures = {name: measured[name].value for name in floors.measures}
    before, after = paired(reference.judged(), run.judged)
    compared = compare(before, after, names=tuple(floors.measures), permutations=permutations)
    below = [f"{name}: {fault}" for name, rule in floors.measures.items() if (fault := rule.fault(figures[name]))]
    drops = [
        f"{name}: {one.before:.4f} in the reference, {one.after:.4f} now, p = {one.p_holm:.4f} after correction"
        for name, one in compared.items()
        if one.better is False and abs(one.difference) > floors.measures[name].margin and one.p_holm <= floors.alpha
    ]
    return Verdict(
        passed=not (below or drops),
        faults=(*below, *drops),
        notes=tuple(_notes(run, reference, len(before.ids))),
        figures=figures,
        compared=compared,
        changed=tuple(reference.changes(run.records)),
    )


def _notes(run: Run, reference: Reference, common: int) -> list[str]:
    notes = []
    if run.config.questions_sha256 != reference.questions_sha256:
        notes.append(
            f"the questions changed since the reference was accepted: {len(reference.rows)} then, "
            f"{len(run.records)} now, {common} compared"
        )
    now = run.config.processor.get("instructions", "")
    if now != reference.instructions:
        notes.append(f"the reference was made on a processor with {reference.instructions or 'none of the int8 sets'}")
    if run.config.model != reference.model:
        notes.append(f"the reference was made with encoder {reference.model}")
    return notes
