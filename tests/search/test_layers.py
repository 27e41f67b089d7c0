"""The layers of the project: search imports none of the others, ingest and api never import each other."""

import ast
from pathlib import Path

import pytest

_FORBIDDEN = {"search": {"ingest", "api", "eval"}, "ingest": {"api", "eval"}, "api": {"ingest", "eval"}}
_CALLS_ALL = "cli.py"


def _imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", sorted(_FORBIDDEN))
def test_a_package_imports_nothing_above_or_beside_it(package: str, repository: Path) -> None:
    files = [file for file in sorted((repository / package).rglob("*.py")) if file.name != _CALLS_ALL]
    found = {file.name: _imported(file) & _FORBIDDEN[package] for file in files}
    assert len(found) > 10
    assert {name: imported for name, imported in found.items() if imported} == {}
