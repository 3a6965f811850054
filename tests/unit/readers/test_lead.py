"""The lead of an article: told by the name of its element or by what the page tells of itself, and by nothing else."""

import pytest

from tellings.readers.maintext import extract_main_text
from tellings.readers.page import parse_page

LEAD = "The ferry between Harsk and Orlan stops on Monday, and nobody has said who will carry the mail."
FIRST = "Marek Tarn has run the line for thirty years. On Friday he sold both of his boats to a man from Velmark."
NEXT = "The harbour office said that it had not been asked, and that it would look for another line by the spring."


def _page(before: str, head: str = "") -> str:
    more = "".join(f"<p>{NEXT.replace('spring', f'spring of year {n}')}</p>" for n in range(12))
    return (
        f"<html><head>{head}</head><body><h1>The last ferry</h1>{before}"
        f"<div class='article-body'><p>{FIRST}</p>{more}</div></body></html>"
    )


def _text(html: str) -> str:
    return extract_main_text(parse_page(html), title="The last ferry").text


def _told(words: str) -> str:
    return f"<meta name='description' content='{words}'>"


@pytest.mark.parametrize(
    "before",
    [
        f"<p class='lead'>{LEAD}</p>",
        f"<div class='teaser-text'><p>{LEAD}</p></div>",
        f"<h2 class='article__subtitle'>{LEAD}</h2>",
        f"<div class='ArticleIntro'><div><p>{LEAD}</p></div></div>",
    ],
)
def test_a_lead_is_known_by_the_name_of_its_element(before: str) -> None:
    assert _text(_page(before)).startswith(f"{LEAD}\n\n{FIRST}")


def test_a_lead_is_known_as_what_the_page_tells_of_itself() -> None:
    apart = f"<div><div><div><div><div><p>{LEAD[:79]}</p></div></div></div></div></div>"

    assert _text(_page(apart, _told(LEAD[:79]))).startswith(LEAD[:79])
    assert LEAD[:79] not in _text(
        _page(apart, _told("Ferries, boats and trains between all of the islands, day by day"))
    )


def test_a_sentence_in_the_box_of_the_heading_is_a_lead() -> None:
    head = "<header><h1>The last ferry</h1><div><p>{}</p></div></header>"
    page = _page("").replace("<div class='article-body'>", "<main><article>") + "</article></main>"

    assert _text(page.replace("<h1>The last ferry</h1>", head.format(LEAD))).startswith(LEAD)
    assert LEAD not in _text(page.replace("<h1>The last ferry</h1>", head.format(f"Photo: {LEAD}")))
    assert LEAD not in _text(page.replace("<h1>The last ferry</h1>", head.format(f"<a href='/x'>{LEAD}</a>")))


@pytest.mark.parametrize(
    "before",
    [
        "<p class='lead'>Ferries</p>",
        f"<aside><p class='lead'>{LEAD}</p></aside>",
        f"<div class='related'><p class='teaser-text'>{LEAD}</p></div>",
    ],
)
def test_other_lines_before_the_article_are_no_lead(before: str) -> None:
    assert LEAD not in _text(_page(before))


def test_the_lead_comes_first_and_once() -> None:
    page = _page(f"<div class='teaser-text'><p>{LEAD}</p></div>", f"<meta name='description' content='{LEAD}'>")
    found = extract_main_text(parse_page(page), title="The last ferry").text

    assert found.startswith(f"{LEAD}\n\n{FIRST}")
    assert found.count(LEAD) == 1


def test_many_empty_elements_before_the_article_take_no_time() -> None:
    page = _page("<div class='lead'>" * 200 + "<span></span>" * 10_000 + "</div>" * 200)

    assert _text(page).startswith(FIRST)
