"""The probability of each section that it answers: the asked leg's word on sections that people asked about, and the
other legs' on those that nobody has asked about yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.asked import AskedModel, chapter_of
from search.calibration import NewEvidence, NewSections
from search.fusion import Scores
from search.section import Section

SectionLegs = tuple[Scores, Scores, Scores]
"""Of each section with text, the score of its best chunk: fused, dense, lexical."""

_SHARPNESS = 12.0
"""How fast a new section's part falls with its fused score: one that is 0.1 behind gets a third. Chosen on train."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the asked leg comes to.

    Attributes:
        sections: probability of each section, in the order of the sections given to `PosteriorMaker`.
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


class PosteriorMaker:
    """Turns the asked leg's probabilities into those of the sections that are held now."""

    def __init__(
        self, model: AskedModel, sections: Sequence[Section], with_text: int, new_sections: NewSections
    ) -> None:
        """Put the model's labels and the sections together.

        Args:
            sections: of the build, in the order of all arrays here.
            with_text: so many of them, the first, have text of their own to match.
        """
        place = {section.id: row for row, section in enumerate(sections)}
        held = {section.chapter for section in sections}
        labels = [(column, label) for column, label in enumerate(model.labels)]
        asked = [(column, place[label]) for column, label in labels if label in place]
        self._columns = np.array([column for column, _ in asked], dtype=np.intp)
        self._rows = np.array([row for _, row in asked], dtype=np.intp)
        self._absent = [
            (chapter, column)
            for column, label in labels
            if (chapter := chapter_of(label)) is not None and chapter not in held
        ]
        self._new = np.array(sorted(set(range(with_text)) - set(self._rows.tolist())), dtype=np.intp)
        self._matched = np.array([row for row in self._rows.tolist() if row < with_text], dtype=np.intp)
        self._turned_up = [
            (column, self._new_of(sections, chapter))
            for column, label in labels
            if (chapter := chapter_of(label)) in held and chapter is not None
        ]
        self._nowhere = [column for column, label in labels if label not in place and chapter_of(label) is None]
        self._count = len(sections)
        self._gate = new_sections

    def posterior(self, probabilities: Scores, legs: Callable[[], SectionLegs]) -> Posterior:
        """The probability of each section.

        Args:
            probabilities: of the model's labels.
            legs: what the other legs give each section with text; called only where there are new sections.
        """
        sections = np.zeros(self._count, dtype=np.float32)
        sections[self._rows] = probabilities[self._columns]
        return Posterior(
            sections=sections,
            chapters={chapter: float(probabilities[column]) for chapter, column in self._absent},
            nowhere=float(sum(probabilities[column] for column in self._nowhere)),
            new=self._give_to_new(sections, probabilities, *legs()) if self._new.size else None,
        )

    def _give_to_new(
        self, sections: Scores, probabilities: Scores, fused: Scores, dense: Scores, lexical: Scores
    ) -> NewEvidence:
        """Add the probabilities of sections without a label, taken from all others.

        What the model gives a chapter that was absent when its questions were labelled goes to that chapter's sections
        as it is; of the rest, the new sections together get what their evidence says.
        """
        new, asked = self._new, self._matched
        evidence = NewEvidence(
            lead=float(dense[new].max() - dense[asked].max()) if asked.size else 0.0,
            share=float(lexical[new].max() - lexical[asked].max()) if asked.size else 0.0,
            rest=1 - float(sections.sum()),
        )
        turned_up = float(sum(probabilities[column] for column, _ in self._turned_up))
        part = self._gate.probability(evidence) * (1 - turned_up)
        sections[self._rows] *= 1 - part
        sections[new] += part * _shares(fused[new])
        for column, rows in self._turned_up:
            if rows.size:
                sections[rows] += float(probabilities[column]) * _shares(fused[rows])
        return evidence

    def _new_of(self, sections: Sequence[Section], chapter: str) -> NDArray[np.intp]:
        return np.array([row for row in self._new.tolist() if sections[row].chapter == chapter], dtype=np.intp)


def _shares(fused: Scores) -> Scores:
    """Parts of a whole by fused score (softmax)."""
    odds = np.exp(_SHARPNESS * (fused - fused.max()))
    shares: Scores = odds / odds.sum()
    return shares
