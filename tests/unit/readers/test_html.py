"""Web pages to documents."""

import subprocess
import sys
from datetime import date

from tellings.model.document import Document, Skipped
from tellings.readers.html import LARGEST_PAGE, read_html

FIRST = "The ferry to Luro was late for the fifth day on Tuesday, the harbour master said, and nobody knew why."
SECOND = "“We will sail when the engine does,” said Mira Tal, who runs the line with her two brothers."
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry late | Lantern</title>
<meta property="og:site_name" content="Lantern"><meta property="article:published_time" content="2031-03-04T06:00:00Z">
</head><body><nav><a href="/">Home</a> <a href="/sea">Sea</a></nav>
<article><h1>Ferry late</h1><p class="byline">By Jane Roe</p><p>{FIRST}</p><p>{SECOND}</p></article>
<footer>© Lantern</footer></body></html>"""


def _one(data: bytes) -> Document | Skipped:
    (item,) = read_html(data, "page.html", today=date(2031, 3, 10))
    return item


def test_the_text_begins_with_the_title_and_paragraphs_are_parted() -> None:
    doc = _one(PAGE.encode())

    assert isinstance(doc, Document)
    assert (
        doc.text == f"Ferry late\n\n{FIRST}\n\n{SECOND}"
        or doc.text == f"Ferry late\n\nBy Jane Roe\n\n{FIRST}\n\n{SECOND}"
    )
    assert (doc.title, doc.outlet, doc.bylines, doc.language) == ("Ferry late", "Lantern", ("Jane Roe",), "en")
    assert (doc.published.earliest, doc.published.basis) == (date(2031, 3, 4), "metadata")


def test_a_declared_charset_is_obeyed_where_it_can_be() -> None:
    doc = _one(PAGE.replace("utf-8", "windows-1252").encode("cp1252"))

    assert isinstance(doc, Document)
    assert SECOND in doc.text
    assert doc.notes == ("decoded as windows-1252, as declared",)


def test_a_page_without_article_is_skipped() -> None:
    item = _one(b"<!doctype html><html><body><nav><a href='/'>Home</a></nav><img src='x.png'></body></html>")

    assert item == Skipped("page.html", "is a web page without article text")


def test_a_page_too_large_is_skipped() -> None:
    item = _one(b"<html>" + b" " * LARGEST_PAGE)

    assert item == Skipped("page.html", "is a web page larger than 8 MiB")


def test_importing_the_readers_loads_no_machinery() -> None:
    program = (
        "import sys, tellings.readers.sources\n"
        "print([m for m in ('lxml', 'charset_normalizer', 'ftfy', 'urllib3') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
