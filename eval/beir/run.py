"""A run over a foreign corpus: documents go the way of the guide, queries the way of questions, and each leg is judged.

What was made for the guide is off (`eval.beir.report.OFF`): with it, something else than the engine would be measured.
"""

import os
import resource
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from eval.beir.corpus import (
    BeirError,
    Judged,
    Judgements,
    Query,
    corpus_digest,
    read_documents,
    read_judgements,
    read_queries,
)
from eval.beir.measures import figures
from eval.beir.report import BeirReport
from eval.beir.search import LEGS, AskedQuery, ForeignIndex, Ranking
from eval.beir.vectors import (
    Advance,
    cut_corpus,
    encode_passages,
    forget,
    in_parallel,
    open_vectors,
    read_document_ids,
    read_passages,
    work_name,
    working,
)
from search.analyser import Analyser
from search.bm25 import build_lexical_index
from search.encoder import Encoder

Bar = Callable[[str, int | None], Advance]
"""Begins a progress bar of a name and a total, and gives what moves it on."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class BeirOptions:
    """How a run goes.

    Attributes:
        split: file of `qrels/` to judge by.
        documents, queries: take only the first so many documents, and judged queries.
        anew: don't use what an earlier run kept.
        workers: how many texts are encoded at once; 0 for one a processor.
    """

    split: str | None = None
    documents: int | None = None
    queries: int | None = None
    anew: bool = False
    workers: int = 0


def no_bar(_name: str, _total: int | None) -> Advance:
    """Shows nothing."""
    return lambda _steps: None


def run_beir(
    folder: Path,
    encoder: Encoder,
    analyser: Analyser,
    work: Path,
    options: BeirOptions,
    bar: Bar = no_bar,
) -> BeirReport:
    """Run all legs over a corpus and judge them.

    A document with a query's own id is left out of its rankings, as BEIR does. With a limit on documents, only
    judgements of documents that were taken count.

    Args:
        folder: in BEIR layout.
        encoder: loaded with one thread; each of several workers encodes a text of its own.
        work: where passages and vectors are kept between runs.

    Raises:
        BeirError: a file is missing or malformed (the message names file and line), or another run is at work.
    """
    queries, judged = read_queries(folder), read_judgements(folder, options.split)
    _refuse_unknown_queries(judged, queries)
    workers = options.workers or len(os.sched_getaffinity(0))
    place = work / work_name(corpus_digest(folder), encoder.description.id, options.documents)
    with working(place):
        if options.anew:
            forget(place)
        documents = _counted(read_documents(folder, options.documents), bar("documents", None))
        counts = cut_corpus(place, documents, encoder)
        if not counts.passages:
            raise BeirError(f"{folder / 'corpus.jsonl'}: holds no words; expected documents with a title or a text")
        ids = read_document_ids(place)
        grades, absent = _judgements_in_use(judged, queries, frozenset(ids), options)
        encoded = encode_passages(place, encoder, workers, bar("tokens", counts.tokens))
        index = _open_index(place, ids, encoder.description.dimension, analyser, bar("passages", counts.passages))
        asked = {query_id: queries[query_id].question for query_id in grades}
        rankings = _rank(index, _ask(asked, encoder, analyser, workers), bar("queries", len(asked)))
    return BeirReport(
        corpus=folder.resolve().name,
        judgements=str(judged.file.relative_to(folder)),
        model=encoder.description.id,
        queries=len(grades),
        queries_cut=sum(queries[query_id].is_cut for query_id in grades),
        judged_but_absent=absent,
        counts=counts,
        encoded=encoded,
        peak_megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        legs={leg: figures(rankings[leg], grades) for leg in LEGS},
    )


def _counted(items: Iterable[Item], advance: Advance) -> Iterator[Item]:
    for item in items:
        yield item
        advance(1)


def _refuse_unknown_queries(judged: Judged, queries: Mapping[str, Query]) -> None:
    for (query_id, _), line in judged.places.items():
        if query_id not in queries:
            raise BeirError(f"{judged.file}, line {line}: query {query_id!r} doesn't stand in queries.jsonl")


def _judgements_in_use(
    judged: Judged, queries: Mapping[str, Query], held: frozenset[str], options: BeirOptions
) -> tuple[Judgements, int]:
    """Grades of the queries that are asked, in the order of queries.jsonl, and how many judge an absent document."""
    grades = {query_id: judged.grades[query_id] for query_id in queries if query_id in judged.grades}
    if options.documents is not None:
        inside = {query_id: {d: g for d, g in graded.items() if d in held} for query_id, graded in grades.items()}
        grades = {query_id: graded for query_id, graded in inside.items() if graded}
    if not grades:
        raise BeirError(f"{judged.file}: no query has a relevant document among those taken; take more documents")
    grades = dict(list(grades.items())[: options.queries])
    return grades, sum(document not in held for graded in grades.values() for document in graded)


def _open_index(place: Path, ids: Sequence[str], dimension: int, analyser: Analyser, advance: Advance) -> ForeignIndex:
    owners: list[int] = []

    def terms() -> Iterator[list[str]]:
        for passage in _counted(read_passages(place), advance):
            owners.append(passage.document)
            yield analyser.terms(passage.text)

    lexical = build_lexical_index(terms())
    rows, starts = np.unique(owners, return_index=True)
    return ForeignIndex(open_vectors(place, dimension), lexical, starts, [ids[row] for row in rows])


def _ask(asked: Mapping[str, str], encoder: Encoder, analyser: Analyser, workers: int) -> list[AskedQuery]:
    vectors = in_parallel(encoder.encode_query, asked.values(), workers)
    return [
        AskedQuery(query_id, vector, analyser.terms(text))
        for (query_id, text), vector in zip(asked.items(), vectors, strict=True)
    ]


def _rank(index: ForeignIndex, asked: Sequence[AskedQuery], advance: Advance) -> dict[str, dict[str, Ranking]]:
    """Rankings by query id, by leg."""
    rankings: dict[str, dict[str, Ranking]] = {leg: {} for leg in LEGS}
    for query_id, by_leg in _counted(index.rankings(asked), advance):
        for leg, ranking in by_leg.items():
            rankings[leg][query_id] = [entry for entry in ranking if entry[0] != query_id]
    return rankings
