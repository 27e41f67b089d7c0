"""`dovidnyk eval` as a whole: every command explains itself."""

import pytest
from typer.main import get_command

from eval.cli import app
from tests.eval.conftest import Command

COMMANDS = ["run", "compare", "report", "gate", "baselines", "calibrate", "smaller", "export", "import"]


def test_all_commands_are_mounted() -> None:
    assert set(COMMANDS) <= set(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_examples_and_json(name: str, command: Command) -> None:
    shown = command(name, "--help")
    assert shown.code == 0
    assert f"dovidnyk eval {name}" in " ".join(shown.out.split())
    assert "Example" in shown.out
    assert "--json" in shown.out
