"""Every tool that looks, driven by the client of the protocol's own package, whatever the way it came in."""

from typing import Any

from jsonschema import Draft202012Validator
from mcp import Client
from mcp.types import CallToolResult, TextContent

from tests.unit.mcp.conftest import Shelf


def text_of(result: CallToolResult) -> str:
    """What a client that knows no structured answers hands to its model."""
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


async def call(client: Client, name: str, **arguments: Any) -> dict[str, Any]:
    """The answer of a tool, which must be as its schema says."""
    result = await client.call_tool(name, arguments)
    assert isinstance(result, CallToolResult)
    assert not result.is_error, text_of(result)
    schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
    Draft202012Validator(schemas[name] or {}).validate(result.structured_content)
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def fail(client: Client, name: str, **arguments: Any) -> str:
    """What a tool says against the call."""
    result = await client.call_tool(name, arguments)
    assert isinstance(result, CallToolResult)
    assert result.is_error
    return text_of(result)


async def drive(client: Client, shelf: Shelf) -> dict[str, dict[str, Any]]:
    """The answers of all tools that look, by name."""
    dam = shelf.dam
    return {
        "list_stories": await call(client, "list_stories", order="largest"),
        "brief": await call(client, "brief", story=dam),
        "timeline": await call(client, "timeline", story=dam, status=["expected", "cancelled"]),
        "quotations": await call(client, "quotations", story=dam, kind=["direct"], limit=5),
        "compare": await call(client, "compare", story=dam, verdict=["conflict", "updated"]),
        "new_since": await call(client, "new_since", story=dam, since="2025-03-15"),
        "search": await call(client, "search", query='"pumping trucks"'),
        "check_draft": await call(client, "check_draft", story=dam, text="Lurovia sent 900 pumping trucks to Tolvash."),
    }


def check_answers(answers: dict[str, dict[str, Any]], shelf: Shelf) -> None:
    """What stands in the example story is told, with citations."""
    assert answers["list_stories"]["stories"][0]["id"] == shelf.dam
    brief = answers["brief"]
    assert brief["summary"]
    assert all(line["citations"] for line in brief["summary"])
    verdicts = [row["verdict"] for row in answers["compare"]["findings"]]
    assert verdicts
    assert set(verdicts) <= {"conflict", "updated"}
    assert answers["timeline"]["total"] >= len(answers["timeline"]["entries"]) > 0
    assert {row["kind"] for row in answers["quotations"]["quotations"]} == {"direct"}
    assert answers["new_since"]["new_reports"] == 2
    assert answers["search"]["hits"]
    assert next(row["verdict"] for row in answers["check_draft"]["sentences"]) in ("contradicted", "differs")
    for name, answer in answers.items():
        assert next(iter(answer)) == "notice", name
