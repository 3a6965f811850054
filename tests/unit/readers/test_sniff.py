"""The kind of a file from its first characters."""

import pytest

from tellings.readers.sniff import sniff_kind


@pytest.mark.parametrize(
    ("start", "suffix", "kind"),
    [
        ("<!DOCTYPE html><html>", ".txt", "html"),
        ("\n <!-- saved -->\n<HTML lang=en>", "", "html"),
        ('<?xml version="1.0"?>\n<html xmlns="x">', ".xml", "html"),
        ("<p>One</p><p>Two</p>", ".html", "html"),
        ("<p>One</p><p>Two</p>", "", "html"),
        ("The mayor said <b>no</b>.", ".txt", "text"),
        ("A report saved under the wrong name.", ".html", "text"),
        ('{"text": "x"}\n{"text": "y"}', "", "jsonlines"),
        ('[\n {"text": "x"}]', ".json", "jsonlines"),
        ("broken line\n", ".jsonl", "jsonlines"),
        ("{curly} words open this report", ".txt", "text"),
        ("[Photo: harbour] The ferry", ".txt", "text"),
        ('<?xml version="1.0"?><rss version="2.0">', ".xml", "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', "", "feed"),
        ("# A heading\n\nWords.", ".md", "text"),
    ],
)
def test_content_decides_and_the_suffix_is_a_hint(start: str, suffix: str, kind: str) -> None:
    assert sniff_kind(start, suffix) == kind


def test_a_long_opening_does_not_slow_the_look() -> None:
    assert sniff_kind("<" * 8000) == "text"
    assert sniff_kind("<!--" * 2000) == "text"
