"""axe-core over a page: what it finds wrong, in lines that say where."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

_AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async (within) => {
  const { violations } = await axe.run(within ?? document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.flat().join(" ")}: ${failureSummary}`));
}"""


def violations(page: Page, within: str | None = None) -> list[str]:
    """What axe-core finds wrong on the page, or within a selector.

    It is put in by the debugger's protocol, which no Content-Security-Policy of the page concerns.
    """
    if not _AXE.exists():
        pytest.fail("axe-core is missing: run .ci/axe-core")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"{_AXE.read_text(encoding='utf-8')};0")
    found: list[str] = page.evaluate(_RUN, within)
    return found
