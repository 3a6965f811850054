"""``tellings mcp``: the library as tools for language models."""

import click

from tellings.commands.library_options import clock, library_option, opened
from tellings.commands.output import talk
from tellings.commands.running import logged_and_counted
from tellings.errors import UsageError

_PORT = 8378


@click.command()
@library_option
@click.option("--http", is_flag=True, help="Serve over HTTP at /mcp instead of standard input and output.")
@click.option("--host", default="127.0.0.1", metavar="NAME", help="Where to listen with --http (127.0.0.1).")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    metavar="N",
    help=f"Where to listen with --http ({_PORT}).",
)
@click.option(
    "--token",
    envvar="TELLINGS_MCP_TOKEN",
    metavar="SECRET",
    help="What each request must bring; needed beyond this machine ($TELLINGS_MCP_TOKEN).",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A name this server is reached by; may be given several times.",
)
@click.option("--allow-writes", is_flag=True, help="Give the tools that change the library too.")
@click.option("--desk", default="", metavar="URL", help="Links of citations lead to this desk (tellings serve).")
@click.option("--reader", default="me", envvar="TELLINGS_READER", metavar="NAME", help="Who looks ($TELLINGS_READER).")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@logged_and_counted
def mcp(
    library: str | None,
    http: bool,
    host: str,
    port: int,
    token: str | None,
    hosts: tuple[str, ...],
    allow_writes: bool,
    desk: str,
    reader: str,
    debug: bool,
) -> None:
    """Serves the library to a language model (Model Context Protocol), read-only unless allowed.

    A client starts it and talks with it over standard input and output; or with --http it is reached at an address.
    """
    from tellings.mcp.run import serve

    if desk and not desk.startswith(("http://", "https://")):
        raise UsageError(f"--desk {desk[:80]!r} is no address. Give the one of `tellings serve`: http://127.0.0.1:8377")
    with opened(library) as store:
        if http:
            named = f"[{host}]" if ":" in host else host
            talk(f"serving {store.where} at http://{named}:{port}/mcp; Ctrl-C stops it")
        serve(
            store,
            clock=clock,
            reader=reader,
            desk=desk,
            writes=allow_writes,
            http=(host, port) if http else None,
            hosts=tuple(host.lower() for host in hosts),
            token=token,
        )
