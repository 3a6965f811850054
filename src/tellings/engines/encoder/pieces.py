"""Text to word pieces: the numbers that the encoder reads, each with the characters it stands for.

WordPiece over lower-case words without accents, as BERT cuts them (Devlin et al. 2019; Wu et al. 2016). The package
``tokenizers`` gives the same numbers and offsets, and is what the tests compare this with.
"""

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tellings.engines.encoder.characters import BLANK, DROPPED, IDEOGRAPHS, MARKS, PUNCTUATION, Ranges
from tellings.errors import UsageError

LONGEST_WORD = 100
"""Characters of a word; a longer one is one unknown piece, as when the base model was trained."""
KEPT = 50_000
"""Words whose pieces are remembered; a word of 8 letters takes about 300 bytes."""
UNKNOWN = "[UNK]"
_ODD = "\0"
"""Stands, in a text of as many characters as the given one, for one that is not written as exactly one."""
_NORMALIZER = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "lowercase": True}


class Pieces(NamedTuple):
    """The pieces of a text: numbers of the vocabulary, and where each starts and ends in the text (code points)."""

    ids: list[int]
    starts: list[int]
    ends: list[int]


class WordPieces:
    """Cuts text with a vocabulary of pieces, those within a word marked by ``##``; may be shared by threads.

    ``marks`` are pieces such as ``[CLS]``, which are recognised in a text before anything else is done to it.
    """

    def __init__(self, vocabulary: Mapping[str, int], marks: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._marks = marks
        self._mark = re.compile("|".join(re.escape(mark) for mark in marks)) if marks else None
        self._plain = _Plain()
        self._word = re.compile(f"[^ {_as_set(PUNCTUATION)}{_as_set(IDEOGRAPHS)}]+|[^ ]")
        self._longest = max(map(len, vocabulary), default=0)
        self._kept: dict[str, tuple[list[int], list[int]]] = {}
        self._unknown = vocabulary[UNKNOWN]

    def number(self, piece: str) -> int | None:
        """The number of a piece, ``None`` where the vocabulary lacks it."""
        return self._vocabulary.get(piece)

    def cut(self, text: str) -> Pieces:
        """The pieces of ``text`` in order; spaces, control characters and accents belong to none."""
        pieces = Pieces([], [], [])
        at = 0
        for mark in self._mark.finditer(text) if self._mark else ():
            self._add(pieces, text[at : mark.start()], at)
            pieces.ids.append(self._marks[mark[0]])
            pieces.starts.append(mark.start())
            pieces.ends.append(at := mark.end())
        self._add(pieces, text[at:] if at else text, at)
        return pieces

    def _add(self, pieces: Pieces, text: str, offset: int) -> None:
        """Adds those of ``text``, which begins at ``offset`` of the whole."""
        ids, starts, ends = pieces
        plain = text.translate(self._plain)
        owners: list[int] | None = None
        if _ODD in plain:
            plain, owners = self._plain.spell_out(text)
        kept = self._kept
        for found in self._word.finditer(plain):
            word = found[0]
            known = kept.get(word)
            if known is None:
                known = self._look_up(word)
            begin = found.start()
            if owners is None:
                begin += offset
                for number, length in zip(*known, strict=True):
                    ids.append(number)
                    starts.append(begin)
                    begin += length
                    ends.append(begin)
                continue
            for number, length in zip(*known, strict=True):
                ids.append(number)
                starts.append(owners[begin] + offset)
                begin += length
                ends.append(owners[begin - 1] + 1 + offset)

    def _look_up(self, word: str) -> tuple[list[int], list[int]]:
        if len(self._kept) >= KEPT:
            self._kept.clear()
        known = self._kept[word] = self._cut_word(word)
        return known

    def _cut_word(self, word: str) -> tuple[list[int], list[int]]:
        """Numbers and lengths of the longest pieces from the left; one unknown piece where a part is in none."""
        unknown = ([self._unknown], [len(word)])
        if len(word) > LONGEST_WORD:
            return unknown
        numbers: list[int] = []
        lengths: list[int] = []
        at = 0
        while at < len(word):
            for end in range(min(len(word), at + self._longest), at, -1):
                number = self._vocabulary.get(f"##{word[at:end]}" if at else word[:end])
                if number is not None:
                    numbers.append(number)
                    lengths.append(end - at)
                    at = end
                    break
            else:
                return unknown
        return numbers, lengths


class _Plain(dict[int, str]):
    """What each character is written as: itself in lower case, without accents; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        spelt = _spell(chr(code))
        self[code] = written = spelt if len(spelt) == 1 else _ODD
        return written

    def spell_out(self, text: str) -> tuple[str, list[int]]:
        """The same for a text in which some characters vanish or become several, and whose each one is."""
        parts: list[str] = []
        owners: list[int] = []
        for at, char in enumerate(text):
            spelt = self[ord(char)]
            if spelt == _ODD:
                spelt = _spell(char)
            parts.append(spelt)
            owners += [at] * len(spelt)
        return "".join(parts), owners


def _spell(char: str) -> str:
    code = ord(char)
    if _within(DROPPED, code):
        return ""
    if _within(BLANK, code):
        return " "
    bare = (part for part in unicodedata.normalize("NFD", char) if not _within(MARKS, ord(part)))
    return "".join(part.lower() for part in bare)


def _within(ranges: Ranges, code: int) -> bool:
    at = bisect_right(ranges, (code, 0x110000))
    return at > 0 and ranges[at - 1][1] >= code


def _as_set(ranges: Ranges) -> str:
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def read_pieces(path: Path) -> WordPieces:
    """The vocabulary of a ``tokenizer.json`` of BERT's kind, lower-cased; its lengths and padding are passed over.

    Raises:
        UsageError: when it cannot be read, or describes another way of cutting than this one.
    """
    try:
        described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        model = described["model"]
        normalizer, marks = described["normalizer"], described["added_tokens"]
        same = (
            model["type"] == "WordPiece"
            and (model["unk_token"], model["continuing_subword_prefix"]) == (UNKNOWN, "##")
            and model["max_input_chars_per_word"] == LONGEST_WORD
            and {**normalizer, **_NORMALIZER} == normalizer
            and normalizer["strip_accents"] is not False
            and described["pre_tokenizer"] == {"type": "BertPreTokenizer"}
            and not any(m["single_word"] or m["lstrip"] or m["rstrip"] or m["normalized"] for m in marks)
        )
        if not same:
            raise UsageError(f"{path} cuts text in another way than the encoder was trained with.")
        return WordPieces(model["vocab"], {mark["content"]: mark["id"] for mark in marks})
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise UsageError(f"{path} cannot be read as the word pieces of an encoder.") from err
