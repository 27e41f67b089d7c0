"""From scores to a probability and an outcome: a logistic model small enough to read, and thresholds, as data.

The model and its thresholds belong to one encoder; under another they are off, and no answer is claimed.
"""

import math
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Probability = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer in the held chapters.

    Attributes:
        lead: how far the best chunk stands above the best topic of an absent chapter, in standard deviations of the
            question's cosines with all chunks.
        share: the largest share of the question's words, by information, that one chunk holds.
    """

    lead: float
    share: float


class Calibration(BaseModel):
    """`calibration.toml`.

    Attributes:
        encoder: id of the encoder that the numbers were fitted with.
        bias, lead, share: log-odds of an answer are `bias + lead · evidence.lead + share · evidence.share`.
        answered_from: least confidence for `answered`.
        refused_below: below this confidence, `other_chapter` or `no_match`.
        topic_from: least standardised cosine with a topic for `other_chapter`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder: str
    bias: float
    lead: float
    share: float
    answered_from: Probability
    refused_below: Probability
    topic_from: float

    @model_validator(mode="after")
    def _thresholds_are_ordered(self) -> "Calibration":
        if self.refused_below > self.answered_from:
            raise ValueError(
                f"refused_below ({self.refused_below}) is above answered_from ({self.answered_from}); at most equal"
            )
        return self

    def confidence(self, evidence: Evidence) -> float:
        """The probability that the held chapters answer the question."""
        return 1 / (1 + math.exp(-(self.bias + self.lead * evidence.lead + self.share * evidence.share)))
