from tellings.find.language import find_language
from tellings.model.document import Document
from tellings.model.reading import Block, Sentence
from tellings.model.span import Span

ENGLISH = "The dam above Harsk has failed, and the water is in the streets of the old town."


def layers(text: str) -> tuple[tuple[Block, ...], tuple[Sentence, ...]]:
    span = Span(0, len(text))
    return (Block(span, "paragraph"),), (Sentence(span, 0),)


def test_the_language_given_beside_the_text_is_kept() -> None:
    doc = Document(id="d0", location="a.txt", text=ENGLISH, language="en-GB")
    assert find_language(doc, *layers(ENGLISH)) == "en-GB"


def test_the_language_is_told_by_its_short_words() -> None:
    doc = Document(id="d0", location="a.txt", text=ENGLISH)
    assert find_language(doc, *layers(ENGLISH)) == "en"


def test_too_few_words_tell_nothing() -> None:
    doc = Document(id="d0", location="a.txt", text="Harsk 14")
    assert find_language(doc, *layers("Harsk 14")) is None
