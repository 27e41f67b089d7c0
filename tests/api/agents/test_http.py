"""`/mcp` of the service, spoken to with the SDK's own client."""

import importlib.util
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp.client import Client

from api.app import create_app
from search.errors import SettingsError
from search.settings import Settings
from tests.api.conftest import serving


@pytest.fixture(scope="module")
def server_with_agents(var_folder: Path) -> Iterator[str]:
    """Address of a server that answers agents."""
    with serving(Settings(var=var_folder, mcp=True)) as url:
        yield url


def test_agents_get_the_answer_that_the_api_gives(server_with_agents: str) -> None:
    async def ask() -> Any:
        with anyio.fail_after(60):
            async with Client(f"{server_with_agents}/mcp") as client:
                tools = {tool.name for tool in (await client.list_tools()).tools}
                return tools, await client.call_tool("search_guide", {"question": "zahubyv posvidku"})

    tools, found = anyio.run(ask)
    assert tools == {"search_guide", "read_section", "verify_quote"}
    said = httpx.post(f"{server_with_agents}/v1/search", json={"q": "zahubyv posvidku"}).json()
    assert found.structured_content["searched_for"] == said["searched_for"] == "загубив посвідку"
    quotes = [quote["text"] for quote in found.structured_content["quotes"]]
    assert quotes == [quote["text"] for quote in said["answer"]["quotes"]]
    assert f"{server_with_agents}/mcp" in httpx.get(f"{server_with_agents}/llms.txt").text


def test_several_agents_at_once_and_one_after_another(server_with_agents: str) -> None:
    async def ask(number: int) -> None:
        async with Client(f"{server_with_agents}/mcp") as client:
            found = await client.call_tool("read_section", {"section_id": f"1.5-{number}"})
            assert found.structured_content
            assert found.structured_content["section_id"] == f"1.5-{number}"

    async def all_ask() -> None:
        with anyio.fail_after(60):
            async with anyio.create_task_group() as group:
                for number in (1, 2, 3, 4):
                    group.start_soon(ask, number)
            await ask(1)

    anyio.run(all_ask)


def test_it_is_off_unless_set(client: httpx.Client) -> None:
    assert client.post("/mcp", json={}).status_code == 404
    assert "/mcp" not in client.get("/llms.txt").text


def test_a_missing_sdk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "mcp" else found(name))
    with pytest.raises(SettingsError, match=r"needs the extra 'mcp': pip install 'dovidnyk\[mcp\]'"):
        create_app(Settings(var=tmp_path, mcp=True))
    create_app(Settings(var=tmp_path))


def test_the_sdk_leaves_the_logs_of_the_process_alone(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers), logging.getLogger().level
    create_app(Settings(var=tmp_path, mcp=True))
    assert (logging.getLogger().handlers, logging.getLogger().level) == before
