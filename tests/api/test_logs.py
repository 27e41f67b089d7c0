"""Logs: one event a line, and of an exception nothing but its type and place."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import asyncio, logging
from api.logs import configure_logs, log_event
configure_logs({level!r}, {form!r})
log_event(logging.DEBUG, "quiet")
log_event(logging.INFO, "request", request_id="r1", status=200)
logging.getLogger("uvicorn.error").info("started")
logging.getLogger("uvicorn.access").info("an access line")
logging.getLogger("some.library").info("chatter")
try:
    raise ValueError("secret")
except ValueError:
    logging.getLogger("some.library").exception("it failed\\n%s", "again")
async def main():
    async def fails():
        raise KeyError("secret")
    task = asyncio.create_task(fails())
    await asyncio.wait([task])
asyncio.run(main())
logging.getLogger("some.library").warning("line\\nbreak")
logging.getLogger("some.library").warning("%d faulty", "secret")
"""


def written(repository: Path, level: str, form: str) -> list[str]:
    program = _PROGRAM.format(level=level, form=form)
    done = subprocess.run([sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert "secret" not in done.stderr
    return done.stderr.splitlines()


def test_as_json_every_line_is_an_object_with_its_fields(repository: Path) -> None:
    events = [json.loads(line) for line in written(repository, "info", "json")]
    names = [event["event"] for event in events]
    assert names == ["request", "started", "it failed", "Task exception was never retrieved", "line\\nbreak"]
    first, _, failed, lost, _ = events
    assert (first["request_id"], first["status"], first["level"], first["logger"]) == ("r1", 200, "info", "dovidnyk")
    assert (failed["error"], failed["at"]) == ("ValueError", "<string>:11:<module>")
    assert lost["error"] == "KeyError"
    assert all(event["timestamp"].endswith("+00:00") for event in events)


@pytest.mark.parametrize(("level", "shown"), [("debug", True), ("error", False)])
def test_the_level_decides_what_is_shown(level: str, shown: bool, repository: Path) -> None:
    text = "\n".join(written(repository, level, "console"))
    assert ("quiet" in text) == shown
    assert ("request_id=r1" in text) == shown
    assert "it failed" in text
