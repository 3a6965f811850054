"""A checked draft in every format: whole, escaped, and as its schema says."""

import json

import jsonschema
import pytest

from tellings.exports.as_json import to_check_json
from tellings.exports.as_schema import to_schema
from tellings.exports.check_html import to_check_html
from tellings.exports.check_markdown import to_check_markdown
from tellings.exports.check_terminal import to_check_terminal
from tellings.exports.checked import cut
from tellings.exports.formats.check_jsonld import to_check_jsonld
from tellings.exports.records import record_check
from tellings.model.check import Check, CheckedSentence
from tellings.model.document import Document, Skipped
from tellings.text.spans import cite

DRAFT = Document("draft", "draft.txt", "The <b>Orlan</b> sank. Harsk paid 5 marks.\n\nWhat a pity!")
REPORT = Document("d1", "courier.txt", "The Orlan ran aground. Harsk paid 7 marks.", outlet="Courier & Sons")


@pytest.fixture
def checked() -> Check:
    sentences = (
        CheckedSentence(0, 22, DRAFT.text[0:22], "unsupported", "No report says “sank” of it.", ()),
        CheckedSentence(23, 42, DRAFT.text[23:42], "contradicted", "The reports say 7.", (cite(REPORT, 23, 42),)),
        CheckedSentence(44, 56, DRAFT.text[44:56], "opinion", "A judgement.", ()),
    )
    return record_check(DRAFT, sentences, (REPORT,), (Skipped("x.bin", "no text"),))


def test_the_pieces_are_the_draft(checked: Check) -> None:
    assert "".join(piece.text for piece in cut(checked)) == DRAFT.text


def test_json_fits_its_schema_and_counts(checked: Check) -> None:
    told = json.loads(to_check_json(checked))

    jsonschema.validate(told, json.loads(to_schema("check")))
    assert (told["format"], told["contradicted"], told["supported"]) == ("tellings-check/1", 1, 0)


def test_the_page_shows_words_and_runs_nothing(checked: Check) -> None:
    page = to_check_html(checked)

    assert "<b>Orlan" not in page
    assert "&lt;b&gt;Orlan" in page
    assert "<script" not in page
    assert "Harsk paid 7 marks." in page
    assert 'href="#s2"' in page
    assert 'id="s2"' in page


def test_terminal_and_markdown_tell_reason_and_report(checked: Check) -> None:
    for shown in (to_check_terminal(checked), to_check_markdown(checked)):
        assert "Contradicted" in shown
        assert "The reports say 7." in shown
        assert "Courier" in shown
        assert "x.bin" in shown


def test_a_verdict_that_rests_on_nothing_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="evidence is needed"):
        CheckedSentence(0, 1, "x", "supported", "because", ())


def test_each_sentence_that_could_be_tested_is_a_claim_review(checked: Check) -> None:
    unsaid, wrong = json.loads(to_check_jsonld(checked))["@graph"]

    assert {unsaid["@type"], wrong["@type"]} == {"ClaimReview"}
    # What no report says is not rated: it may be true.
    assert "ratingValue" not in unsaid["reviewRating"]
    assert (wrong["reviewRating"]["ratingValue"], wrong["reviewRating"]["worstRating"]) == (1, 1)
    assert wrong["claimReviewed"] == "Harsk paid 5 marks."
    assert [place["text"] for place in wrong["citation"]] == ["Harsk paid 7 marks."]
