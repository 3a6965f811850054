"""Bytes to text: the charset found, what was mended and noted, what is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.decode import NotTextError, decode, decode_start, replace_surrogates
from tellings.text.magic import kind_of

WESTERN = "Rösli Käppel’s “café” in Brünnl was closed – for good."


@pytest.mark.parametrize(
    ("text", "charset", "note"),
    [
        (WESTERN, "cp1252", "decoded as windows-1252"),
        ("Паром «Ведана» вышел из порта Лурова в пять утра.", "cp1251", "decoded as windows-1251"),
        ("Zażółć gęślą jaźń, pisała w Łodzi Wisława Brzęk dziś rano.", "cp1250", "decoded as windows-1250"),
        ("市長は港で記者会見を開き、新しい船の計画を発表した。", "shift_jis", "decoded as shift_jis"),
        ("The ferry was late again.", "utf-16-le", "decoded as utf-16-le"),
        ("Паром вышел из порта рано утром и не вернулся", "utf-16-be", "decoded as utf-16-be"),
        ("The ferry was late again, they said.", "utf-32-be", "decoded as utf-32-be"),
    ],
)
def test_a_charset_without_mark_is_found_and_noted(text: str, charset: str, note: str) -> None:
    decoded = decode(text.encode(charset))

    assert decoded.text == text
    assert decoded.notes == (note,)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_dropped(charset: str) -> None:
    assert decode(WESTERN.encode(charset)).text == WESTERN


def test_plain_utf8_needs_no_note_and_keeps_every_character() -> None:
    text = "One line.\r\nTwo\u2028three\n\n\ttabbed \u00a0 caf\u00e9 \U0001f6a2\n"

    assert decode(text.encode()).text == text
    assert decode(text.encode()).notes == ()


def test_what_the_page_declares_is_tried_before_guessing() -> None:
    data = "Łódź, wieść".encode("iso8859_2")

    assert decode(data, declared="ISO-8859-2").text == "Łódź, wieść"
    assert decode(data, declared="no-such-charset").text  # an unknown name is only ignored


def test_utf8_wins_over_a_wrong_declaration() -> None:
    assert decode(WESTERN.encode(), declared="windows-1252").text == WESTERN


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("charset", ["sloppy-windows-1252", "latin-1"])
def test_whole_text_mojibake_is_mended_and_noted(times: int, charset: str) -> None:
    import ftfy.bad_codecs  # noqa: F401

    text = WESTERN
    for _ in range(times):
        text = text.encode().decode(charset)

    decoded = decode(text.encode())

    assert decoded.text == WESTERN
    assert decoded.notes == ("mended: UTF-8 that had been read as windows-1252" + (" twice" if times == 2 else ""),)


def test_partial_mojibake_is_left_alone() -> None:
    text = "A “quoted” word and a cafÃ© that one site spoiled."

    assert decode(text.encode()).text == text
    assert decode(text.encode()).notes == ()


def test_real_accents_are_no_mojibake() -> None:
    text = "Ângela e Östen viram a ÂNCORA."

    assert decode(text.encode()).text == text


def test_lone_surrogates_become_one_replacement_each() -> None:
    decoded = decode(b"one \xed\xa0\x80\xed\xa0\x80 two")

    assert decoded.text == "one \ufffd\ufffd two"
    assert decoded.notes == ("2 lone surrogates replaced by U+FFFD",)
    assert replace_surrogates("a\udc80b") == ("a\ufffdb", 1)


def test_a_surrogate_pair_is_the_character_it_stands_for() -> None:
    assert (
        decode("ship \U0001f6a2".encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()).text
        == "ship \U0001f6a2"
    )
    assert decode(b"ship \xed\xa0\xbd\xed\xba\xa2").text == "ship \U0001f6a2"


def test_utf8_cut_short_keeps_what_is_whole() -> None:
    decoded = decode("Der Fährmann wartete, müde und naß".encode()[:-1])

    assert decoded.text.startswith("Der Fährmann wartete, müde und na")
    assert decoded.text.endswith("\ufffd")
    assert "replaced by U+FFFD" in decoded.notes[0]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"PK\x03\x04\x14\x00", "a zip archive or an office document"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"RIFF\x24\x08\x00\x00WAVE", "a sound, picture or film file"),
        (b"\x00\x00\x00\x18ftypmp42", "a film or picture file"),
    ],
)
def test_another_kind_of_file_is_named(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind
    with pytest.raises(NotTextError, match=kind):
        decode(data)
    with pytest.raises(NotTextError, match=kind):
        decode_start(data)


def test_words_that_begin_like_a_mark_are_text() -> None:
    assert decode(b"RIFF RAFF sang in the harbour of Luro.").text.startswith("RIFF")


def test_a_stray_nul_is_kept_and_noted() -> None:
    decoded = decode(b"The mayor said\x00 nothing.")

    assert decoded.text == "The mayor said\x00 nothing."
    assert decoded.notes == ("holds 1 NUL character, kept",)


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"word \x00\x01\x02\x03\x04" * 50, b"caf\xe9 \x00 and more words of it"]
)
def test_many_control_characters_or_a_nul_in_a_legacy_charset_are_binary(data: bytes) -> None:
    with pytest.raises(NotTextError, match="binary"):
        decode(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(NotTextError):
        decode(data).text.encode("utf-8")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_utf8_comes_back_unless_it_is_certain_mojibake(text: str) -> None:
    decoded = decode(text.encode())

    assert decoded.text == text.removeprefix("\ufeff") or any(note.startswith("mended") for note in decoded.notes)
