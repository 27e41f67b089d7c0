"""Which store keeps the passages, by the setting `DOVIDNYK_VECTORS`."""

from pathlib import Path
from typing import cast

from search.errors import BuildError
from search.passages.faiss_store import FaissStore, Kind
from search.passages.milvus_address import is_milvus_address, read_milvus_address
from search.passages.milvus_store import MilvusStore
from search.passages.seam import PassageStore
from search.progress import Progress, unseen
from search.published import current_build
from search.settings import Settings


def passage_store(settings: Settings, index: Path, progress: Progress = unseen) -> PassageStore:
    """The store that the settings name.

    Args:
        index: the index folder.
        progress: shows how far the sealing of a draft is.
    """
    if is_milvus_address(settings.vectors):
        return MilvusStore(read_milvus_address(settings.vectors))
    return FaissStore(index, cast(Kind, settings.vectors), progress)


def published_folder(index: Path, store: PassageStore) -> Path:
    """The folder of the build that a store has published.

    Raises:
        BuildError: nothing is published, or its folder isn't here.
        PassagesUnavailableError: what keeps the passages doesn't answer.
    """
    if isinstance(store, FaissStore):
        return current_build(index)
    name = store.published()
    if name is None:
        raise BuildError(f"no build is published in {store.place}: run 'dovidnyk ingest' first")
    folder = index / "builds" / name
    if not folder.exists():
        raise BuildError(
            f"build {name} is published in {store.place}, but {folder} isn't there; "
            "copy it from where it was made, and it is taken up"
        )
    return folder
