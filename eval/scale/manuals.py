"""Manual pages as plain text, by `man`; Debian's package `manpages-uk` has such pages in Ukrainian."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from search.errors import DovidnykError

_PAGE = re.compile(r"^(?P<name>.+)\.[1-9]\w*(?:\.gz)?$")
_STRUCK_OVER = re.compile(r".\x08")
_WIDTH = "20000"
"""Characters a line, so that a paragraph stands on one."""
_COMMAND = ("man", "--local-file", "--no-hyphenation", "--no-justification", "-Tutf8", "--encoding=UTF-8")
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Manual:
    """A manual page: its name, and its text as it stands on a terminal, without bold and underlined letters."""

    name: str
    text: str


def read_manuals(folders: Iterable[Path]) -> Iterator[Manual]:
    """All manual pages under some folders, in the order of their paths; links to other pages are left out.

    Raises:
        DovidnykError: there are none, or `man` isn't here or can't read one.
    """
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if _is_page(file)]
    if not files:
        raise DovidnykError(
            f"{', '.join(map(str, folders))}: no manual pages; give a folder like /usr/share/man/uk, which Debian's "
            "package manpages-uk installs"
        )
    if shutil.which("man") is None:
        raise DovidnykError("the program 'man' turns manuals into text, but isn't here: apt-get install man-db groff")
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from (manual for manual in pool.map(_read, files) if manual.text)


def _is_page(file: Path) -> bool:
    return bool(_PAGE.match(file.name)) and file.is_file() and not file.is_symlink()


def _read(file: Path) -> Manual:
    done = subprocess.run(
        [*_COMMAND, str(file)],
        env=os.environ | {"MANWIDTH": _WIDTH, "GROFF_NO_SGR": "1", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"},
        capture_output=True,
        check=False,
    )
    if done.returncode and not done.stdout:
        raise DovidnykError(f"{file}: man can't read it: {done.stderr.decode(errors='replace').strip()[:200]}")
    match = _PAGE.match(file.name)
    return Manual(match["name"] if match else file.name, _STRUCK_OVER.sub("", done.stdout.decode("utf-8", "replace")))
