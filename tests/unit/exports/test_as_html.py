"""The page as text: nothing of a report becomes markup, every link leads somewhere, nothing is fetched."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from tellings.exports.as_html import to_html
from tellings.exports.marked_text import MarkedText
from tellings.model.brief import Briefing, Marked
from tests import attacks, harbour

ELEMENTS = frozenset(
    "html head meta title style script body a main div h1 h2 h3 nav ol ul li article header p b section span svg line "
    "text title rect circle figure figcaption i time table caption thead tbody tr th td details summary aside mark "
    "footer br".split()
)
NEVER_CLOSED = frozenset({"meta", "br"})


class Page(HTMLParser):
    """What a parser makes of the page: elements, attributes, ids, links, and the text inside the marks."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.marked: dict[str, str] = {}
        self.marks: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in NEVER_CLOSED and not (self.get_starttag_text() or "").endswith("/>"):
            self.open.append(tag)
        if tag == "mark":
            self.marks.append(dict(attrs).get("id") or "")
            self.marked.setdefault(self.marks[-1], "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "mark":
            self.marks.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        for mark in self.marks:
            self.marked[mark] += data

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]


@pytest.fixture(scope="module")
def harbour_page() -> Page:
    return Page(to_html(harbour.briefing(), harbour.DOCUMENTS))


@pytest.fixture(scope="module")
def attack_page() -> Page:
    briefing, doc = attacks.briefing()
    return Page(to_html(briefing, [doc]))


def test_every_citation_leads_to_the_words_it_cites(harbour_page: Page) -> None:
    links = {attrs["href"] for _, attrs in harbour_page.elements if attrs.get("class") == "cite"}
    assert len(links) > 12
    documents = dict(enumerate(harbour.DOCUMENTS, start=1))
    for link in links:
        number, start, end = map(int, re.fullmatch(r"#s1r(\d+)-(\d+)-(\d+)", link or "").groups())  # type: ignore[union-attr]
        assert harbour_page.marked[f"s1r{number}-{start}-{end}"] == documents[number].text[start:end]


def test_links_inside_the_page_lead_somewhere_and_ids_stand_once(harbour_page: Page, attack_page: Page) -> None:
    for page in (harbour_page, attack_page):
        ids = page.values("id")
        assert len(ids) == len(set(ids))
        inside = [href[1:] for href in page.values("href") if href.startswith("#")]
        assert [href for href in inside if href not in ids] == []


def test_only_the_page_of_a_report_is_linked_outside(harbour_page: Page, attack_page: Page) -> None:
    outside = [href for href in harbour_page.values("href") if not href.startswith("#")]
    assert outside == ["https://ledger.example/aldis"]
    assert [href for href in attack_page.values("href") if not href.startswith("#")] == []


def test_nothing_is_fetched(harbour_page: Page, attack_page: Page) -> None:
    for page in (harbour_page, attack_page):
        assert page.values("src") == []
        assert [tag for tag, attrs in page.elements if tag == "link"] == []
    assert not re.search(r"url\(|@import", to_html(harbour.briefing(), harbour.DOCUMENTS))


def test_words_of_reports_never_become_markup(attack_page: Page) -> None:
    assert {tag for tag, _ in attack_page.elements} <= ELEMENTS
    assert [tag for tag, _ in attack_page.elements].count("script") == 1
    assert [tag for tag, _ in attack_page.elements].count("style") == 1
    names = {name for _, attrs in attack_page.elements for name in attrs}
    assert [name for name in names if name.startswith("on") or name == "style"] == []


def test_words_of_reports_are_never_evaluated_as_a_template() -> None:
    briefing, doc = attacks.briefing()
    page = to_html(briefing, [doc])
    assert "{{ 7*7 }}{% raw %}" in page
    assert ">49<" not in page


def test_no_character_that_acts_reaches_the_page() -> None:
    briefing, doc = attacks.briefing()
    page = to_html(briefing, [doc])
    assert [c for c in page if not c.isprintable() and c not in "\n\u2028"] == []


def test_the_policy_allows_the_page_s_own_style_and_script_by_hash() -> None:
    import base64
    import hashlib

    page = to_html(harbour.briefing(), harbour.DOCUMENTS)
    for element in ("style", "script"):
        content = re.search(f"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert content
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{element}-src &#39;sha256-{digest}&#39;" in page.replace("'", "&#39;")
    assert "unsafe" not in page


def test_furniture_is_set_back_and_long_furniture_folded(harbour_page: Page) -> None:
    classes = [(tag, attrs.get("class")) for tag, attrs in harbour_page.elements]
    assert ("span", "furniture") in classes
    assert ("details", "furniture") in classes


def test_a_report_whose_text_was_not_handed_over_is_still_listed() -> None:
    page = to_html(harbour.briefing(), ())
    assert "reports/courier.txt" in page
    assert page.count("The text was not kept.") == 3


def test_a_giant_report_is_shown_around_its_citations() -> None:
    words = "word " * 400_000
    text = words + "The dyke held." + words
    place = (len(words), len(words) + len("The dyke held."))
    shown = MarkedText(text, "r1", {place: ["Summary"]}, []).render()
    assert "The dyke held." in shown
    assert len(shown) < 10_000
    assert "characters without citations not shown" in shown


@given(st.data())
def test_marks_nest_and_hold_their_words_however_places_cross(data: st.DataObject) -> None:
    text = data.draw(st.text("ab <&'", min_size=1, max_size=60).filter(str.strip))
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda s: s[0] < s[1])
    places = data.draw(st.lists(spans, max_size=8))
    borders = sorted(set(data.draw(st.lists(st.integers(0, len(text)), max_size=6))))
    furniture = [Marked(s, e, "why") for s, e in zip(borders[::2], borders[1::2], strict=False)]

    marked = MarkedText(text, "r", {place: ["line"] for place in places}, furniture)
    page = str(marked.render())

    assert re.sub(r"<[^>]*>", "", page) == str(escape(text))
    parsed = Page(page)
    assert parsed.open == []
    for start, end in set(places):
        assert f"r-{start}-{end}" in parsed.marked
        if f"r-{start}-{end}" not in marked.split:
            assert parsed.marked[f"r-{start}-{end}"] == text[start:end]


def test_an_empty_briefing_is_a_page() -> None:
    page = Page(to_html(Briefing(harbour.briefing().generator, (), ()), ()))
    assert "h1" in [tag for tag, _ in page.elements]
