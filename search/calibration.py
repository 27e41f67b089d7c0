"""From scores to a probability and an outcome: logistic models small enough to read, and thresholds, as data.

A model and its thresholds belong to one encoder; under another they are off, and no answer is claimed.
"""

import math
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Probability = Annotated[float, Field(ge=0, le=1)]

_CERTAIN = 1e-6


def logistic(log_odds: float) -> float:
    """The probability of log-odds; never overflows."""
    return 0.5 * (1 + math.tanh(log_odds / 2))


def log_odds(probability: float) -> float:
    """The log-odds of a probability, which is kept a millionth away from 0 and 1."""
    kept = min(max(probability, _CERTAIN), 1 - _CERTAIN)
    return math.log(kept / (1 - kept))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer in the held chapters.

    Attributes:
        lead: how far the best chunk stands above the best topic of an absent chapter, in standard deviations of the
            question's cosines with all chunks.
        share: the largest share of the question's words, by information, that one chunk holds.
        asked: the probability, by the asked leg, that some section answers; `None` without that leg.
    """

    lead: float
    share: float
    asked: float | None = None


class Thresholds(BaseModel):
    """Where which outcome begins.

    Attributes:
        answered_from: least confidence for `answered`.
        refused_below: below this confidence, `other_chapter` or `no_match`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    answered_from: Probability
    refused_below: Probability

    @model_validator(mode="after")
    def _thresholds_are_ordered(self) -> "Thresholds":
        if self.refused_below > self.answered_from:
            raise ValueError(
                f"refused_below ({self.refused_below}) is above answered_from ({self.answered_from}); at most equal"
            )
        return self


class UnaskedCalibration(Thresholds):
    """Without asked questions: log-odds of an answer are `bias + lead · evidence.lead + share · evidence.share`.

    Attributes:
        topic_from: least standardised cosine with a topic for `other_chapter`.
    """

    bias: float
    lead: float
    share: float
    topic_from: float

    def confidence(self, evidence: Evidence) -> float:
        """The probability that the held chapters answer the question."""
        return logistic(self.bias + self.lead * evidence.lead + self.share * evidence.share)


class AskedCalibration(Thresholds):
    """With asked questions: log-odds of an answer are `bias + odds ·` those that the asked leg gives.

    Attributes:
        chapter_from: least share of the likeliest absent chapter, against it and nowhere, for `other_chapter`.
    """

    bias: float
    odds: float
    chapter_from: Probability

    def confidence(self, asked: float) -> float:
        """The probability that the held chapters answer the question.

        Args:
            asked: the probability by the asked leg that some section answers.
        """
        return logistic(self.bias + self.odds * log_odds(asked))


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """What speaks for sections that nobody has asked about, beside others that were.

    Attributes:
        lead: by how much their best chunk surpasses that of the sections asked about, in standard deviations.
        share: the same in shares of the question's words.
        rest: the probability, by the asked leg, that none of the sections asked about answers.
    """

    lead: float
    share: float
    rest: float


class NewSections(BaseModel):
    """The log-odds that a section answers that nobody has asked about, where the guide answers at all.

    They are `bias + lead · evidence.lead + share · evidence.share + rest ·` the log-odds of `evidence.rest`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    bias: float
    lead: float
    share: float
    rest: float

    def probability(self, evidence: NewEvidence) -> float:
        """The probability that one of the new sections answers."""
        return logistic(
            self.bias + self.lead * evidence.lead + self.share * evidence.share + self.rest * log_odds(evidence.rest)
        )


class Calibration(BaseModel):
    """`calibration.toml`; `encoder` is the id of the encoder that the numbers were fitted with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder: str
    unasked: UnaskedCalibration
    asked: AskedCalibration
    new_sections: NewSections

    def confidence(self, evidence: Evidence) -> float:
        """The probability that the held chapters answer the question."""
        return self.unasked.confidence(evidence) if evidence.asked is None else self.asked.confidence(evidence.asked)

    def thresholds(self, evidence: Evidence) -> Thresholds:
        """The thresholds that go with the evidence."""
        return self.unasked if evidence.asked is None else self.asked
