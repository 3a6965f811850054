"""A checked draft as schema.org ClaimReview: each sentence that could be tested, with what the reports make of it."""

from collections.abc import Mapping
from typing import Any

from tellings.exports.characters import show, show_line
from tellings.exports.checked import VERDICTS
from tellings.exports.formats.as_jsonld import CONTEXT
from tellings.exports.formats.plain import PAGE, to_lines, urn, web_address, without_empty
from tellings.model.check import AgainstDocument, Check, CheckedSentence, CheckVerdict
from tellings.model.span import Evidence

_BEST, _WORST = 5, 1
# What no report says is not rated: it may be true.
_VALUES: Mapping[CheckVerdict, int] = {"supported": _BEST, "differs": 3, "contradicted": _WORST}


def to_check_jsonld(check: Check) -> str:
    """One graph with a ``ClaimReview`` a sentence, opinions left out; each cites the words of the reports."""
    reviewed = [_review(number, sentence, check) for number, sentence in enumerate(check.sentences, start=1)]
    return to_lines({"@context": CONTEXT, "@graph": [node for node in reviewed if node is not None]})


def _review(number: int, sentence: CheckedSentence, check: Check) -> dict[str, Any] | None:
    if sentence.verdict == "opinion":
        return None
    documents = {document.id: document for document in check.documents}
    rating = {
        "@type": "Rating",
        "ratingValue": _VALUES.get(sentence.verdict),
        "bestRating": _BEST,
        "worstRating": _WORST,
        "alternateName": VERDICTS[sentence.verdict],
    }
    where = web_address(check.draft.location) or urn("draft", check.draft.id)
    node = {
        "@id": urn("claim-review", check.draft.id, str(number)),
        "@type": "ClaimReview",
        "claimReviewed": show_line(sentence.text),
        "itemReviewed": {"@type": "Claim", "appearance": {"@type": "CreativeWork", "@id": where}},
        "reviewRating": without_empty(rating),
        "reviewBody": show_line(sentence.why),
        "author": {"@type": "Organization", "name": "tellings", "url": PAGE},
        "citation": [_cite(place, documents[place.doc]) for place in sentence.evidence if place.doc in documents],
    }
    return without_empty(node)


def _cite(place: Evidence, document: AgainstDocument) -> dict[str, Any]:
    return without_empty(
        {
            "@type": "NewsArticle",
            "@id": web_address(document.location) or urn("report", document.id),
            "headline": show_line(document.title) if document.title else None,
            "publisher": {"@type": "Organization", "name": show_line(document.outlet)} if document.outlet else None,
            "text": show(place.text),
        }
    )
