"""Where the words that a brief cites stand on the web pages the reports were read from."""

from collections import defaultdict
from collections.abc import Iterable

from tellings.app import Briefed
from tellings.exports.formats.as_annotations import Places, quote_around
from tellings.exports.formats.rows import list_rows
from tellings.model.review import QuotedWords
from tellings.model.span import Span
from tellings.ports import Store
from tellings.readers.body import Body, read_body
from tellings.text.anchoring import Ground, Quote, fold_words


def place_on_pages(store: Store, briefed: Briefed) -> Places:
    """The places of all cited words that are on the page kept of their report; the others are left out.

    They count code points of the text of the page's body. What stands around is of the same paragraph.
    """
    texts = {doc.id: doc.text for doc in briefed.documents}
    wanted: dict[str, set[Span]] = defaultdict(set)
    for row in list_rows(briefed.briefing):
        wanted[row.doc].add(Span(row.word_start, row.word_end))
    for place in (e for brief in briefed.briefing.stories for one in brief.reviews for e in one.evidence):
        wanted[place.doc].add(Span(place.start, place.end))
    places: dict[tuple[str, int, int], QuotedWords] = {}
    for doc in sorted(wanted.keys() & texts.keys()):
        original = store.load_original(doc)
        body = read_body(original.data if original else b"")
        found = place_words(doc, texts[doc], body, wanted[doc])
        places |= {(doc, span.start, span.end): words for span, words in found.items()}
    return places


def place_words(doc: str, text: str, body: Body, spans: Iterable[Span]) -> dict[Span, QuotedWords]:
    """Where the words of the readable text stand in the body of its page.

    Words that stand there in several places alike are taken to be as far from the nearest words with one place as they
    are in the text, where that leaves no doubt.
    """
    ground = Ground(body.seen)
    found: dict[Span, QuotedWords] = {}
    left: list[Span] = []
    for span in sorted(spans):
        words = _place(doc, text, body, ground, span, None)
        if words is None:
            left.append(span)
        else:
            found[span] = words
    fixed = sorted(found)
    for span in left if fixed else ():
        near = min(fixed, key=lambda each: abs(each.start - span.start))
        words = _place(doc, text, body, ground, span, max(0, found[near].start + span.start - near.start))
        if words is not None:
            found[span] = words
    return found


def _place(doc: str, text: str, body: Body, ground: Ground, span: Span, near: int | None) -> QuotedWords | None:
    exact, before, after = quote_around(text, span.start, span.end, web=True)
    there = ground.find(Quote(exact, before, after, near))
    if there is None or fold_words(body.seen[there.start : there.end]) != fold_words(exact):
        return None
    first = _step(body.seen, there.start, len(fold_words(before)), back=True)
    last = _step(body.seen, there.end, len(fold_words(after)))
    page = body.text
    return QuotedWords(
        doc, page[there.start : there.end], page[first : there.start], page[there.end : last], there.start, there.end
    )


def _step(text: str, at: int, characters: int, *, back: bool = False) -> int:
    """The place so many characters further on; white space does not count."""
    step = -1 if back else 1
    while characters and 0 <= (at - 1 if back else at) < len(text):
        characters -= len(fold_words(text[at - 1 if back else at]))
        at += step
    return at
