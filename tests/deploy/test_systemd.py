"""The units and the file of settings, read by systemd and by the settings themselves."""

import shutil
import subprocess
from pathlib import Path

import pytest

from search.settings import PREFIX, Settings

_UNITS = ("dovidnyk.service", "dovidnyk-ingest.service")
_MOST_EXPOSED = 20
"""Of 100, as `systemd-analyze security` counts; 50 is what it calls medium."""

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


@pytest.fixture
def units(repository: Path, tmp_path: Path) -> list[str]:
    """The units with a program and a folder that are there, so that only what is written in them is judged."""
    for name in _UNITS:
        text = (repository / "deploy" / "systemd" / name).read_text(encoding="utf-8")
        assert "ExecStart=/opt/dovidnyk/.venv/bin/dovidnyk " in text
        here = text.replace("/opt/dovidnyk/.venv/bin/dovidnyk", "/bin/true").replace("=/opt/dovidnyk", "=/")
        (tmp_path / name).write_text(here, encoding="utf-8")
    return [str(tmp_path / name) for name in _UNITS]


@needs_systemd
def test_the_units_have_no_fault(units: list[str]) -> None:
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@needs_systemd
def test_the_units_may_do_little(units: list[str]) -> None:
    limit = f"--threshold={_MOST_EXPOSED}"
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", limit, *units]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_stop_is_waited_for_longer_than_requests_have(repository: Path) -> None:
    text = (repository / "deploy" / "systemd" / "dovidnyk.service").read_text(encoding="utf-8")
    seconds = next(line for line in text.splitlines() if line.startswith("TimeoutStopSec="))
    assert int(seconds.partition("=")[2]) > Settings.model_fields["stop_seconds"].default


def test_the_settings_of_the_service_are_settings(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (repository / "deploy" / "dovidnyk.env").read_text(encoding="utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert {name.removeprefix(PREFIX).lower() for name in values} <= Settings.model_fields.keys()
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    assert Settings().workers == 2
