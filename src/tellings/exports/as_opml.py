"""A list of feeds as OPML, which every feed reader takes."""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from tellings.exports.characters import show_line


def to_opml(feeds: Iterable[tuple[str, str]], *, title: str = "Feeds") -> str:
    """The feeds (title, address) in the order given; one without a title goes by its address."""
    rows = [
        f'    <outline type="rss" text={quoteattr(show_line(name) or address)} xmlUrl={quoteattr(address)}/>'
        for name, address in feeds
    ]
    head = f"  <head><title>{quoteattr(show_line(title))[1:-1]}</title></head>"
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', '<opml version="2.0">', head, "  <body>", *rows,
                      "  </body>", "</opml>", ""])  # fmt: skip
