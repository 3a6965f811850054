"""The measures of the page bench, each shown to fall by a fault of its own."""

import gzip
import json
from pathlib import Path

import pytest

from bench import pages

TEXT = "The ferry to Luro was late for the fifth day on Tuesday, the harbour master said, and the company knew not why."


def test_shingles_are_counted_on_both_sides() -> None:
    assert pages.compare("a b c d e", "a b c d e") == (2, 0, 0)
    assert pages.compare("a b c d e", "a b c d x") == (1, 1, 1)
    assert pages.compare("a b", "") == (0, 0, 1)


def test_f1_is_of_mean_precision_and_mean_recall() -> None:
    f1, precision, recall = pages.f1_of([(2, 0, 0), (1, 1, 3)])

    assert (precision, recall) == (0.75, 0.625)
    assert f1 == pytest.approx(0.6818, abs=1e-4)


def test_a_page_is_read_and_each_field_counted(tmp_path: Path) -> None:
    html = f"""<html><head><title>Ferry late</title><meta name="author" content="Jane Roe">
    <meta property="article:published_time" content="2031-03-04"></head>
    <body><article><p>{TEXT}</p></article></body></html>"""
    (tmp_path / "p.html.gz").write_bytes(gzip.compress(html.encode()))
    record = {
        "id": "p",
        "html": "p.html.gz",
        "text": TEXT,
        "title": "Ferry late",
        "published": "2031-03-05",
        "authors": ["J Roe"],
    }
    (tmp_path / "pages.jsonl").write_text(json.dumps(record | {"with": [TEXT[:20]], "without": ["company"]}) + "\n")

    figures = pages.figures_of(pages.measure(tmp_path))

    assert (figures["main text F1"], figures["title right"]) == (1.0, 1.0)
    assert (figures["date wrong"], figures["authors wrong"]) == (1.0, 1.0)
    assert (figures["segments R"], figures["segments P"]) == (1.0, 0.5)
