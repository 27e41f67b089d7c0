"""From options to what they name: the questions to ask, whom to ask, and the folder to keep it in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from eval.errors import EvalError
from eval.question_sets import QuestionSet, Split, read_question_set, read_split
from eval.run.asker import Asker
from eval.run.local import LocalAsker
from search.opening import open_engine
from search.settings import Settings


def open_questions(split: Split, file: Path | None, settings: Settings) -> QuestionSet:
    """A file's questions where one is named, else the split's."""
    return read_question_set(file) if file else read_split(split, settings.corpus)


def reopen_questions(name: str, file: str, settings: Settings) -> QuestionSet:
    """The questions of an earlier run, from the place where they are now."""
    splits = {split.value: split for split in Split}
    return read_split(splits[name], settings.corpus) if name in splits else read_question_set(Path(file), name)


@contextmanager
def opened_asker(url: str | None, key_file: Path | None, settings: Settings) -> Iterator[Asker]:
    """A deployment where a URL is named, else the local engine.

    Raises:
        UnreachableError: no deployment answers there.
        BuildError, EncoderError: nothing usable is published here.
        EvalError: the URL or the key can't be used.
    """
    if url is None:
        yield LocalAsker(open_engine(settings))
        return
    import httpx

    from eval.run.remote import TIMEOUT_SECONDS, RemoteAsker

    if not url.startswith(("http://", "https://")):
        raise EvalError(f"--url {url!r}: expected an address like http://127.0.0.1:8000")
    headers = {"Authorization": f"Bearer {_read_key(key_file)}"} if key_file else {}
    with httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT_SECONDS) as client:
        yield RemoteAsker(client)


def new_folder(name: str, settings: Settings) -> Path:
    """Where a run is kept unless told otherwise: `var/runs/<time>-<name>`."""
    return settings.var / "runs" / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}-{name}"


def _read_key(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EvalError(f"--key-file {file}: can't be read: {error}") from error
