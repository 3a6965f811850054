"""What a web page says of itself to machines: title, authors, outlet, date, language, address."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from urllib.parse import urlsplit

from tellings.model.document import Provenance, Published
from tellings.readers.bylines import clean_bylines
from tellings.readers.linkeddata import Article, find_article
from tellings.readers.page import Element, first_heading, words_of
from tellings.readers.stamps import MONTHS, Stamp, publish, read_stamp

LONGEST = 1000
"""Characters of one field; a longer one is no title, name or date."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page states beside its text; ``None`` or empty where it states nothing that can be believed."""

    title: str | None
    outlet: str | None
    url: str | None
    bylines: tuple[str, ...]
    language: str | None
    published: Published
    body: str
    provenance: tuple[Provenance, ...]
    notes: tuple[str, ...]


_TITLES = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "title")
_OUTLETS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name", "copyright")
_AUTHORS = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "byline", "authors", "article.author", "cxenseparse:author", "citation_author",
)  # fmt: skip
_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "bt:pubdate", "cxenseparse:recs:publishtime", "publication_date",
    "publish-date", "publishdate", "publish_date", "published_time", "published-date", "pubdate", "pub_date",
    "article.published", "article_date_original", "originalpublicationdate", "displaydate", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date",
    "article:post_date", "rnews:datepublished", "date", "dcterms.available", "iso-8601-publish-date", "created",
)  # fmt: skip
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)/(\d{1,2}|[a-z]{3})/(\d{1,2})(?:/|$)", re.I)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?", re.I)
_PUBLISHED_CLASS = re.compile(
    r"publish|pub-?date|posted|entry-date|post-date|date-?time|timestamp|byline|dateline", re.I
)
_BYLINE_CLASS = re.compile(r"\b(?:byline|author)", re.I)
_BYLINE_SHOWN = re.compile(r"(?:By|BY|Von|Par|Por)\s+[^\W\d_a-z][^\d@|:/]{2,70}")
MOST_MARKED = 4
MOST_HEADINGS = 200
_AUTHOR_PAGE = re.compile(r"/(?:authors?|autor(?:en|es|a|as)?|auteurs?|autori|autore)/[^?#]", re.I)
_WRITTEN = re.compile(r"written|author|verfasst|geschrieben|\u00e9crit|escrito|scritto|geschreven|autor", re.I)
_BAR = re.compile(r"\s+[|\u2013\u2014\u2022\u00bb\u00ab\u00b7-]\s+|\s*\|\s*")
_PART = re.compile(r"\s+[|\u2013\u2014\u2022\u00bb:-]\s+|\s*\|\s*")


def read_metadata(tree: Element, *, today: date | None = None, address: str = "") -> Metadata:
    """What the page states, each field with the place it was taken from; never a guess from the running text.

    ``address`` is where it was fetched, "" where that is not known.
    """
    reader = _PageFields(tree, find_article(tree), today)
    url = reader.url(address)
    outlet = reader.outlet(url)
    title = reader.title([name for name in (outlet, host_of(url), host_of(url).rpartition(".")[0]) if name])
    bylines = reader.bylines([name for name in (outlet, host_of(url), host_of(url).rpartition(".")[0]) if name])
    language = reader.language()
    published = reader.published(url)
    return Metadata(
        title, outlet, url, bylines, language, published, reader.article.body, tuple(reader.found), tuple(reader.notes)
    )


class _PageFields:
    """One page's fields, read in order of trust; ``found`` keeps where each came from."""

    def __init__(self, tree: Element, article: Article, today: date | None) -> None:
        self.tree = tree
        self.article = article
        self.today = today
        self.metas = _metas(tree)
        self.marked: list[tuple[str, list[str]]] | None = None
        self.found: list[Provenance] = []
        self.notes: list[str] = []

    def _first(self, target: str, candidates: Iterable[tuple[str, str]]) -> str | None:
        for basis, value in candidates:
            words = " ".join(value.split())
            if words and len(words) <= LONGEST:
                self.found.append(Provenance(target, basis))
                return words
        return None

    def _named(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        for name in names:
            for value in self.metas.get(name, ()):
                yield name, value

    def url(self, address: str) -> str | None:
        links = [(link.get("href") or "") for link in self.tree.iter("link") if (link.get("rel") or "") == "canonical"]
        candidates = [
            *(("canonical", link) for link in links),
            *self._named(("og:url",)),
            ("json-ld", self.article.url),
            ("address", address),
        ]
        return self._first("url", ((basis, url.strip()) for basis, url in candidates if _is_address(url)))

    def outlet(self, url: str | None) -> str | None:
        named = [("json-ld", self.article.publisher), *self._named(_OUTLETS)]
        believed = [(basis, value) for basis, value in named if value and len(value) <= 60 and not _is_address(value)]
        return self._first("outlet", [*believed, ("address", host_of(url))])

    def title(self, own: Sequence[str]) -> str | None:
        """The title that two of heading, JSON-LD and OpenGraph share, else JSON-LD's; ``own`` are the site's names.

        Without JSON-LD it is the heading where what the page gives to machines is alike. Measured on 128 pages of news
        sites with the titles their own parsers take, and 845 pages of all kinds with titles by hand: right .813 and
        .791 without ``_shown_part``; with the heading first where it is alike .773 and .785, with JSON-LD first .820
        and .770, with OpenGraph first .789 and .683. Of 24 wrong ones of news sites 17 are another title of that page.
        """
        given = [("json-ld", self.article.headline), *self._named(_TITLES)]
        given = [(basis, _drop_site(value, own)) for basis, value in given if value.strip()]
        page_title = _drop_site(next((words_of(title) for title in self.tree.iter("title")), ""), own)
        heading = self._heading(own, [*(value for _, value in given), page_title])
        social = " ".join(next((value for basis, value in given if basis == "og:title"), "").split())
        by_two = bool(heading) and heading == social
        cut = self.article.headline.rstrip().endswith(("\u2026", "..."))
        # A heading that ends in the title given begins with a kicker ("Floods Dam gives way").
        kicker = any(heading.endswith(value) and value.count(" ") > 2 for _, value in given)
        alike = not kicker and any(_alike(heading, value) for _, value in given)
        if heading and (by_two or ((cut or not self.article.headline) and alike)):
            given.insert(0, ("h1", heading))
        told = [*given, ("h1", heading), ("title", page_title)]
        return self._first("title", ((basis, self._shown_part(basis, value)) for basis, value in told))

    def _shown_part(self, basis: str, title: str) -> str:
        """What stands before or behind a bar of it and is a heading of the page; all of it where there is no such part.

        So goes the rest of a site's name, a section or a forum: right titles .802 instead of .791 on 845 pages of all
        kinds, and as many as before on 128 of news sites.
        """
        bars = [] if basis in ("json-ld", "h1") else list(_BAR.finditer(title))
        if not bars:
            return title
        shown = {_letters(words_of(heading)) for heading in islice(self.tree.iter("h1", "h2", "h3"), MOST_HEADINGS)}
        if _letters(title) in shown:
            return title
        for part in chain.from_iterable((title[: bar.start()], title[bar.end() :]) for bar in bars):
            if part.count(" ") > 1 and _letters(part) in shown:
                return part
        return title

    def _heading(self, own: Sequence[str], told: Sequence[str]) -> str:
        """The page's heading; of several the one that its titles name."""
        names = set(map(_letters, own))
        heading = _drop_site(first_heading(self.tree), own)
        heading = "" if _letters(heading) in names else heading
        told = [_letters(value) for value in told if value]
        if heading and any(_letters(heading) in value for value in told):
            return heading
        for words in (_drop_site(words_of(h1), own) for h1 in self.tree.iter("h1")):
            letters = _letters(words)
            if " " in words and letters and letters not in names and any(letters in value for value in told):
                return words
        return heading

    def bylines(self, own: Sequence[str]) -> tuple[str, ...]:
        """The authors the page names; the outlet's own name only where it names no other."""
        given: list[tuple[str, list[str]]] = [("json-ld", list(self.article.authors))]
        given += ((name, list(self.metas.get(name, ()))) for name in _AUTHORS)
        given.append(("twitter:data", _written_by(self.metas)))
        for names_of in (own, ()):
            for basis, values in chain(given, self._marked()):
                names = clean_bylines(values, own=names_of)
                if names:
                    self.found.append(Provenance("bylines", basis))
                    return names
        return ()

    def _marked(self) -> Iterator[tuple[str, list[str]]]:
        """Authors marked in the page; looked for only where they are asked for, as it takes a walk over all of it."""
        if self.marked is None:
            self.marked = _marked_authors(self.tree)
        yield from self.marked

    def language(self) -> str | None:
        root = self.tree.get("lang") or self.tree.get("xml:lang") or ""
        named = [("html lang", root), *self._named(("content-language", "language", "dc.language", "og:locale"))]
        named.append(("json-ld", self.article.language))
        for basis, value in named:
            match = _LANGUAGE.fullmatch(value.split(",")[0].strip())
            if match:
                self.found.append(Provenance("language", basis))
                script, region = match[2], match[3]
                parts = (match[1].lower(), script.title() if script else "", region.upper() if region else "")
                return "-".join(part for part in parts if part)
        return None

    def published(self, url: str | None) -> Published:
        candidates = [("json-ld datePublished", self.article.published), *self._named(_DATES)]
        candidates += _marked_dates(self.tree)
        stamps: list[tuple[str, Stamp, Published]] = []
        for basis, value in candidates:
            try:
                stamp = read_stamp(value) if value else None
                if stamp:
                    stamps.append((basis, stamp, publish(stamp, why=basis, today=self.today)))
            except ValueError as err:
                self.notes.append(f"{basis} left out: {err}")
        if not stamps:
            return self._published_by_address(url)
        basis, _, published = _in_local_time(stamps)
        self.found.append(Provenance("published", basis))
        return published

    def _published_by_address(self, url: str | None) -> Published:
        parts = _ADDRESS_DAY.search(urlsplit(url).path) if url else None
        if not parts:
            return Published()
        try:
            month = MONTHS.get(parts[2].lower()) or int(parts[2])
            day = date(int(parts[1]), month, int(parts[3]))
            published = publish(Stamp(day), why="date in the page's address", today=self.today)
        except ValueError:
            return Published()
        self.found.append(Provenance("published", "address"))
        return published


def _in_local_time(stamps: list[tuple[str, Stamp, Published]]) -> tuple[str, Stamp, Published]:
    """The first stamp, or the same moment told with the outlet's own offset: in UTC an evening is the next day."""
    first = stamps[0][1].at
    if first is None or first.utcoffset():
        return stamps[0]
    for entry in stamps[1:]:
        at = entry[1].at
        if at is not None and at.utcoffset() and abs((at - first).total_seconds()) < 60:
            return entry
    return stamps[0]


def _written_by(metas: Mapping[str, Sequence[str]]) -> list[str]:
    """The names that a page gives for the card shown with a link to it: a label ("Written by") and its value."""
    found = list(metas.get("twitter:misc:written by", ()))
    for number in ("1", "2"):
        if any(_WRITTEN.search(label) for label in metas.get(f"twitter:label{number}", ())):
            found += metas.get(f"twitter:data{number}", ())
    return found


def _metas(tree: Element) -> dict[str, tuple[str, ...]]:
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.strip().lower(), []).append(content)
    return {name: tuple(dict.fromkeys(values)) for name, values in metas.items()}


def _marked_dates(tree: Element) -> list[tuple[str, str]]:
    """Dates marked in the page: microdata first, then ``time`` elements as long as they leave one day only."""
    marked = [
        ("itemprop datePublished", element.get("content") or element.get("datetime") or words_of(element))
        for element in tree.xpath('//*[@itemprop="datePublished"][not(self::meta)]')
    ]
    times = [time for time in tree.iter("time") if time.get("datetime")]
    labelled = [time for time in times if time.get("pubdate") is not None or _PUBLISHED_CLASS.search(_label(time))]
    for found in (labelled, times):
        days = dict.fromkeys((time.get("datetime") or "")[:10] for time in found)
        if len(days) == 1:
            return [*marked, ("time", found[0].get("datetime"))]
    return marked


def _label(element: Element) -> str:
    parent = element.getparent()
    own = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return own if parent is None else f"{own} {parent.get('class') or ''}"


def _marked_authors(tree: Element) -> list[tuple[str, list[str]]]:
    microdata = tree.xpath('//*[@itemprop="author"]')
    named = [words_of(next(iter(element.xpath('.//*[@itemprop="name"]')), element)) for element in microdata[:50]]
    linked = [words_of(link) for link in tree.iter("a") if "author" in (link.get("rel") or "").split()]
    pages = [words_of(link) for link in tree.iter("a") if _AUTHOR_PAGE.search(link.get("href") or "")]
    pages = [name for name in pages if 1 <= name.count(" ") <= 4 and not any(map(str.isdigit, name))]
    found = [
        ("itemprop author", named),
        ("rel author", linked),
        ("byline", _bylines_shown(tree)),
        ("link to the author", pages if len(set(pages)) == 1 else []),
    ]
    # A page that marks many authors lists those of other articles.
    return [(basis, names) for basis, names in found if len(set(names)) <= MOST_MARKED]


def _bylines_shown(tree: Element) -> list[str]:
    """The first line on the page that is classed as a byline and reads like one: "By Jane Roe"."""
    for element in tree.xpath("//p[@class] | //div[@class] | //span[@class] | //a[@class] | //address[@class]"):
        if _BYLINE_CLASS.search(element.get("class")):
            words = words_of(element)
            if len(words) <= 80 and _BYLINE_SHOWN.fullmatch(words):
                return [words]
    return []


def _is_address(value: str) -> bool:
    return bool(re.match(r"https?://[^\s/]+", value.strip(), re.I))


def host_of(url: str | None) -> str:
    """The site of an address without "www.", or ""."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _drop_site(title: str, own: Sequence[str]) -> str:
    """Without one of the site's names behind or before a bar: "Storm hits Marelle | The Daily Lantern"."""
    title = " ".join(title[:LONGEST].split())
    names = {variant for name in map(_letters, own) for variant in (name, f"the{name}", name.removeprefix("the"))}
    for match in _PART.finditer(title):
        if _letters(title[match.end() :]) in names:
            return title[: match.start()]
        if _letters(title[: match.start()]) in names:
            return title[match.end() :]
    return title


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _alike(a: str, b: str) -> bool:
    """Whether one of two titles holds the other, or most words are the same."""
    first, second = set(a.casefold().split()), set(b.casefold().split())
    return len(first & second) >= 0.6 * min(len(first), len(second))
