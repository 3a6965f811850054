"""The annotations of the example are found again in its reports, and in these after an editor was at them."""

from bench import anchors
from bench.reediting import re_edit
from tellings.model.span import Span


def test_annotated_words_of_the_example_are_found_again() -> None:
    total: dict[str, anchors.Counts] = {}
    for number, (text, spans) in enumerate(anchors.list_example()):
        anchors.add(total, anchors.score(text, spans, number))

    assert total["original"]["right"] == total["original"].total() > 300
    assert anchors.holds(total), total


def test_the_editor_says_where_words_are_now() -> None:
    text = "One stood here. Two stood there.\n\nThree stood “far off” — and 4 did not. Five were late."
    edited = re_edit(text, 3, share=0.5)

    for word in ("One", "Three", "Five"):
        at = text.index(word)
        now = edited.now(Span(at, at + len(word)))
        assert now is None or edited.text[now.start : now.end]
    assert edited != re_edit(text, 4, share=0.5)
    assert re_edit(text, 3, share=0.5) == edited
