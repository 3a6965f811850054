"""Pages of long lists, with links to the next and the one before (RFC 8288)."""

from collections.abc import Sequence
from typing import TypeVar

from starlette.datastructures import URL

MOST = 200
"""Things on one page at most: a page of 200 stories of 20 reports has some 500 KB."""

DEEPEST = 1_000_000
"""How far into a list a page may begin: databases count from the front."""

T = TypeVar("T")


def cut_page(found: Sequence[T], limit: int) -> tuple[tuple[T, ...], bool]:
    """The first ``limit`` of what was found, and whether there is more; ask for one more than ``limit`` to know."""
    return tuple(found[:limit]), len(found) > limit


def link_pages(url: URL, *, limit: int, offset: int, more: bool) -> dict[str, str]:
    """The Link header of a page that begins at ``offset``, or nothing where there is one page only.

    Links are relative to the host: what stands in front of the server may have another name.
    """
    links = []
    if offset:
        links += [(0, "first"), (max(offset - limit, 0), "prev")]
    if more:
        links.append((offset + limit, "next"))
    return join_links([(_at(url, limit=limit, offset=start), rel) for start, rel in links])


def link_before(url: URL, *, limit: int, before: int | None) -> dict[str, str]:
    """The Link header of a page of a log that is read backwards: the next begins below the number ``before``."""
    return join_links([(_at(url, limit=limit, before=before), "next")]) if before is not None else {}


def join_links(links: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Addresses and their relations as one header; none without any."""
    return {"Link": ", ".join(f'<{address}>; rel="{rel}"' for address, rel in links)} if links else {}


def _at(url: URL, **given: int | None) -> str:
    changed = url.include_query_params(**{name: value for name, value in given.items() if value is not None})
    return f"{changed.path}?{changed.query}"
