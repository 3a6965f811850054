"""The article a page describes in JSON-LD, read leniently: graphs, lists, references and broken JSON."""

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tellings.readers.page import Element

_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_TAG = re.compile(r"<[^<>]{1,500}>")
_BREAK = re.compile(r"</p>|<br\s*/?>|\n", re.I)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAP_START = re.compile(r"<!--|//\s*+<!\[CDATA\[|<!\[CDATA\[|/\*\s*+<!\[CDATA\[\s*+\*/")
_LOOSE = re.compile(r'"(headline|datePublished|articleBody)"\s*:\s*"((?:[^"\\]|\\.){1,2000})"')
MOST_NODES = 5000
"""Objects looked at in one script; a page with more describes a shop, not an article."""
MOST_ITEMS = 50_000
"""Objects and lists looked into in one script."""


@dataclass(frozen=True, slots=True)
class Article:
    """The fields of the page's article; "" or empty where the page does not give them."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    body: str = ""


def find_article(tree: Element) -> Article:
    """The page's own article: of several the one at the page's address, else the first that is no part of a list."""
    nodes: list[tuple[int, dict[str, Any]]] = []
    loose: dict[str, str] = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = _unwrap(script.text or "")
        try:
            nodes.extend(_walk(_parse(source)))
        except (ValueError, RecursionError):
            for name, value in _LOOSE.findall(source):
                loose.setdefault(name, _unescape(value))
    own = _addresses(tree)
    articles = [(depth, node) for depth, node in nodes if _is_article(node)]
    if not articles:
        pages = [node for _, node in nodes if _types(node) & {"WebPage", "NewsPage", "ItemPage"}]
        published = next((p for p in (_words(node.get("datePublished")) for node in pages) if p), "")
        return Article(
            headline=loose.get("headline", ""),
            published=loose.get("datePublished", "") or published,
            body=_plain(loose.get("articleBody", "")),
            publisher=_publisher(nodes),
        )
    depth = min(depth for depth, _ in articles)
    top = [node for level, node in articles if level == depth]
    node = next((n for n in top if own & _node_addresses(n)), top[0])
    known = {n["@id"]: n for _, n in nodes if isinstance(n.get("@id"), str) and n.get("name")}
    return _read_article(node, known, nodes)


def _read_article(
    node: dict[str, Any], known: dict[str, dict[str, Any]], nodes: list[tuple[int, dict[str, Any]]]
) -> Article:
    authors = tuple(_names(node.get("author"), known)) or tuple(_names(node.get("creator"), known))
    publisher = next(iter(_names(node.get("publisher"), known)), "") or _publisher(nodes)
    return Article(
        headline=_plain(_words(node.get("headline")) or _words(node.get("name"))),
        authors=tuple(_plain(name) for name in authors),
        publisher=_plain(publisher),
        published=_words(node.get("datePublished")) or _words(node.get("dateCreated")),
        language=_words(node.get("inLanguage")),
        url=_words(node.get("url")),
        body=_plain(_words(node.get("articleBody"))),
    )


def _unwrap(source: str) -> str:
    """The JSON of a script, without the comment or CDATA marks around it; takes linear time."""
    source = source.strip()
    if start := _WRAP_START.match(source):
        source = source[start.end() :]
    if source.endswith("-->"):
        source = source[:-3]
    else:
        closed = source.removesuffix("*/").rstrip()
        if closed.endswith("]]>"):
            source = closed[:-3].rstrip().removesuffix("//").removesuffix("/*")
    return source.strip().rstrip(";")


def _parse(source: str) -> object:
    try:
        return json.loads(source, strict=False)
    except ValueError:
        repaired = _TRAILING_COMMA.sub(r"\1", html.unescape(source) if "&quot;" in source else source)
        return json.loads(repaired, strict=False)


def _walk(value: object) -> Iterator[tuple[int, dict[str, Any]]]:
    """All objects with their depth; a graph adds none, being part of a list or of another work adds much."""
    waiting: deque[tuple[int, object]] = deque([(0, value)])
    seen = put = 0
    while waiting and seen < MOST_NODES:
        depth, item = waiting.popleft()
        within: Iterator[tuple[int, object]] = iter(())
        if isinstance(item, list):
            within = ((depth, each) for each in item if isinstance(each, dict | list))
        elif isinstance(item, dict):
            seen += 1
            yield depth, item
            held = ((key, each) for key, each in item.items() if isinstance(each, dict | list))
            within = ((depth + (0 if key == "@graph" else 1), each) for key, each in held)
        for one in islice(within, MOST_ITEMS - put):
            put += 1
            waiting.append(one)


def _types(node: dict[str, Any]) -> set[str]:
    value = node.get("@type")
    listed = value if isinstance(value, list) else [value]
    return {str(name).rsplit("/", 1)[-1] for name in listed if isinstance(name, str)}


def _is_article(node: dict[str, Any]) -> bool:
    return any(_ARTICLE.search(name) for name in _types(node))


def _addresses(tree: Element) -> set[str]:
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "") == "canonical"]
    metas = [meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:url"]
    return {_bare(url) for url in (*links, *metas) if url}


def _node_addresses(node: dict[str, Any]) -> set[str]:
    page = node.get("mainEntityOfPage")
    urls = [node.get("url"), node.get("@id"), page, page.get("@id") if isinstance(page, dict) else None]
    return {_bare(url) for url in urls if isinstance(url, str) and url}


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[#?].*$|/$", "", url.strip())


def _names(value: object, known: dict[str, dict[str, Any]], depth: int = 0) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, list):
        for each in value[:50]:
            yield from _names(each, known, depth)
    elif isinstance(value, dict) and depth < 4:
        name = value.get("name")
        if name:
            yield from _names(name, known, depth + 1)
        elif isinstance(value.get("@id"), str) and value["@id"] in known:
            yield from _names(known[value["@id"]].get("name"), known, depth + 1)


def _publisher(nodes: list[tuple[int, dict[str, Any]]]) -> str:
    sites = [node for _, node in nodes if _types(node) & {"NewsMediaOrganization", "WebSite"}]
    return next((name for name in (_words(site.get("name")) for site in sites) if name), "")


def _words(value: object) -> str:
    if isinstance(value, list):
        return next((words for words in map(_words, value) if words), "")
    if isinstance(value, dict):
        return _words(value.get("@value") or value.get("name"))
    return value.strip() if isinstance(value, str) else ""


def _unescape(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _plain(text: str) -> str:
    """Without tags, entities and soft hyphens, one line a paragraph."""
    text = text.replace("\xad", "")
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", html.unescape(text))))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)
