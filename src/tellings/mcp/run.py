"""The server put together and run; what it needs is loaded here and not before."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from tellings import app
from tellings.daily.desk import Desk, Store
from tellings.errors import MissingPart, UsageError
from tellings.mcp.guard import LOOPBACK
from tellings.mcp.looking import Served
from tellings.ports import Recogniser

PORT = 8378
"""Where it is found over HTTP unless it is said otherwise: beside the desk."""

SHORTEST_TOKEN = 16
"""Signs of a token at least, as at the desk: what nobody guesses even with a thousand tries a second."""


def serve(
    store: Store,
    *,
    clock: Callable[[], datetime],
    reader: str = "me",
    desk: str = "",
    writes: bool = False,
    http: tuple[str, int] | None = None,
    hosts: tuple[str, ...] = (),
    token: str | None = None,
) -> None:
    """Serves the library until the client leaves or the process is told to stop: on stdin and stdout, or over ``http``.

    ``desk`` is the address of a desk that links lead to. Over ``http`` (host and port) it answers to the names of the
    loopback, to the host and to ``hosts``; ``token`` is what every request must bring, if given.

    Raises:
        MissingPart: when the extra ``mcp`` is not installed.
        UsageError: when it would be open to a network without a token, or the token can be guessed.
    """
    if http and http[0] not in ("127.0.0.1", "localhost", "::1") and not token:
        raise UsageError(
            f"{http[0]} can be reached from other machines: anybody there could read the library.\n"
            "Give --token SECRET, or serve on 127.0.0.1."
        )
    if http and token is not None and len(token) < SHORTEST_TOKEN:
        raise UsageError(f"the token has {len(token)} signs: others could guess it. Give {SHORTEST_TOKEN} or more.")
    try:
        from tellings.mcp.server import make_http_app, make_server, run_http
        from tellings.mcp.stdio import run_stdio
    except ModuleNotFoundError as err:
        raise MissingPart(
            f"the package {err.name} is not installed.\nInstall it with: pip install 'tellings[mcp]'"
        ) from err

    @cache
    def read() -> Recogniser:
        return app.pick_recogniser(None, None, True, 0)

    served = Served(
        store,
        clock,
        read,
        lambda: Desk(store, app.load_fetch(), clock),
        reader,
        f"{desk.rstrip('/')}/" if desk else "",
    )
    server = make_server(served, writes=writes)
    if http is None:
        run_stdio(server)
        return
    host, port = http
    named = f"[{host}]" if ":" in host else host
    run_http(make_http_app(server, hosts=(*LOOPBACK, named, *hosts), token=token), host=host, port=port)
