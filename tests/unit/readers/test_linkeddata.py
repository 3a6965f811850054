"""The article in a page's JSON-LD: marks around it, and scripts made to take long."""

import json
import time

import pytest

from tellings.readers.linkeddata import find_article
from tellings.readers.page import parse_page


def _page(script: str) -> str:
    return f'<html><body><script type="application/ld+json">{script}</script></body></html>'


ARTICLE = json.dumps({"@type": "NewsArticle", "headline": "Bridge in Tarn closed"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ";"),
        ("\n<!--\n", "\n-->\n"),
        ("// <![CDATA[\n", "\n// ]]>"),
        ("<![CDATA[", "]]>"),
        ("/* <![CDATA[ */", "/* ]]> */"),
    ],
)
def test_marks_around_it_are_taken_off(before: str, after: str) -> None:
    assert find_article(parse_page(_page(before + ARTICLE + after))).headline == "Bridge in Tarn closed"


@pytest.mark.parametrize(
    "script",
    [
        '{"a":1,' + " " * 100_000 + '"@type":"NewsArticle","headline":"Flood"}',
        "[" + "1," * 400_000 + '{"@type":"NewsArticle","headline":"Flood"}]',
        '[{"@type":"NewsArticle","headline":"Flood"}' + ",[]" * 400_000 + "]",
    ],
)
def test_long_scripts_take_linear_time(script: str) -> None:
    tree = parse_page(_page(script))
    started = time.process_time()
    assert find_article(tree).headline == "Flood"
    assert time.process_time() - started < 2
