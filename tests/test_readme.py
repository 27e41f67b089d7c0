"""The README keeps up with the code."""

import re
from pathlib import Path

import pytest

from api.app import create_app
from search.settings import PREFIX, Settings


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


def test_the_settings_table_is_complete_and_right(readme: str) -> None:
    rows = dict(re.findall(rf"^\| `({PREFIX}\w+)` \| `([^`]*)` \|", readme, flags=re.MULTILINE))
    assert rows == {PREFIX + name.upper(): str(field.default) for name, field in Settings.model_fields.items()}


def test_every_endpoint_is_named(readme: str, tmp_path: Path) -> None:
    for route in create_app(Settings(var=tmp_path)).state.routes:
        assert route.path in readme, f"{route.path} is missing from the README"


def test_the_two_commands_come_first(readme: str) -> None:
    assert re.findall(r"^make \w+", readme, flags=re.MULTILINE)[:2] == ["make serve", "make test"]


def test_every_file_that_is_linked_is_there(readme: str, repository: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", readme):
        assert (repository / target).exists(), target
