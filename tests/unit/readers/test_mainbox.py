"""Which boxes of a page hold its article: names and elements tell, and are not believed where they take it away."""

import pytest

from tellings.readers.boxes import read_boxes
from tellings.readers.boxnames import furniture_name, holds_replies, is_sure, names_body
from tellings.readers.mainbox import find_body
from tellings.readers.page import parse_page

STORY = tuple(
    f"The harbour of Orlan was shut for the {n}. hour on Monday, as the wind had turned and no pilot would go out."
    for n in range(1, 9)
)
OTHER = "The market of Harsk opens at seven in summer and at eight in winter, and it is shut on the last Sunday of May."
TITLE = "Harbour shut"


def _article(texts: tuple[str, ...] = STORY) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _texts(body: str, title: str = TITLE) -> list[str]:
    page = read_boxes(parse_page(f"<html><body>{body}</body></html>"))
    return [block.text for block in find_body(page, title).blocks if block.tag != "h1"]


@pytest.mark.parametrize(
    "furniture",
    [
        f"<nav><p>{OTHER}</p></nav>",
        f"<footer><p>{OTHER}</p></footer>",
        f"<aside><p>{OTHER}</p></aside>",
        f"<figure><figcaption>{OTHER}</figcaption></figure>",
        f"<div role='complementary'><p>{OTHER}</p></div>",
        f"<div style='display: none'><p>{OTHER}</p></div>",
        f"<div class='newsletter-box'><p>{OTHER}</p></div>",
        f"<div class='relatedStories'><p>{OTHER}</p></div>",
        f"<div id='comments'><p>{OTHER}</p></div>",
        f"<div class='image_text'><p>{OTHER}</p></div>",
        f"<p>Read more: <a href='/x'>{OTHER}</a></p>",
        f"<p><a href='/x'>{OTHER[:-1]}</a></p>",
        "<p>Photo: Marek Tarn</p>",
        "<div>Changed: 04.03.2031, 10:27</div>",
    ],
)
def test_furniture_inside_the_article_goes(furniture: str) -> None:
    body = f"<article><h1>{TITLE}</h1>{_article(STORY[:4])}{furniture}{_article(STORY[4:])}</article>"

    assert _texts(body) == list(STORY)


@pytest.mark.parametrize(
    "name",
    ["comments-enabled", "widget", "content-widget-list", "share-page", "related", "teaser", "footer-fixed", "gallery"],
)
def test_a_name_around_the_whole_article_is_not_believed(name: str) -> None:
    beside = f"<div class='promo'><p>{OTHER}</p></div>"

    assert _texts(f"<div class='{name}'><h1>{TITLE}</h1>{_article()}</div>{beside}") == list(STORY)
    assert _texts(f"<h1>{TITLE}</h1><div class='{name}'>{_article()}</div>{beside}") == list(STORY)


def test_many_comments_are_not_the_article_of_a_short_page() -> None:
    said = "".join(f"<li class='comment'><div class='comment-body'><p>{OTHER} {n}</p></div></li>" for n in range(60))

    assert _texts(f"<h1>{TITLE}</h1><div>{_article(STORY[:3])}</div><ul id='comments'>{said}</ul>") == list(STORY[:3])


def test_the_article_is_the_one_around_the_title_and_not_the_longest() -> None:
    longer = f"<article><h1>The market of Harsk</h1>{_article((OTHER,) * 30)}</article>"

    assert _texts(f"<article><h1>{TITLE}</h1>{_article()}</article>{longer}") == list(STORY)


def test_an_article_in_parts_is_put_together() -> None:
    parts = "".join(
        f"<div class='part'><div>{_article(STORY[n : n + 2])}</div></div><div>-</div>" for n in (0, 2, 4, 6)
    )

    assert _texts(f"<h1>{TITLE}</h1><main>{parts}</main>") == list(STORY)


def test_teasers_beside_the_article_stay_out() -> None:
    teaser = f"<div class='box'><h3><a href='/x'>The market of Harsk</a></h3><p>{OTHER}</p></div>"

    assert _texts(f"<h1>{TITLE}</h1><div><div>{_article()}</div>{teaser * 5}</div>") == list(STORY)


def test_a_list_of_things_keeps_its_linked_headings_and_a_closing_one_goes() -> None:
    things = "".join(f"<h3><a href='/{n}'>Boat {n}</a></h3><p>{text}</p>" for n, text in enumerate(STORY))
    found = _texts(f"<article><h1>{TITLE}</h1><p>{OTHER}</p>{things}<h3>Boats to come</h3></article>")

    assert found == [OTHER] + [line for n, text in enumerate(STORY) for line in (f"Boat {n}", text)]


def test_a_link_that_is_never_closed_takes_nothing_away() -> None:
    assert _texts(f"<h1>{TITLE}</h1><div><a href='/top'>{' '.join(STORY)}</div>") == [" ".join(STORY)]


def test_a_form_around_the_page_and_an_unclosed_menu_take_nothing_away() -> None:
    assert _texts(f"<form><h1>{TITLE}</h1><div>{_article()}</div></form>") == list(STORY)
    assert _texts(f"<nav><a href='/'>Start</a><h1>{TITLE}</h1><div>{_article()}</div>") == list(STORY)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("wide comment-list", "comment-list"),
        ("articleMeta", "articleMeta"),
        ("article_image__caption", "article_image__caption"),
        ("tag-harbour post type-post", ""),
        ("has-sidebar", ""),
        ("hidden-xs", ""),
        ("comments-open", ""),
        ("story-text", ""),
        ("", ""),
    ],
)
def test_names_of_furniture(names: str, found: str) -> None:
    assert furniture_name(names) == found


def test_what_names_say_besides() -> None:
    assert is_sure("comment-list")
    assert not is_sure("gallery")
    assert holds_replies("comment-12")
    assert not holds_replies("promo")
    assert names_body("wide articleBody")
    assert not names_body("article")


@pytest.mark.parametrize("name", ["paywall", "paywall-box", "subscribe-wall"])
def test_the_notice_of_a_paywall_is_no_article(name: str) -> None:
    notice = (
        f"<div class='{name}'><p>Read on with a subscription, which gives you all the news of Orlan at home.</p></div>"
    )
    assert _texts(f"<h1>{TITLE}</h1><div>{_article(STORY[:3])}{notice}</div>") == list(STORY[:3])


@pytest.mark.parametrize("name", ["paywall", "paywall-content", "subscribe-wall"])
def test_an_article_inside_a_box_of_a_paywall_is_kept(name: str) -> None:
    assert _texts(f"<main><h1>{TITLE}</h1><div class='{name}'>{_article()}</div></main>") == list(STORY)
    below = f"<main><h1>{TITLE}</h1><p>{STORY[0]}</p><div class='{name}'>{_article(STORY[1:])}</div></main>"
    assert _texts(below) == list(STORY)


@pytest.mark.parametrize(
    "below",
    [
        f"<section id='comments'>{_article()}</section>",
        f"<footer>{_article(STORY[:2])}</footer>",
        f"<div class='comment-list'>{_article(STORY[:1])}</div><footer>{_article(STORY[1:3])}</footer>",
    ],
)
def test_a_report_of_one_sentence_is_not_its_comments(below: str) -> None:
    short = "The bridge in Tarn is closed."
    assert _texts(f"<main><h1>{TITLE}</h1><p>{short}</p></main>{below}") == [short]
