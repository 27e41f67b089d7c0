"""The probability of each section that it answers: the asked leg's word on sections that people asked about, and the
other legs' on those that nobody has asked about yet."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.asked import AskedModel, chapter_of
from search.calibration import NewEvidence, NewSections
from search.chunk_table import ChunkTable
from search.fusion import Scores

Places = NDArray[np.intp]
"""Places of sections in the table of chunks, or in another array."""

_SHARPNESS = 12.0
"""How fast a new section's part falls with its fused score: one that is 0.1 behind gets a third. Chosen on train."""


@dataclass(frozen=True, slots=True)
class SectionLegs:
    """What the other legs give sections with text: of each the score of its best chunk.

    The sections are in the order of their places.
    """

    fused: Scores
    dense: Scores
    lexical: Scores


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the asked leg comes to.

    Attributes:
        sections: probability of each section that was looked at, in the order of their places.
        chapters: probability of each absent chapter that people asked about.
        nowhere: probability that the guide answers in no chapter.
        new: what spoke for sections that nobody has asked about; `None` where there are none.
    """

    sections: Scores
    chapters: dict[str, float]
    nowhere: float
    new: NewEvidence | None

    @property
    def answerable(self) -> float:
        """The probability that some section answers."""
        return min(float(self.sections.sum()), 1.0)

    def likeliest_chapter(self) -> tuple[str | None, float]:
        """The likeliest absent chapter, and its share against it and nowhere; `None` and 0 without any."""
        if not self.chapters:
            return None, 0.0
        chapter = max(self.chapters, key=lambda number: self.chapters[number])
        both = self.chapters[chapter] + self.nowhere
        return chapter, self.chapters[chapter] / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Field:
    """Where the sections that are looked at for a question stand among each other.

    Attributes:
        asked: place in the field of each section with a label.
        new: of each section with text that has none.
        new_legs: the same sections among those of the legs.
        asked_legs: of the sections with a label and text, among those of the legs.
        turned_up: for the label of each chapter that is held by now, its column, and its new sections in `new`.
    """

    size: int
    asked: Places
    new: Places
    new_legs: Places
    asked_legs: Places
    turned_up: tuple[tuple[int, Places], ...]


class PosteriorMaker:
    """Turns the asked leg's probabilities into those of the sections that are held now."""

    def __init__(self, model: AskedModel, table: ChunkTable, new_sections: NewSections) -> None:
        """Put the model's labels and the sections together."""
        self._table = table
        labels = [(column, label) for column, label in enumerate(model.labels)]
        asked = [(column, place) for column, label in labels if (place := table.place_of(label)) is not None]
        self._columns = np.array([column for column, _ in asked], dtype=np.intp)
        self._asked = np.array([place for _, place in asked], dtype=np.intp)
        self._has_label = np.zeros(table.sections, np.bool_)
        self._has_label[self._asked] = True
        chapters = [(column, chapter_of(label)) for column, label in labels]
        self._absent = [(name, column) for column, name in chapters if name and table.place_of(name) is None]
        self._turned_up = [(column, name) for column, name in chapters if name and table.place_of(name) is not None]
        self._nowhere = [
            column for column, label in labels if table.place_of(label) is None and chapter_of(label) is None
        ]
        self._gate = new_sections

    @property
    def asked(self) -> Places:
        """Places of the sections that people asked about: those that are always looked at."""
        return self._asked

    def field(self, looked_at: Places, with_legs: Places) -> Field:
        """Prepare the sections to be looked at: one field serves all questions that look at the same.

        Args:
            looked_at: their places, ascending; those of `asked` are among them.
            with_legs: places of those for which the other legs say something, ascending.
        """
        labelled = self._has_label[with_legs]
        new_legs = np.flatnonzero(~labelled)
        chapters = [self._table.chapter_of(place) for place in with_legs[new_legs]] if self._turned_up else []
        return Field(
            size=len(looked_at),
            asked=np.searchsorted(looked_at, self._asked),
            new=np.searchsorted(looked_at, with_legs[new_legs]),
            new_legs=new_legs,
            asked_legs=np.flatnonzero(labelled),
            turned_up=tuple(
                (column, np.array([row for row, chapter in enumerate(chapters) if chapter == name], np.intp))
                for column, name in self._turned_up
            ),
        )

    def posterior(self, probabilities: Scores, field: Field, legs: Callable[[], SectionLegs]) -> Posterior:
        """The probability of each section.

        Args:
            probabilities: of the model's labels.
            legs: what the other legs give; called only where there are new sections.
        """
        sections = np.zeros(field.size, dtype=np.float32)
        sections[field.asked] = probabilities[self._columns]
        return Posterior(
            sections=sections,
            chapters={chapter: float(probabilities[column]) for chapter, column in self._absent},
            nowhere=float(sum(probabilities[column] for column in self._nowhere)),
            new=self._give_to_new(sections, probabilities, field, legs()) if field.new.size else None,
        )

    def _give_to_new(self, sections: Scores, probabilities: Scores, field: Field, legs: SectionLegs) -> NewEvidence:
        """Add the probabilities of sections without a label, taken from all others.

        What the model gives a chapter that was absent when its questions were labelled goes to that chapter's sections
        as it is; of the rest, the new sections together get what their evidence says.
        """
        new, asked = field.new_legs, field.asked_legs
        evidence = NewEvidence(
            lead=self._ahead(legs.dense, new, asked),
            share=self._ahead(legs.lexical, new, asked),
            rest=1 - float(sections.sum()),
        )
        turned_up = float(sum(probabilities[column] for column, _ in field.turned_up))
        part = self._gate.probability(evidence) * (1 - turned_up)
        sections[field.asked] *= 1 - part
        fused = legs.fused[new]
        sections[field.new] += part * _shares(fused)
        for column, places in field.turned_up:
            if places.size:
                sections[field.new[places]] += float(probabilities[column]) * _shares(fused[places])
        return evidence

    def _ahead(self, scores: Scores, new: Places, asked: Places) -> float:
        """How far the best new section is before the best one with a label.

        Where none of the latter was found, they are behind all that were.
        """
        if not self._asked.size:
            return 0.0
        return float(scores[new].max() - (scores[asked].max() if asked.size else scores.min()))


def _shares(fused: Scores) -> Scores:
    """Parts of a whole by fused score (softmax)."""
    odds = np.exp(_SHARPNESS * (fused - fused.max()))
    shares: Scores = odds / odds.sum()
    return shares
