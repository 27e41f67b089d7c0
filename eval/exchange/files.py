"""Reading and writing files of one record a line; errors name file and line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.errors import EvalError


def lines_of(file: Path) -> Iterator[tuple[str, str]]:
    """Where each line that isn't empty stands (`file, line n`), and the line.

    Raises:
        EvalError: the file can't be read as UTF-8.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise EvalError(f"{file}: missing; the folder needs it") from error
    except (OSError, UnicodeDecodeError) as error:
        raise EvalError(f"{file}: can't be read as UTF-8 text: {error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"{file}, line {number}", line.rstrip("\r")


def json_objects(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where each object stands, and the object.

    Raises:
        EvalError: a line is no JSON object.
    """
    for where, line in lines_of(file):
        try:
            data = json.loads(line)
        except json.JSONDecodeError as error:
            raise EvalError(f"{where}: not a JSON object: {error}") from error
        if not isinstance(data, dict):
            raise EvalError(f"{where}: expected a JSON object, found {type(data).__name__}")
        yield where, data


def json_lines(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A line an object."""
    return (json.dumps(data, ensure_ascii=False) for data in objects)


def write_lines(file: Path, lines: Iterable[str]) -> Path:
    """Write lines; gives the file back. The folder is made where it isn't there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file
