"""Pages in place of the report."""

import time

import pytest

from tellings.readers.refusals import RefusedError
from tellings.readers.walls import look_at_page

WORDS = "The ferry of Harsk sank on Monday, the coast guard of Orlan said. "
CONSENT = "We and our 841 partners store cookies. With your consent we show personalised ads. Accept all. Reject all. "


def look(
    body: str, *, title: str = "Tarn", head: str = "", asked: str = "https://tarn.example/news/a", final: str = ""
) -> str:
    html = f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return look_at_page(html.encode(), asked=asked, final=final or asked)


@pytest.mark.parametrize(
    ("body", "title", "words"),
    [
        (f"<div>{CONSENT}</div>", "Your privacy", "asks for consent"),
        (
            "<p>Wir verwenden Cookies. Mit Ihrer Einwilligung zeigen wir Werbung. Alle akzeptieren. Datenschutz.</p>",
            "Tarn",
            "asks for consent",
        ),
        (
            "<p>Avec votre consentement, nos 731 partenaires utilisent des cookies. Tout accepter.</p>",
            "Tarn",
            "asks for consent",
        ),
        ("<p>Checking your browser before you go on to tarn.example.</p>", "Just a moment...", "being human"),
        ("<p>Please complete the captcha.</p>", "Tarn", "being human"),
        ("<p>You don't have permission to see this page.</p>", "Access Denied", "being human"),
        ("<form>Name <input name=u> Word <input type=password></form>", "Tarn", "log in or subscribe"),
        (f"<p>{WORDS}</p>", "404 - Tarn", "is not there (404 - Tarn)"),
        ("<h1>Sorry, this page could not be found</h1><p>Try our front page.</p>", "Tarn", "is not there"),
        ("<h1>Seite nicht gefunden</h1>", "Tarn", "is not there"),
        ("<p>Look at our latest.</p>", "Page introuvable | Tarn", "is not there"),
    ],
)
def test_walls_are_told_by_general_signs(body: str, title: str, words: str) -> None:
    with pytest.raises(RefusedError) as err:
        look(body, title=title)
    assert words in err.value.reason


@pytest.mark.parametrize(
    ("body", "title", "head"),
    [
        (f"<p>{WORDS * 3}</p><div>We use cookies. Accept.</div>", "Ferry sinks", ""),
        (f"<p>{WORDS * 60}</p><div>{CONSENT * 3}</div>", "Ferry sinks", ""),
        (f"<p>{WORDS}</p><div>{CONSENT}</div>", "Ferry sinks", '<meta property="og:type" content="article">'),
        (
            f"<p>{WORDS}</p><div>{CONSENT}</div>",
            "Ferry sinks",
            '<script type="application/ld+json">{"@type": "NewsArticle"}</script>',
        ),
        (f"<p>{WORDS * 3}</p>", "Lost ferry not found, search goes on", ""),
        (f"<p>{WORDS * 3}</p>", "404 dead in Velmark quake", ""),
        (f"<p>{WORDS * 3}</p>", "Page proofs of Marek's novel found", ""),
        (f"<p>{WORDS * 8}</p><form><input type=password></form>", "Ferry sinks", ""),
        (f"<script>var a = 'captcha';</script><noscript>captcha</noscript><p>{WORDS * 3}</p>", "Ferry sinks", ""),
        ("", "", ""),
    ],
)
def test_reports_are_no_walls(body: str, title: str, head: str) -> None:
    assert look(body, title=title, head=head) == "https://tarn.example/news/a"


@pytest.mark.parametrize(
    ("final", "words"),
    [
        ("https://consent.tarn.example/?to=a", "asks for consent"),
        ("https://tarn.example/privacy-gate/?to=a", "asks for consent"),
        ("https://tarn.example/account/login?to=a", "log in or subscribe"),
        ("https://www.tarn.example/", "the site's front page"),
    ],
)
def test_a_redirect_to_another_place_is_told(final: str, words: str) -> None:
    body = f"<p>{WORDS * 90}</p><form><input name=q></form>"
    with pytest.raises(RefusedError) as err:
        look(body, final=final)
    assert words in err.value.reason


@pytest.mark.parametrize(
    ("asked", "final"),
    [
        ("https://tarn.example/", "https://tarn.example/en/"),
        ("https://tarn.example/news", "https://tarn.example/"),
        ("https://short.example/x/y", "https://tarn.example/"),
        ("https://tarn.example/consent/law", "https://tarn.example/consent/law-passed"),
        ("https://tarn.example/news/a", "https://tarn.example/news/a-full-title"),
    ],
)
def test_a_redirect_to_the_report_is_none(asked: str, final: str) -> None:
    assert look(f"<p>{WORDS * 90}</p>", asked=asked, final=final) == final


def test_the_page_may_state_its_address() -> None:
    link = '<link rel="canonical" href="https://tarn.example/news/a-1?utm_campaign=x">'

    assert look(f"<p>{WORDS}</p>", head=link) == "https://tarn.example/news/a-1"
    assert look(f"<p>{WORDS}</p>", head='<link rel="canonical" href="/news/b">') == "https://tarn.example/news/a"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 30_000,
        "<p " + "a=1 " * 100_000 + ">",
        "page " * 400_000,
        "<title>" + "404 page " * 50_000 + "</title>",
        "<script>" + '"@type":' * 100_000 + "</script>",
        "<script>" + '"@type": [ "' * 50_000 + "</script>",
    ],
)
def test_a_page_made_to_stall_does_not(body: str) -> None:
    begun = time.perf_counter()
    look(body)
    assert time.perf_counter() - begun < 3


def test_what_cannot_be_read_is_left_to_the_reader() -> None:
    data = b"<html>" + b"\0\1\2" * 500

    assert (
        look_at_page(data, asked="https://tarn.example/a", final="https://tarn.example/a") == "https://tarn.example/a"
    )
