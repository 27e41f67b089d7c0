"""Which dictionary reads the guide's own words right: simplemma, bare and with our overrides, against pymorphy3.

The words are all words of four letters and more in the chapters. Where the dictionaries agree, they count as right;
where they don't, the lemmas in `eval/data/lemmas.tsv`, decided by hand, say who is. pymorphy3 is needed only here:
`pip install pymorphy3 pymorphy3-dicts-uk` (its dictionary declares GPLv3).
"""

import csv
import importlib.util
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

import simplemma

from ingest.corpus import Corpus
from search.normalise import fold

Lemmatise = Callable[[str], str]

_WORD = re.compile(r"[а-щьюяєіїґ'’]{4,}")


@dataclass(frozen=True, slots=True)
class DictionaryFigures:
    """How often a dictionary is right on the words that were decided by hand, and where it is wrong."""

    name: str
    decided: int
    right: int
    wrong: tuple[tuple[str, str], ...]


def compare_dictionaries(corpus: Corpus) -> list[DictionaryFigures]:
    """Figures of each dictionary on the corpus' words that were decided by hand."""
    golden = _golden()
    words = sorted(_words(corpus) & set(golden))
    overrides = {fold(word): fold(lemma) for word, lemma in corpus.analyser.lemmas.items()}
    return [_figures(name, lemmatise, words, golden) for name, lemmatise in _dictionaries(overrides)]


def _dictionaries(overrides: Mapping[str, str]) -> Iterable[tuple[str, Lemmatise]]:
    yield "simplemma", _simplemma
    yield "simplemma with overrides", lambda word: overrides.get(word) or _simplemma(word)
    if importlib.util.find_spec("pymorphy3"):
        yield "pymorphy3", _pymorphy3()


def _simplemma(word: str) -> str:
    return fold(simplemma.lemmatize(word, lang="uk"))


def _pymorphy3() -> Lemmatise:
    import pymorphy3

    analyser = pymorphy3.MorphAnalyzer(lang="uk")
    return lambda word: fold(analyser.parse(word)[0].normal_form)


def _figures(
    name: str, lemmatise: Lemmatise, words: Iterable[str], golden: Mapping[str, frozenset[str]]
) -> DictionaryFigures:
    read = [(word, lemmatise(word)) for word in words]
    wrong = tuple((word, lemma) for word, lemma in read if lemma not in golden[word])
    return DictionaryFigures(name, len(read), len(read) - len(wrong), wrong)


def _words(corpus: Corpus) -> set[str]:
    return {word for chapter in corpus.chapters for word in _WORD.findall(fold(chapter.text))}


def _golden() -> dict[str, frozenset[str]]:
    with (files("eval") / "data" / "lemmas.tsv").open(encoding="utf-8") as rows:
        return {row["form"]: frozenset(row["lemma"].split("|")) for row in csv.DictReader(rows, delimiter="\t")}
