"""A corpus folder of many passages: the guide's own, with chapters that are made from manuals."""

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.scale.chapters import ManualChapter, chapters_of
from eval.scale.manuals import Manual
from ingest.corpus import ChapterText, chapter_file, read_corpus
from ingest.sections import parse_chapter
from search.chunk import Chunk
from search.errors import DovidnykError
from search.guide import Guide

FIRST_CHAPTER = 101
_LONGEST_ASKED = 300

CutChunks = Callable[[Guide], Sequence[Chunk]]
"""The passages of a guide."""


@dataclass(frozen=True, slots=True)
class LargeCorpus:
    """A corpus folder with chapters of manuals.

    Attributes:
        passages: number of passages in all.
        held_out: passages of chapters that weren't needed: to ask with.
    """

    folder: Path
    chapters: tuple[str, ...]
    passages: int
    held_out: tuple[str, ...]


def write_large_corpus(
    guide_folder: Path, manuals: Iterable[Manual], folder: Path, passages: int, chunk: CutChunks
) -> LargeCorpus:
    """Copy a corpus folder and add chapters until it holds so many passages; further ones are held out.

    Raises:
        DovidnykError: the manuals hold fewer.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(guide_folder, folder)
    guide = read_corpus(guide_folder)
    own = [section for chapter in guide.chapters for section in parse_chapter(chapter, {})]
    texts = {chapter.chapter: chapter.text for chapter in guide.chapters}
    count = len(chunk(Guide.of(guide.facts, texts, tuple(own))))
    taken: list[ManualChapter] = []
    held_out: list[str] = []
    for chapter in chapters_of(manuals, FIRST_CHAPTER):
        text = ChapterText(chapter.number, chapter_file(chapter.number), chapter.text, "")
        alone = Guide.of(guide.facts, {chapter.number: chapter.text}, parse_chapter(text, {}))
        chunks = chunk(alone)
        if count < passages:
            count += len(chunks)
            taken.append(chapter)
            (folder / text.file).write_text(chapter.text, encoding="utf-8")
        else:
            held_out += [one.text for one in chunks if len(one.text) <= _LONGEST_ASKED]
    if count < passages:
        raise DovidnykError(
            f"the manuals hold {count} passages, {passages} are wanted: give more folders, or a smaller --passages"
        )
    with (folder / "guide.toml").open("a", encoding="utf-8") as facts:
        facts.writelines(map(_entry, taken))
    return LargeCorpus(folder, tuple(chapter.number for chapter in taken), count, tuple(held_out))


def _entry(chapter: ManualChapter) -> str:
    topic = json.dumps(chapter.topic, ensure_ascii=False)
    return f'\n[[chapters]]\nnumber = "{chapter.number}"\ntopic = {topic}\n'
