"""The readable text of a page: what stays, what goes, and pages made to break a reader."""

import time

import pytest

from tellings.readers.maintext import extract_main_text
from tellings.readers.page import declared_charset, first_heading, parse_page

FIRST = "The ferry to Luro was late for the fifth day on Tuesday, the harbour master said, and nobody knew why."
SECOND = (
    "“We will sail when the engine does,” said Mira Tal, who runs the line with her two brothers and a borrowed boat."
)
THIRD = (
    "Passengers waited under the roof of the fish market, where the tea was free and the news bad, until it got dark."
)
FOURTH = "A spokesman for the port of Luro said that a second engine had been ordered and would come by rail."


def _page(body: str) -> str:
    return f"<html><head><title>Ferry late</title></head><body>{body}</body></html>"


def _text(html: str, title: str = "", body: str = "") -> str:
    return extract_main_text(parse_page(html), title=title, body=body).text


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_paragraphs_are_parted_by_blank_lines_and_the_title_left_out() -> None:
    html = _page(
        f"<nav><a href='/'>Home</a></nav><article><h1>Ferry late</h1>{_paragraphs(FIRST, SECOND, THIRD)}</article>"
    )

    assert _text(html, title="Ferry late") == "\n\n".join((FIRST, SECOND, THIRD))


def test_words_inside_a_sentence_stay_where_they_are_links() -> None:
    linked = FIRST.replace("the harbour master said", "<a href='/h'>the harbour master said</a>")

    assert FIRST in _text(_page(f"<article>{_paragraphs(linked, SECOND, THIRD)}</article>"))


def test_a_link_to_another_page_goes_bare_or_after_a_label() -> None:
    teaser = "<a href='/o'>Old boats of the Luro islands and their names</a>"
    html = _page(f"<article>{_paragraphs(FIRST, f'Read more: {teaser}', SECOND, teaser, THIRD)}</article>")

    assert _text(html) == "\n\n".join((FIRST, SECOND, THIRD))


def test_a_line_that_ends_in_a_colon_is_no_teaser() -> None:
    html = _page(
        f"<a href='/'><img src='x'></a><article>{_paragraphs(FIRST, 'This is what we know:', SECOND, THIRD)}</article>"
    )

    assert "This is what we know:" in _text(html)


def test_text_in_several_boxes_of_one_class_is_one_article() -> None:
    box = "<div class='chunk'>{}</div><div class='ad'>Buy now</div>"
    html = _page("<main>" + box.format(_paragraphs(FIRST, SECOND)) + box.format(_paragraphs(THIRD, FOURTH)) + "</main>")

    assert _text(html) == "\n\n".join((FIRST, SECOND, THIRD, FOURTH))


def test_the_body_given_to_machines_stands_in_where_little_is_found() -> None:
    body = "\n".join((FIRST, SECOND, THIRD, FOURTH))

    assert _text(_page("<div id='root'></div>"), body=body) == body.replace("\n", "\n\n")
    assert (
        _text(_page(f"<article>{_paragraphs(FIRST, SECOND, THIRD, FOURTH)}</article>"), body=FIRST).count("\n\n") == 3
    )


def test_paragraphs_of_a_table_made_for_layout_stay_apart() -> None:
    html = _page(f"<table><tr><td>{_paragraphs(FIRST, SECOND, THIRD)}</td></tr></table>")

    assert FIRST in _text(html).split("\n\n")


@pytest.mark.parametrize(
    "html", ["", "<html>", "<p></p>", "<!-- only -->", "<?xml version='1.0'?>", "\x00\x01", "<title>x</title>"]
)
def test_a_page_without_article_has_no_blocks(html: str) -> None:
    assert extract_main_text(parse_page(html)).blocks == ()


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + FIRST,
        "<ul><li>" * 50_000 + FIRST,
        "<table><tr><td>" * 20_000 + FIRST,
        "<p " + " ".join(f'a{n}="x"' for n in range(100_000)) + f">{FIRST}</p>",
        '<p a=">" b="<"' + " ".join(f"c{n}" for n in range(100_000)) + f">{FIRST}</p>",
        "<p>" + "<span>ferry</span> " * 14_000,
        "<p>" + "<span>ferry</span> " * 100_000,
        "<p><b>" * 50_000 + FIRST,
        "<script>" * 100_000,
        "<!--" * 200_000,
        "<a" * 500_000,
        f"<p>{FIRST * 5_000}</p>",
        f"<p>{FIRST}</p>" * 30_000,
        "<div class='comment-x'>" * 200 + f"<p>{FIRST}</p>" * 20_000,
        "<h2>Ferry</h2><p><a href='/x'>Ferry late</a></p>" * 20_000,
        f"<div class='{'a-' * 500_000}'><p>{FIRST}</p></div>",
        f"<p>{'.' * 500_000}</p><p>{chr(34) * 500_000}a</p>",
        f"<p>{' ' * 1_000_000}{FIRST}</p>",
        f"<article><h1>Ferry late</h1><p>{FIRST}</p></article>" * 10_000,
    ],
    ids=lambda html: html[:12],
)
def test_a_hostile_page_is_done_in_seconds(html: str) -> None:
    before = time.process_time()
    extract_main_text(parse_page(_page(html)))

    assert time.process_time() - before < 5


def test_a_huge_page_still_gives_its_paragraphs() -> None:
    html = _page(_paragraphs(FIRST, SECOND) + "<p><i></i></p>" * 100_000)

    assert _text(html) == "\n\n".join((FIRST, SECOND))


def test_a_tag_with_many_attributes_loses_them_and_its_text_stays() -> None:
    html = "<p " + " ".join(f"a{n}" for n in range(2000)) + f">{FIRST}</p><p class='x'>{SECOND}</p>"
    first, second = parse_page(_page(html)).iter("p")

    assert (first.text, dict(first.attrib), dict(second.attrib)) == (FIRST, {}, {"class": "x"})


def test_a_long_script_is_no_tag() -> None:
    script = "if (a<b && c > d) { x = 'y'; } " * 200
    (found,) = parse_page(_page(f"<script>{script}</script>")).iter("script")

    assert found.text == script


def test_the_only_heading_or_the_first_of_the_article_is_the_page_s() -> None:
    assert first_heading(parse_page("<h1>Ferry late</h1><p>x")) == "Ferry late"
    assert first_heading(parse_page("<h1>Lantern</h1><article><h1>Ferry late</h1></article>")) == "Ferry late"
    assert first_heading(parse_page("<h1>One</h1><h1>Two</h1>")) == ""


def test_the_charset_a_page_declares() -> None:
    assert declared_charset(b"<html><meta charset='iso-8859-2'>") == "iso-8859-2"
    assert (
        declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">')
        == "windows-1251"
    )
    assert declared_charset(b'<?xml version="1.0" encoding="koi8-r"?><html>') == "koi8-r"
    assert declared_charset(b"<html>") == ""


def test_a_table_of_figures_gives_a_line_for_each_row() -> None:
    rows = "<tr><td>Harsk</td><td>1,204</td></tr><tr><td>Orlan</td><td>987</td></tr>"
    text = _text(_page(f"<article>{_paragraphs(FIRST, SECOND)}<table>{rows}</table>{_paragraphs(THIRD)}</article>"))

    assert text.split("\n\n")[2:4] == ["Harsk | 1,204", "Orlan | 987"]


def test_lines_that_the_page_breaks_are_parted_and_others_not() -> None:
    html = _page(f"<div class='article-body'>{FIRST}<br><br>\n{SECOND}<br>{THIRD[:40]}\n  {THIRD[40:]}</div>")

    assert _text(html).split("\n\n") == [FIRST, SECOND, " ".join((THIRD[:40] + " " + THIRD[40:]).split())]


def test_a_page_of_labels_has_no_article() -> None:
    assert _text(_page("<div>" + "<p>Marek Tarn, Velmark</p>" * 20 + "</div>")) == ""


def test_the_body_given_to_machines_does_not_replace_a_longer_text_by_a_teaser() -> None:
    teaser = "Subscribers read here why the last ferry of the day has not been on time since spring, and who pays."

    assert _text(_page(f"<article>{_paragraphs(FIRST, SECOND, THIRD, FOURTH)}</article>"), body=teaser).startswith(
        FIRST
    )


def test_soft_hyphens_are_gone_however_they_are_written() -> None:
    hyphenated = (
        FIRST.replace("ferry", "fer\u00adry").replace("harbour", "har&shy;bour").replace("Tuesday", "Tues&#173;day")
    )

    assert FIRST in _text(_page(f"<article>{_paragraphs(hyphenated, SECOND, THIRD)}</article>"))


@pytest.mark.parametrize("given", ["* " * 1000, "\n".join(["\xa0 •"] * 300), "1 2 3 " * 300])
def test_a_given_article_without_words_takes_nothing_away(given: str) -> None:
    told = "The bridge in Tarn is closed, as the river Gellow has risen by two metres since Monday."
    page = parse_page(f"<html><body><main><h1>Bridge closed</h1><p>{told}</p></main></body></html>")
    assert extract_main_text(page, title="Bridge closed", body=given).text == told
