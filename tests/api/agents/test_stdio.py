"""`dovidnyk mcp` as an agent starts it: a child process, spoken to with the SDK's own client."""

import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

QUOTE = "протягом 14 днів із дня втрати посвідки"


@pytest.fixture
def ask(repository: Path, var_folder: Path) -> Callable[[Callable[[Client], Awaitable[Any]]], Any]:
    """Does something with a client whose server is a child process."""

    def run(work: Callable[[Client], Awaitable[Any]]) -> Any:
        child = StdioServerParameters(
            command=sys.executable,
            args=["-m", "api", "mcp"],
            cwd=repository,
            env={"DOVIDNYK_VAR": str(var_folder), "DOVIDNYK_THREADS": "1"},
        )

        async def session() -> Any:
            with anyio.fail_after(120):
                async with Client(stdio_client(child)) as client:
                    return await work(client)

        return anyio.run(session)

    return run


def test_a_question_is_answered_in_quotes_with_citation_and_link(ask: Any) -> None:
    async def work(client: Client) -> Any:
        return await client.call_tool("search_guide", {"question": "загубила картку, шо робити"})

    found = ask(work).structured_content
    assert found["outcome"] == "answered"
    (quote,) = found["quotes"]
    assert QUOTE in quote["text"]
    assert quote["citation"] == "Розділ 1, пункт 1, підпункт 1-3 «Втрата посвідки на проживання»"
    assert quote["official_link"].startswith("https://www.moj.go.jp/")
    assert found["deadlines"] == [{"text": "14 днів", "days": 14}]
    assert found["guide"]["contents_as_of"] == "2021-08"


def test_where_the_guide_has_no_answer_it_says_so_and_whom_to_ask(ask: Any) -> None:
    async def work(client: Client) -> Any:
        questions = ("Які умови програми для українців у Канаді?", "землетрус, куди евакуюватися від цунамі")
        return [(await client.call_tool("search_guide", {"question": one})).structured_content for one in questions]

    nothing, elsewhere = ask(work)
    assert (nothing["outcome"], nothing["quotes"]) == ("no_match", [])
    assert "0570-013904" in nothing["pointer"]["contact"]["text"]
    assert nothing["what_to_say"].startswith("The guide has no answer.")
    assert elsewhere["outcome"] == "other_chapter"
    assert "110" in [emergency["number"] for emergency in elsewhere["pointer"]["emergencies"]]


def test_sections_are_read_and_quotations_verified(ask: Any) -> None:
    async def work(client: Client) -> Any:
        read = await client.call_tool("read_section", {"section_id": "1.1-2"})
        right = await client.call_tool("verify_quote", {"section_id": "1.1", "quote": QUOTE})
        wrong = await client.call_tool("verify_quote", {"section_id": "1.1-3", "quote": QUOTE.replace("14", "7")})
        return [result.structured_content for result in (read, right, wrong)]

    read, right, wrong = ask(work)
    assert read["text"].startswith("1-2 Повідомлення про місце проживання")
    elsewhere = {"section_id": None, "citation": "Розділ 2, пункт 1, підпункт 1-1 «Повідомлення про адресу»"}
    assert elsewhere in read["see_also"]
    assert (right["match"], right["section_id"]) == ("exact", "1.1-3")
    assert (wrong["match"], wrong["printed"]) == ("none", QUOTE)
    assert wrong["differences"] == [{"quoted": "7", "printed": "14"}]


def test_sections_are_resources(ask: Any) -> None:
    async def work(client: Client) -> Any:
        contents = await client.read_resource("dovidnyk://sections")
        section = await client.read_resource("dovidnyk://sections/1.2-6")
        with pytest.raises(MCPError, match="no section has the id '9'"):
            await client.read_resource("dovidnyk://sections/9")
        return [text.contents[0].model_dump()["text"] for text in (contents, section)]

    contents, section = ask(work)
    assert "(dovidnyk://sections/1.2-6.key)" in contents
    assert "## 2-6 (3) Повідомлення про статус чоловіка/дружини" in section


def test_mistakes_are_told_to_the_model(ask: Any) -> None:
    async def work(client: Client) -> Any:
        return [
            await client.call_tool("read_section", {"section_id": "9.9"}),
            await client.call_tool("search_guide", {"question": "\u200b"}),
            await client.call_tool("verify_quote", {"section_id": "1.1", "quote": "  "}),
        ]

    said = []
    for result in ask(work):
        assert result.is_error
        said.append(result.content[0].text)
    assert "ids look like 1.1" in said[0]
    assert "the question is empty" in said[1]
    assert "nothing visible" in said[2]


def test_the_tools_say_how_to_quote_and_are_typed(ask: Any) -> None:
    async def work(client: Client) -> Any:
        return client.instructions, (await client.list_tools()).tools

    instructions, tools = ask(work)
    assert "Quote the guide exactly" in instructions
    assert {tool.name for tool in tools} == {"search_guide", "read_section", "verify_quote"}
    for tool in tools:
        assert "  " not in tool.description
        assert tool.annotations.read_only_hint
        assert tool.output_schema["properties"]
        assert all(field["description"] for field in tool.input_schema["properties"].values())


def test_nothing_but_messages_goes_to_standard_output(repository: Path, var_folder: Path) -> None:
    """The debug log and whatever libraries print must not: one stray line ends the conversation."""
    messages: list[dict[str, Any]] = [
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": "search_guide", "arguments": {"question": "загубила картку"}},
        },
    ]
    child = subprocess.Popen(
        [sys.executable, "-m", "api", "mcp"],
        cwd=repository,
        env=os.environ | {"DOVIDNYK_VAR": str(var_folder), "DOVIDNYK_LOG_LEVEL": "debug"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdin
    assert child.stdout
    lines = []
    with child:
        for message in messages:
            child.stdin.write(json.dumps(message) + "\n")
            child.stdin.flush()
            if "id" in message:
                lines.append(child.stdout.readline())
        child.stdin.close()
        lines += child.stdout.readlines()
    assert [json.loads(line)["id"] for line in lines] == [1, 2]
    assert child.returncode == 0


def test_without_an_index_it_says_what_to_do(repository: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api", "mcp"],
        cwd=repository,
        env=os.environ | {"DOVIDNYK_VAR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "run 'dovidnyk ingest' first" in done.stderr
