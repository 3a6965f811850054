"""The server: tools and resources over the protocol, and the way to it over HTTP."""

import asyncio
import logging
import signal
from time import perf_counter
from typing import Any

import msgspec
from mcp import types
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError

from tellings.errors import TellingsError
from tellings.mcp.aside import GRACE, Aside
from tellings.mcp.citing import HERE
from tellings.mcp.guard import LOOPBACK, App, Guard
from tellings.mcp.looking import Served
from tellings.mcp.resources import list_resources, read_resource
from tellings.mcp.tools import Tool, list_tools, run_tool, to_schema
from tellings.mcp.words import NOTICE, mark, write_json
from tellings.service.events import note
from tellings.version import VERSION

AT_ONCE = 4
"""Tools that run at the same time; others wait. More would only take turns on the same cores."""

LARGEST_BODY = 1 << 20

INSTRUCTIONS = (
    "A library of news reports sorted into stories. list_stories and search find stories; brief, timeline, quotations "
    "and compare tell one story; new_since tells what changed; check_draft tests what you wrote. Every line has "
    f"citations: name the outlet and the day, and give the link. {NOTICE}"
)

_log = logging.getLogger(__name__)


def make_server(served: Served, *, writes: bool = False) -> Server[Any]:
    """The server of the protocol; tools that change the library only with ``writes``."""
    tools = list_tools(writes=writes)
    aside = Aside(AT_ONCE)

    async def list_all(ctx: ServerRequestContext[Any], params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_describe(tool) for tool in tools.values()])

    async def call(ctx: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            return _fail(f"There is no tool {params.name[:60]!r}. Choose among: {', '.join(tools)}.")
        begun, outcome = perf_counter(), "answered"
        try:
            return await aside.run(_answer, tool, served, params.arguments or {})
        except asyncio.CancelledError:
            outcome = "cancelled"
            raise
        except TellingsError as err:
            outcome = "refused"
            return _fail(str(err))
        except Exception:
            outcome = "fault"
            _log.exception("tool %s", tool.name)
            return _fail(f"{tool.name} failed: a fault in tellings, not in your call. The server's log says where.")
        finally:
            note("tool", tool=tool.name, outcome=outcome, seconds=round(perf_counter() - begun, 3))

    async def list_briefs(ctx: ServerRequestContext[Any], params: Any) -> types.ListResourcesResult:
        found = await aside.run(list_resources, served)
        return types.ListResourcesResult(
            resources=[
                types.Resource(uri=uri, name=uri.removeprefix(HERE), title=title, mime_type="text/markdown")
                for uri, title in found
            ]
        )

    async def list_kinds(ctx: ServerRequestContext[Any], params: Any) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=_KINDS)

    async def read(ctx: ServerRequestContext[Any], params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        uri = str(params.uri)
        try:
            kind, text = await aside.run(read_resource, served, uri)
        except TellingsError as err:
            raise MCPError(code=types.INVALID_PARAMS, message=str(err).partition("\n")[0]) from err
        return types.ReadResourceResult(contents=[types.TextResourceContents(uri=uri, text=text, mime_type=kind)])

    return Server(
        "tellings",
        version=VERSION,
        title="tellings",
        instructions=INSTRUCTIONS,
        on_list_tools=list_all,
        on_call_tool=call,
        on_list_resources=list_briefs,
        on_list_resource_templates=list_kinds,
        on_read_resource=read,
    )


_KINDS = [
    types.ResourceTemplate(
        uri_template=f"{HERE}stories/{{story}}",
        name="brief",
        description=f"The brief of a story in full, as Markdown. {NOTICE}",
        mime_type="text/markdown",
    ),
    types.ResourceTemplate(
        uri_template=f"{HERE}reports/{{report}}",
        name="report",
        description=f"The text of a report; start and end of a citation count in it. {NOTICE}",
        mime_type="text/plain",
    ),
]


def _describe(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=to_schema(tool.asked),
        output_schema=to_schema(tool.answer),
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=not tool.changes,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=tool.outside,
        ),
    )


def _answer(tool: Tool, served: Served, given: dict[str, Any]) -> types.CallToolResult:
    encoded = msgspec.json.encode(run_tool(tool, served, given))
    # The notice is the first string of the reply itself.
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=mark(write_json(encoded), said=""))],
        structured_content=msgspec.json.decode(encoded),
    )


def _fail(why: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=why)], is_error=True)


def make_http_app(server: Server[Any], *, hosts: tuple[str, ...] = LOOPBACK, token: str | None = None) -> App:
    """The server as an ASGI application at ``/mcp``; see ``guard.Guard`` for ``hosts`` and ``token``."""
    inner = server.streamable_http_app(
        max_request_body_size=LARGEST_BODY,
        # Host and Origin are looked at by the guard, in front of everything.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return Guard(inner, hosts=hosts, token=token)


def run_http(app: App, *, host: str, port: int) -> None:
    """Serves over HTTP until SIGINT or SIGTERM; what is being answered then has ``GRACE`` seconds."""
    import uvicorn

    def leave(number: int, frame: object) -> None:
        """The server has heard it already, and hands it on when it is done."""

    kept = {number: signal.signal(number, leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        uvicorn.run(
            app, host=host, port=port, log_level="warning", server_header=False, timeout_graceful_shutdown=GRACE
        )
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
