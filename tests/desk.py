"""The desk served on a port of this machine, for tests that need a real browser or a real connection."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from tellings.ports import Store
from tellings.web.server import make_app, make_server
from tellings.web.settings import Settings

ENDS_IN = 10.0


@contextmanager
def served(store: Store, settings: Settings | None = None, *, clock: Callable[[], datetime]) -> Iterator[str]:
    """The address of a desk over the library, without a slash at its end; it ends with the block."""
    settings = replace(settings or Settings(secret=b"for tests"), grace=1)
    app = make_app(store, settings, clock=clock)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        answers = threading.Event()
        server = make_server(app, settings, answers.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        assert answers.wait(ENDS_IN), "the desk does not answer"
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(ENDS_IN)
            assert not thread.is_alive(), "the desk does not end"
