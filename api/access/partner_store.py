"""The file of partners: `partners.json` in the var folder, mode 600, changed under a lock and replaced as a whole."""

import fcntl
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from api.access.partners import Partners
from search.errors import DovidnykError


class PartnersError(DovidnykError):
    """The file of partners can't be used, or what is asked of it can't be done."""


def partners_file(var: Path) -> Path:
    """Where partners are kept."""
    return var / "partners.json"


def read_partners(file: Path) -> Partners:
    """All partners; none where there is no file.

    Raises:
        PartnersError: the file can't be read, or isn't of the form.
    """
    try:
        return Partners.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return Partners()
    except OSError as error:
        raise PartnersError(f"{file}: can't be read: {error.strerror or error}") from error
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, fault["loc"])) or "the file"
        raise PartnersError(f"{file}: {place}: {fault['msg']}; mend it or restore a copy") from error


def change_partners(file: Path, change: Callable[[Partners], Partners]) -> Partners:
    """Read, change, check and write, while nobody else does; readers see the old file or the new one.

    Raises:
        PartnersError: from reading or from the change.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        changed = change(read_partners(file))
        _replace(file, changed.model_dump_json(indent=2, exclude_none=True) + "\n")
        return changed


def _replace(file: Path, text: str) -> None:
    """Write beside the file and rename; `mkstemp` makes files of mode 600."""
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
