"""Pieces of pages that are the same for many visitors, kept in memory until what they show changes."""

import hashlib
import hmac
import zlib
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from tellings.web.state import Web, visitor_of, web_of
from tellings.web.templates import csrf, environment

Values = Callable[[Callable[[str], Any]], Mapping[str, Any]]
"""From a way to take in macros of another template to what a template is rendered with."""


QUICKLY = 1
"""zlib: a page of 200 KB in 2 ms to a tenth; 6 would leave a fifth less and take four times as long."""


def keep_text(web: Web, key: tuple[Hashable, ...], make: Callable[[], str]) -> str:
    """What ``make`` gives, or gave before under the same ``key``."""
    packed = web.pieces.get(key, lambda: zlib.compress(make().encode("utf-8", "surrogatepass"), QUICKLY))
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")


def is_made(request: Request, key: tuple[Hashable, ...], name: str) -> bool:
    """Whether ``make_piece`` would find it made."""
    return web_of(request).pieces.holds(("piece", name, visitor_of(request).role, *key))


def make_piece(request: Request, key: tuple[Hashable, ...], name: str, values: Values) -> Markup:
    """The template rendered, or as it was rendered before under the same ``key`` for somebody of the same role.

    Forms in it get the visitor's own token. ``values`` is called with a function that loads the macros of a template,
    with the same context.
    """
    web, visitor = web_of(request), visitor_of(request)
    # What stands for the token while a piece is kept. Nobody can guess it, so no report can contain it.
    place = hmac.new(web.settings.secret, b"where the token of a form stands", hashlib.sha256).hexdigest()
    shared: dict[str, Any] = {
        "visitor": visitor,
        "csrf": lambda: Markup('<input type="hidden" name="csrf" value="{}">').format(place),
    }

    def load(other: str) -> Any:
        return environment().get_template(other).make_module(shared)

    def render() -> str:
        return environment().get_template(name).render(shared | dict(values(load)))

    kept = keep_text(web, ("piece", name, visitor.role, *key), render)
    return Markup(kept.replace(f'<input type="hidden" name="csrf" value="{place}">', str(csrf(request))))
