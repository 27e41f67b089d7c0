"""Which store keeps the passages, by the setting `DOVIDNYK_VECTORS`."""

from pathlib import Path

from search.passages.faiss_store import FaissStore
from search.passages.seam import PassageStore
from search.progress import Progress, unseen
from search.settings import Settings


def passage_store(settings: Settings, index: Path, progress: Progress = unseen) -> PassageStore:
    """The store that the settings name.

    Args:
        index: the index folder.
        progress: shows how far the sealing of a draft is.
    """
    return FaissStore(index, settings.vectors, progress)
