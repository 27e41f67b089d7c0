"""The figures of a run, all of them (`measures.json`), and the one object that commands print with `--json`."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from eval.intervals import Estimate, estimate, percentile_interval, resample_weights
from eval.judged import Judged
from eval.measures.aggregate import weighted_mean
from eval.measures.calibration.reliability import ReliabilityBin, expected_calibration_error, reliability_bins
from eval.measures.calibration.risk_coverage import CurvePoint, risk_coverage
from eval.measures.catalogue import MEASURES
from eval.records import Record
from eval.slices import WorstVariant, slices_of, worst_variants

HEADLINE = "success@1"
_DIGITS = 8


class Summary(BaseModel):
    """All figures of a run.

    Attributes:
        slices: slice name to the measures that have data there.
        worst_variant: over groups of several wordings, how often even the worst one has a relevant section first.
        expected_calibration_error: of the confidences; `None` where the system gives none.
    """

    model_config = ConfigDict(frozen=True)

    split: str
    n: int
    failed: int
    index: str | None
    model: str | None
    measures: dict[str, Estimate]
    slices: dict[str, dict[str, Estimate]]
    worst_variant: Estimate
    worst_variants: tuple[WorstVariant, ...]
    expected_calibration_error: float | None
    reliability: tuple[ReliabilityBin, ...]
    risk_coverage: tuple[CurvePoint, ...]

    def as_object(self) -> dict[str, Any]:
        """The object that `--json` prints: figures, intervals, and success@1 by slice."""
        headlines = {name: measures[HEADLINE] for name, measures in self.slices.items() if HEADLINE in measures}
        return {
            "split": self.split,
            "n": self.n,
            "index": self.index,
            "model": self.model,
            "measures": {name: _rounded(one.value) for name, one in self.measures.items()},
            "intervals": {name: _rounded_pair(one.interval) for name, one in self.measures.items()},
            "slices": {
                name: {"n": one.n, HEADLINE: _rounded(one.value), "interval": _rounded_pair(one.interval)}
                for name, one in headlines.items()
            },
        }


def summarise(
    records: Sequence[Record], judged: Judged, split: str, index: str | None = None, model: str | None = None
) -> Summary:
    """All figures of a run's records, judged."""
    confidence, answerable = judged.values["AUROC"].T
    known = ~np.isnan(confidence)
    bins = reliability_bins(confidence[known], answerable[known])
    worst = worst_variants(records)
    return Summary(
        split=split,
        n=len(records),
        failed=sum(record.shown is None for record in records),
        index=index,
        model=model,
        measures=_estimates(judged),
        slices={
            name: {measure: one for measure, one in _estimates(judged.take(places)).items() if one.value is not None}
            for name, places in slices_of([record.question for record in records]).items()
        },
        worst_variant=_share_of_groups(worst),
        worst_variants=tuple(worst),
        expected_calibration_error=expected_calibration_error(bins),
        reliability=tuple(bins),
        risk_coverage=tuple(risk_coverage(confidence[known], judged.values["AURC"][known, 1])),
    )


def _estimates(judged: Judged) -> dict[str, Estimate]:
    weights = resample_weights(judged.groups)
    return {name: estimate(measure, judged, weights) for name, measure in MEASURES.items()}


def _share_of_groups(worst: Sequence[WorstVariant]) -> Estimate:
    if not worst:
        return Estimate(value=None, interval=None, n=0)
    values = np.array([[float(one.rank == 1)] for one in worst])
    weights = resample_weights([one.group for one in worst])
    return Estimate(
        value=float(values.mean()), interval=percentile_interval(weighted_mean(values, weights)), n=len(worst)
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _rounded_pair(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else [round(bound, _DIGITS) for bound in interval]
