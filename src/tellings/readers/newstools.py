"""Articles as tools that fetch news write them in JSON: news-please, newspaper4k and fundus, in fields of their own."""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from tellings.readers.links import web_address

TEXT = ("text", "maintext", "plaintext")
TITLE = ("title", "title_rss", "title_page")
URL = ("url", "canonical_link")
OUTLET = ("outlet", "publisher", "meta_site_name", "source_domain")
PUBLISHED = ("date_publish", "published", "publish_date", "publishing_date")
LANGUAGE = ("meta_lang", "language", "lang")
"""What the page says of its language comes first: the ``language`` of newspaper4k is "en" where nobody set it."""

FLAT = tuple(dict.fromkeys((*TEXT, "id", *URL, *TITLE, "authors", *PUBLISHED, *OUTLET, "source_url", *LANGUAGE)))
"""All fields that are no object in themselves: what a column of a table may be called."""

UNSAID = ("", "None", "NULL")
"""What stands for nothing in dates and in titles of feeds: news-please writes Python's ``None`` and "NULL" as words."""

_MOST = 5000
"""Paragraphs of one body: what is longer is no article."""


def find_text(record: Mapping[str, object]) -> object:
    """The text of an article: the first field with words, else the paragraphs of a ``body`` as fundus has it.

    What is no text is given as it is, so that it can be said; ``None`` where no field is there.
    """
    given = [record[name] for name in TEXT if record.get(name) is not None]
    words = next((value for value in given if isinstance(value, str) and value.strip()), None)
    return words if words is not None else join_body(record.get("body")) or next(iter(given), None)


def join_body(body: object) -> str:
    """Summary, headlines and paragraphs of a body of sections, with an empty line between them; "" for another body."""
    if not isinstance(body, dict):
        return ""
    sections = body.get("sections")
    parts = [body.get("summary")]
    for section in sections if isinstance(sections, list) else ():
        if isinstance(section, dict):
            parts += [section.get("headline"), section.get("paragraphs")]
    lines = [line for part in parts if isinstance(part, list) for line in part if isinstance(line, str)]
    return "\n\n".join(line.strip("\n") for line in lines[:_MOST] if line.strip())


def fill_in(record: Mapping[str, object]) -> dict[str, object]:
    """The record with what stands deeper in it, or in another shape: the address of ``html``, the host of a site."""
    filled = dict(record)
    page = record.get("html")
    if isinstance(page, dict) and not record.get("url"):
        addresses = (web_address(page.get(name)) for name in ("responded_url", "requested_url"))
        filled["url"] = next(filter(None, addresses), None)
    site = web_address(record.get("source_url"))
    if site and not any(record.get(name) for name in OUTLET):
        filled["source_domain"] = (urlsplit(site).hostname or "").removeprefix("www.")
    return filled


def is_crawl(value: object) -> bool:
    """Whether it is what fundus saves of a crawl: lists of articles by publisher, and nothing else."""
    if not isinstance(value, dict) or not value:
        return False
    lists = list(value.values())
    return all(isinstance(each, list) for each in lists) and any(
        isinstance(one, dict) and (isinstance(one.get("body"), dict) or "publishing_date" in one)
        for each in lists
        for one in each[:1]
    )


def list_crawl(value: Mapping[str, list[object]]) -> Iterator[object]:
    """The articles of a crawl, each with its publisher."""
    for publisher, articles in value.items():
        for article in articles:
            yield {"publisher": publisher, **article} if isinstance(article, dict) else article


def split_values(text: str) -> list[object] | None:
    """Objects that stand one after the other, in a list or not; ``None`` where there is anything else.

    Tools add an object at a time to a file: each over several lines, or with the list closed after each.
    """
    decoder, at = json.JSONDecoder(), 0
    found: list[object] = []
    try:
        while True:
            while at < len(text) and text[at] in " \t\r\n,[]":
                at += 1
            if at == len(text):
                return found
            if text[at] != "{":
                return None
            value, at = decoder.raw_decode(text, at)
            found.append(value)
    except (ValueError, RecursionError):
        return None
