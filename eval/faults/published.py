"""What is published in a row's own folder: whether it is whole, and which corpus it isn't made from."""

from pathlib import Path

from eval.faults.folders import Folders
from eval.faults.tally import Tally
from search.build import load_build
from search.canaries import check_build
from search.encoder import Encoder
from search.engine import Engine
from search.errors import DovidnykError
from search.published import current_build


def check_published(folders: Folders, after: str, tally: Tally) -> None:
    """See that what is published is whole, as a server would."""
    try:
        build = load_build(current_build(folders.index))
        check_build(Engine(build, Encoder(folders.encoder)))
    except DovidnykError as error:
        tally.half(f"{after}, and what is published is damaged: {error}")


def next_corpus(folders: Folders) -> Path:
    """The corpus that what is published isn't made from."""
    published = load_build(current_build(folders.index)).guide.texts
    for corpus in folders.corpora.values():
        texts = {file.read_text(encoding="utf-8") for file in corpus.glob("rozdil-*.txt")}
        if not set(published.values()) <= texts:
            return corpus
    raise DovidnykError("both corpora are published")
