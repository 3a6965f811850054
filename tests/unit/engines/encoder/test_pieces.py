"""Our word pieces are those of the package ``tokenizers``: the same numbers, for the same characters."""

import gzip
import json
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from tellings.engines.encoder.characters import MARKS
from tellings.engines.encoder.pieces import LONGEST_WORD, Pieces, WordPieces, read_pieces
from tellings.errors import UsageError

ROOT = Path(__file__).parents[4]
FILE = Path(str(files("tellings.engines.encoder"))) / "shipped" / "tokenizer.json"
REFERENCE = Tokenizer.from_file(str(FILE))
OURS = read_pieces(FILE)
POOL = ROOT.parent / "shared" / "data" / "stories" / "pool.jsonl.gz"

NASTY = [
    *("a", "Tarn", "É", "e\u0301", "\u0301", "\u0302", "\u0323", "\u0344", "İ", "ß", "\u1e9e", "ﬁ", "Ǆ", "ŉ", "Σ", "ς"),
    *("中", "\u3042", "\uac00", "\u1100\u1161", "\u0958", "\u0e33", "\u0bca", "\u0f73", "\u07fd", "\u0345"),
    *(
        "😀",
        "👩\u200d👩",
        "\u200b",
        "\u00ad",
        "\ufeff",
        "\u2060",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\u00a0",
        "\u3000",
        "\u2028",
    ),
    *("[CLS]", "[UNK]", "[PAD]x", "[", "]", "[cls]", ".", "'", "“", "—", "$", "€", "©", "_", "½", "²", "٣", "9,000"),
    *("\x00", "\x0b", "\x1f", "\x85", "\ufffd", "\ue000", "\U000e0041", "\U0010ffff", "\u0378", "\u2e5d", "\ufe0f"),
    *("x" * LONGEST_WORD, "x" * (LONGEST_WORD + 1), "unlikelihoods", "Velmark", "##ing"),
]


def reference(text: str) -> Pieces:
    found = REFERENCE.encode(text, add_special_tokens=False)
    return Pieces(found.ids, [start for start, _ in found.offsets], [end for _, end in found.offsets])


def is_put_in_order(char: str) -> bool:
    """A mark that is kept and that Unicode puts in order among its neighbours: signs of music, tones of old Korean.

    The package then gives an unknown word the place of a neighbour of it; ours gives it its own. No vocabulary of ours
    has such a mark, so the numbers are the same.
    """
    whole = unicodedata.normalize("NFD", char)
    return any(unicodedata.combining(c) and not any(first <= ord(c) <= last for first, last in MARKS) for c in whole)


ANY = st.characters(exclude_categories=["Cs"]).filter(lambda c: not is_put_in_order(c))


def test_every_character_there_is() -> None:
    # Above the second plane there are ideographs, private characters and nothing: some of them will do.
    codes = [*range(0xD800), *range(0xE000, 0x20000), *range(0x20000, 0xE0000, 211), *range(0xE0000, 0xE1000)]
    chars = [c for c in map(chr, [*codes, *range(0xE1000, 0x110000, 211)]) if not is_put_in_order(c)]
    texts = [" ".join(f"a{c}b" for c in chars[at : at + 500]) for at in range(0, len(chars), 500)]
    fresh = read_pieces(FILE)
    for text, found in zip(texts, REFERENCE.encode_batch(texts, add_special_tokens=False), strict=True):
        ours = fresh.cut(text)
        assert ours.ids == found.ids
        assert list(zip(ours.starts, ours.ends, strict=True)) == found.offsets


@given(st.text(ANY, max_size=60))
@example("x" * 100)
@example("x" * 101)
@example("")
def test_any_text(text: str) -> None:
    assert OURS.cut(text) == reference(text)


@given(st.lists(st.sampled_from(NASTY) | ANY, max_size=14).map("".join))
def test_nasty_text(text: str) -> None:
    assert OURS.cut(text) == reference(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@example("e\u0301\u0345\u200b\U0001d165")
def test_the_numbers_are_the_same_whatever_the_marks(text: str) -> None:
    ours = OURS.cut(text)
    assert ours.ids == reference(text).ids
    assert all(0 <= start < end <= len(text) for start, end in zip(ours.starts, ours.ends, strict=True))


def _examples() -> Iterator[str]:
    for path in sorted((ROOT / "examples").rglob("*")):
        if path.is_file():
            yield path.read_text(encoding="utf-8", errors="replace")


def test_every_file_of_the_examples() -> None:
    texts = list(_examples())
    assert len(texts) > 5
    for text in texts:
        assert OURS.cut(text) == reference(text)


def test_news() -> None:
    if not POOL.is_file():
        pytest.skip("the pool of news is not beside the checkout")
    with gzip.open(POOL, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for number, line in enumerate(lines) if number % 10 == 0]
    for text in texts:
        assert OURS.cut(text) == reference(text)


def test_words_are_remembered_within_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.engines.encoder.pieces.KEPT", 3)
    few = read_pieces(FILE)
    text = "The dyke at Orlan held while the dyke at Tarn broke"
    assert few.cut(text) == few.cut(text) == reference(text)
    assert len(few._kept) <= 3


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("model", "type", "BPE"),
        ("model", "max_input_chars_per_word", 200),
        ("normalizer", "lowercase", False),
        ("normalizer", "strip_accents", False),
        ("pre_tokenizer", "type", "Whitespace"),
    ],
)
def test_another_way_of_cutting_is_refused(part: str, name: str, value: object, tmp_path: Path) -> None:
    described = json.loads(FILE.read_text(encoding="utf-8"))
    described[part][name] = value
    (tmp_path / "tokenizer.json").write_text(json.dumps(described), encoding="utf-8")

    with pytest.raises(UsageError, match="another way"):
        read_pieces(tmp_path / "tokenizer.json")


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"model": 3}', '{"model": {"type": "WordPiece"}}'])
def test_a_file_that_is_no_tokenizer_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(content, encoding="utf-8")

    with pytest.raises(UsageError, match="cannot be read"):
        read_pieces(tmp_path / "tokenizer.json")


def test_a_piece_has_a_number_or_none() -> None:
    tiny = WordPieces({"[UNK]": 0, "dam": 1, "##s": 2}, {})
    assert (tiny.number("dam"), tiny.number("dyke")) == (1, None)
    assert tiny.cut("Dams dam [UNK]") == ([1, 2, 1, 0, 0, 0], [0, 3, 5, 9, 10, 13], [3, 4, 8, 10, 13, 14])
