"""Parts of a run: by kind, language, tag and section; and the worst wording of each group."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from eval.measures.retrieval import first_relevant_rank
from eval.records import Record
from search.questions import Question

_READ = 3


class WorstVariant(BaseModel):
    """The wording of a group that fared worst; `rank` is of its first relevant section, `None` where none was shown."""

    model_config = ConfigDict(frozen=True)

    group: str
    variants: int
    id: str
    rank: int | None


def slice_names(question: Question) -> list[str]:
    """The slices that a question is in: `kind=typo`, `lang=uk`, `tag=multi`, `section=1.1-3` (each one to read)."""
    return [
        f"kind={question.kind}",
        f"lang={question.lang}",
        *(f"tag={tag}" for tag in question.tags),
        *(f"section={section}" for section, grade in question.relevant.items() if grade == _READ),
    ]


def slices_of(questions: Sequence[Question]) -> dict[str, NDArray[np.intp]]:
    """Slice name to places of its questions; kinds, languages and tags first, sections by id."""
    places: dict[str, list[int]] = {}
    for place, question in enumerate(questions):
        for name in slice_names(question):
            places.setdefault(name, []).append(place)
    return {name: np.array(places[name], dtype=np.intp) for name in sorted(places, key=_slice_order)}


def worst_variants(records: Sequence[Record]) -> list[WorstVariant]:
    """The worst of each group of two answerable wordings or more, the worst groups first."""
    groups: dict[str, list[tuple[float, Record]]] = {}
    for record in records:
        if record.question.answerable:
            groups.setdefault(record.question.group, []).append((rank_of(record) or np.inf, record))
    worst = [
        (*max(variants, key=lambda variant: variant[0]), len(variants))
        for variants in groups.values()
        if len(variants) > 1
    ]
    worst.sort(key=lambda entry: (-entry[0], entry[1].question.group))
    return [
        WorstVariant(group=record.question.group, variants=variants, id=record.question.id, rank=rank_of(record))
        for _, record, variants in worst
    ]


def rank_of(record: Record) -> int | None:
    """Rank of the first relevant section that was shown, `None` where there is none."""
    if record.shown is None:
        return None
    return first_relevant_rank([result.section for result in record.shown.results], record.question.relevant)


def _slice_order(name: str) -> tuple[int, str]:
    return ["kind", "lang", "tag", "section"].index(name.partition("=")[0]), name
