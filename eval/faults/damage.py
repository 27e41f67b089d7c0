"""Every file of a build damaged in every way: published, it is refused by name; a start from it answers nothing."""

import random
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from eval.faults.callers import asking, bodies
from eval.faults.folders import Folders, linked_build, own_folders
from eval.faults.options import Options
from eval.faults.questions import few_questions
from eval.faults.result import RowResult, row_result
from eval.faults.service import Service, service

_CALLERS = 2
_REFUSED_WITHIN_SECONDS = 20.0
_ENDED_WITHIN_SECONDS = 60.0
_BETWEEN_LOOKS_SECONDS = 0.02
_NAME = "damaged"

Damage = Callable[[Path, Path, random.Random], None]
"""Damages the first file; the second is the other build's, or isn't there."""


def damage(options: Options) -> RowResult:
    """Publish every damaged build on a server that serves another one; then start servers on damaged builds.

    `times` bounds both: so many damaged builds, drawn by chance, and so many starts.

    Raises:
        DovidnykError: a server can't be used.
    """
    chance = random.Random(options.seed)  # noqa: S311 (places, not secrets)
    folders = own_folders(options)
    cases = list(_cases(folders))
    if options.times is not None:
        cases = chance.sample(cases, min(options.times, len(cases)))
    by_file = dict(chance.sample(cases, len(cases)))
    starts = list(by_file.items())[: options.times]
    with service(folders.var, options.scratch / "log", threads="1", watch_seconds="0.05") as server:
        server.start()
        expected = bodies(server, few_questions(folders, options.seed))
        options.say(f"{len(cases)} damaged builds are published while {_CALLERS} callers ask")
        with asking(server, expected, _CALLERS) as heard:
            found = [fault for case in cases if (fault := _published(folders, server, *case, chance))]
        options.say(f"{len(starts)} servers are started on damaged builds")
        started = [fault for case in starts if (fault := _started(folders, options.scratch / "start", *case, chance))]
    figures = {
        "damaged": len(cases),
        "taken": len(found) + len(heard.wrong),
        "answered": heard.answered,
        "errors": len(heard.failed),
        "starts": len(starts),
        "started": len(started),
    }
    return row_result("damage", figures, [*found, *started, *sorted(set(heard.failed))])


def _cases(folders: Folders) -> Iterator[tuple[str, str]]:
    """Each file of the second build with each way that changes it."""
    first, second = (folders.index / "builds" / build for build in folders.builds)
    for file in sorted(file for file in second.rglob("*") if file.is_file()):
        name = str(file.relative_to(second))
        for way in WAYS:
            empty = file.stat().st_size == 0 and way in ("truncated", "a bit flipped")
            same = way == "swapped" and not _differ(first / name, file)
            if not (empty or same):
                yield name, way


def _differ(file: Path, other: Path) -> bool:
    """Whether there is another file to take the place of one."""
    return file.exists() and file.read_bytes() != other.read_bytes()


def _published(folders: Folders, server: Service, file: str, way: str, chance: random.Random) -> str | None:
    """Publish a damaged build until it is refused, then the sound one again; gives what went wrong."""
    sound = folders.builds[0]
    broken = _damaged(folders, file, way, chance)
    folders.publish(broken.name)
    health = _wait_for(server, lambda said: bool(said.get("refused")) or said.get("index") != sound)
    folders.publish(sound)
    well = _wait_for(server, lambda said: not said.get("refused") and said.get("index") == sound)
    shutil.rmtree(broken)
    if health is None:
        return f"{file}, {way}: not refused within {_REFUSED_WITHIN_SECONDS:.0f} s"
    if health.get("index") != sound:
        return f"{file}, {way}: served"
    if not _names(str(health["refused"]), broken, file, way):
        return f"{file}, {way}: refused, but not by its name: {health['refused']}"
    return None if well else f"{file}, {way}: the sound build isn't well again"


def _started(folders: Folders, log: Path, file: str, way: str, chance: random.Random) -> str | None:
    """Start a server on a damaged build; gives what went wrong."""
    sound = folders.builds[0]
    broken = _damaged(folders, file, way, chance)
    folders.publish(broken.name)
    try:
        with service(folders.var, log, threads="1") as server:
            server.begin()
            why = _why_not(server)
    finally:
        folders.publish(sound)
        shutil.rmtree(broken)
    if why is None:
        return f"{file}, {way}: a server started on it answers"
    if _names(why, broken, file, way):
        return None
    return f"{file}, {way}: a server started on it doesn't name it: {why[:300]}"


def _why_not(server: Service) -> str | None:
    """What a server says instead of being ready: its last words, or why it answers 503; `None` where it is ready."""
    deadline = time.monotonic() + _ENDED_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            return server.log.read_text(encoding="utf-8", errors="replace").replace("\n", " ")
        health = server.health()
        if health is not None:
            return None if health["code"] == 200 else str(health.get("detail"))
        time.sleep(_BETWEEN_LOOKS_SECONDS)
    return "it said nothing"


def _names(why: str, broken: Path, file: str, way: str) -> bool:
    """Whether the damaged file is named; with another build's manifest it is the others that don't fit."""
    return str(broken if (file, way) == ("manifest.json", "swapped") else broken / file) in why


def _wait_for(server: Service, holds: Callable[[Mapping[str, object]], bool]) -> Mapping[str, object] | None:
    """What the server says of its health once that holds; `None` where it doesn't in time."""
    deadline = time.monotonic() + _REFUSED_WITHIN_SECONDS
    while time.monotonic() < deadline:
        health = server.health()
        if health is not None and holds(health):
            return health
        time.sleep(_BETWEEN_LOOKS_SECONDS)
    return None


def _damaged(folders: Folders, file: str, way: str, chance: random.Random) -> Path:
    """A copy of the second build with one damaged file."""
    first, second = folders.builds
    copy = linked_build(folders.index, second, _NAME)
    WAYS[way](copy / file, folders.index / "builds" / first / file, chance)
    return copy


def _truncate(file: Path, _: Path, chance: random.Random) -> None:
    data = file.read_bytes()
    _write_anew(file, data[: chance.randrange(len(data))])


def _flip(file: Path, _: Path, chance: random.Random) -> None:
    data = bytearray(file.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    _write_anew(file, bytes(data))


def _swap(file: Path, other: Path, _: random.Random) -> None:
    _write_anew(file, other.read_bytes())


def _remove(file: Path, _: Path, __: random.Random) -> None:
    file.unlink()


def _write_anew(file: Path, data: bytes) -> None:
    file.unlink()  # it is one with the sound build's
    file.write_bytes(data)


WAYS: dict[str, Damage] = {"truncated": _truncate, "a bit flipped": _flip, "swapped": _swap, "missing": _remove}
