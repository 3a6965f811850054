"""What people decided, as examples to train and test readers of language with: JSON Lines, a decision a line."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from tellings.daily.reviews import list_judgements
from tellings.exports.as_reviews import to_example_line
from tellings.model.review import Judgement, QuotedWords, ReviewExample, ReviewVerb
from tellings.model.span import Evidence
from tellings.ports import Store
from tellings.story.reviewed_lines import quote_words

AROUND = 300
"""Characters before and after the words: a sentence or two, as much as readers of language look at."""

_LABELS: Mapping[ReviewVerb, Literal["right", "wrong", "corrected"]] = {
    "confirm": "right",
    "reject": "wrong",
    "detach": "wrong",
    "correct": "corrected",
}


def list_examples(store: Store, given: str | None = None) -> Iterator[ReviewExample]:
    """Every decision, the earliest first, of one story or all; one that was taken back says so.

    What is no decision on what a report says (an undo, a note on a story) is left out.
    """
    for told in reversed(list_judgements(store, given)):
        one = told.judgement
        if one.verb == "undo" or (one.verb == "note" and one.layer == "story"):
            continue
        yield ReviewExample(
            id=one.id,
            story=one.story,
            layer=one.layer,
            verb=one.verb,
            field=one.field,
            label=_LABELS.get(one.verb, "other"),
            kind=one.kind,
            text=one.text,
            was=one.was,
            now=one.now,
            names=one.names,
            documents=one.documents,
            note=one.note,
            by=one.by,
            at=one.at,
            undone=told.undone_at is not None,
            words=_widen(store, one),
        )


def export_reviews(store: Store, given: str | None = None) -> Iterator[str]:
    """``list_examples`` as lines of JSON."""
    return (to_example_line(example) for example in list_examples(store, given))


def _widen(store: Store, one: Judgement) -> tuple[QuotedWords, ...]:
    """The words with more of what stands around them, where their reports are in the library.

    Of reports that were taken off a line these are the words that do not say so.
    """
    anchors = one.put if one.verb == "detach" else one.anchors
    texts = {doc.id: doc.text for doc in store.load_documents(sorted({anchor.doc for anchor in anchors}))}

    def widen(anchor: QuotedWords) -> QuotedWords:
        if anchor.doc not in texts:
            return anchor
        place = Evidence(anchor.doc, anchor.start, anchor.end, anchor.exact)
        (wide,) = quote_words([place], texts, around=AROUND)
        return replace(anchor, prefix=wide.prefix, suffix=wide.suffix)

    return tuple(map(widen, anchors))
