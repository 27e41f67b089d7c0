"""Searching a foreign corpus: the legs are the product's."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from eval.beir.report import BeirReport
from eval.beir.search import LEGS, AskedQuery, ForeignIndex
from search.bm25 import build_lexical_index
from search.fusion import fuse, standardise

Documents = dict[str, tuple[str, str]]
Run = Callable[..., BeirReport]


def test_a_document_counts_as_its_best_passage_under_the_products_fusion() -> None:
    vectors = np.eye(4, dtype=np.float32)[[0, 1, 2, 3, 0]]
    passages = [["вода"], ["вогонь", "вода"], ["земля"], ["вода", "вода"], ["небо"]]
    lexical = build_lexical_index(passages)
    index = ForeignIndex(vectors, lexical, np.array([0, 2, 3]), ["б", "в", "а"])
    query = np.array([0.6, 0.0, 0.8, 0.0], np.float32)
    ((_, found),) = index.rankings([AskedQuery("q", query, ["вода"])])
    cosines = vectors @ query
    dense = standardise(cosines, float(cosines.mean()), float(cosines.std()))
    scores = {"dense": dense, "lexical": lexical.scores(["вода"])}
    scores["fused"] = fuse(scores["dense"], scores["lexical"])
    for leg in LEGS:
        best = {"б": scores[leg][:2].max(), "в": scores[leg][2], "а": scores[leg][3:].max()}
        expected = sorted(((d, s) for d, s in best.items() if leg == "dense" or s > 0), key=lambda e: (-e[1], e[0]))
        assert [document for document, _ in found[leg]] == [document for document, _ in expected]
        assert [score for _, score in found[leg]] == pytest.approx([float(score) for _, score in expected])


def test_a_document_with_the_querys_own_id_is_left_out(run: Run, folder: Path) -> None:
    (folder / "qrels.tsv").write_text("кіт\tкіт\t1\n", encoding="utf-8")
    assert all(figure.value == 0 for figure in run().legs["lexical"].values())


def test_every_leg_finds_what_it_is_there_for(run: Run) -> None:
    legs = run().legs
    assert legs["dense"]["recall@100"].value == 1
    assert legs["lexical"]["success@3"].value >= 5 / 7
    assert legs["fused"]["success@3"].value >= 6 / 7
