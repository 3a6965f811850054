"""What stands before every page and call: who may ask, from where, how much."""

import hashlib
import hmac

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from tellings.web.state import Visitor, web_of


def form_token(request: HTTPConnection) -> str:
    """What a form of this visitor must carry."""
    session = request.scope.get("session_id", "")
    return hmac.new(web_of(request).settings.secret, f"form {session}".encode(), hashlib.sha256).hexdigest()


class Guard:
    """The outermost layer of the desk."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets through, or answers itself."""
        if scope["type"] == "http":
            scope["visitor"] = Visitor(scope["app"].state.web.settings.reader, "admin")
        await self._app(scope, receive, send)
