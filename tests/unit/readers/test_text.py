"""Plain text: the text rule, and what holds no words."""

from tellings.model.document import Document, Skipped
from tellings.readers.text import read_text


def _one(data: bytes) -> Document | Skipped:
    (item,) = read_text(data, "a.txt")
    return item


def test_the_text_is_the_file_character_for_character() -> None:
    text = "Ferry late\r\n\r\nThe ferry\u00a0to Luro was late. \t\r\n\u2029\n"
    item = _one(b"\xef\xbb\xbf" + text.encode())

    assert isinstance(item, Document)
    assert item.text == text
    assert (item.location, item.title, item.published.basis, item.notes) == ("a.txt", None, "unknown", ())


def test_what_was_done_to_decode_it_is_noted() -> None:
    item = _one("The “ferry” was late.".encode("cp1252"))

    assert isinstance(item, Document)
    assert item.notes == ("decoded as windows-1252",)


def test_no_words_and_no_text_are_skipped_with_the_reason() -> None:
    assert _one(b" \n\t\n") == Skipped("a.txt", "holds no words")
    assert _one(b"--- *** ---") == Skipped("a.txt", "holds no words")
    assert _one(b"\x89PNG\r\n\x1a\n") == Skipped("a.txt", "is a PNG image, not text")


def test_the_same_words_have_the_same_id_wherever_they_lie() -> None:
    (here,) = read_text(b"The ferry was late.", "a.txt")
    (there,) = read_text(b"The ferry was late.", "b/c.txt")

    assert isinstance(here, Document)
    assert isinstance(there, Document)
    assert here.id == there.id
