"""Words, marks and quoted stretches of a sentence, as the readers of quotations walk over them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from tellings.find.quotation_marks import Quoted
from tellings.model.reading import EntityKind, Mention, Sentence

_TOKEN = re.compile(
    r"(?P<w>[A-Za-z]++(?![\w.,’'\-‑&/])|(?:[^\W\d_]\.){2,}|[A-Z]\.(?= ?[A-Z])|"
    r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Prof|Rev|St|Maj|Adm|Brig|Det|Insp|Supt|Hon)\.(?= )|"
    r"[@$#]?\w+(?:(?:[’'\-‑&/]|[.,](?=\d)|(?<=â)\x80\x99|(?<=â)€™)\w+)*(?:’(?!\w))?)|(?P<p>--|\.\.\.|[^\w\s])"
)


_LONGEST = 400  # tokens; what runs on without a full stop is no sentence, and is read in pieces to keep the time linear
_WIDEST = 20_000  # characters
_WORD = re.compile(r"[a-z]+")
_DASHES = frozenset("—–―-")
_STRAY = frozenset('“”"«»„')


@dataclass(slots=True)
class Token:
    """A word (``w``), a mark (``p``) or a whole quoted stretch (``q``: ``low`` is its last character).

    ``mention`` is the index of the name that covers it, -1 for none.
    """

    start: int
    end: int
    kind: str
    text: str
    low: str
    mention: int = -1
    name: EntityKind | None = None
    quoted: Quoted | None = None


@dataclass(slots=True)
class Clause:
    """A sentence as the reader sees it, quoted stretches whole: sentences that begin inside one are joined to it.

    ``tokens`` is empty where nothing in the sentence can give words to anybody.
    """

    block: int
    tokens: list[Token]


def split_clauses(
    text: str,
    sentences: Sequence[Sentence],
    quoted: Sequence[Quoted],
    mentions: Sequence[Mention],
    cues: Set[str] = frozenset(),
) -> Iterator[Clause]:
    """The sentences in text order as clauses; every quoted stretch stands in exactly one.

    Where ``cues`` (words in lower case) are given, a sentence without quoted words and without any of them stays empty,
    unless quoted words open the sentence after it.
    """
    at = name = 0
    stretches = _joined(text, sentences, quoted)
    for number, (first, last, block) in enumerate(stretches):
        while at < len(quoted) and quoted[at].ender <= first:
            at += 1
        begun = at
        while at < len(quoted) and quoted[at].outer < last:
            at += 1
        after = stretches[number + 1][0] if number + 1 < len(stretches) else -1
        leads = at < len(quoted) and quoted[at].outer == after
        if (
            cues
            and at == begun
            and not leads
            and text[first] not in _DASHES
            and cues.isdisjoint(_WORD.findall(text[first:last].lower()))
        ):
            yield Clause(block, [])
            continue
        whole = _tokenise(text, first, last, quoted[begun:at])
        plain = whole and at == begun and len(whole) <= _LONGEST
        for tokens in [whole] if plain else _split(whole):
            name = _mark_names(tokens, mentions, name)
            yield Clause(block, tokens)


def _joined(text: str, sentences: Sequence[Sentence], quoted: Sequence[Quoted]) -> list[tuple[int, int, int]]:
    """Sentences as (start, end, block), joined where a border falls inside quoted words or before a lower-case word."""
    starts = [q.outer for q in quoted]
    joined: list[tuple[int, int, int]] = []
    for sentence in sentences:
        start, end = sentence.span.start, sentence.span.end
        near = bisect_right(starts, start) - 1
        cut = near >= 0 and quoted[near].outer < start < quoted[near].ender
        if (
            joined
            and joined[-1][2] == sentence.block
            and (cut or (text[start].islower() and _ends_quoted(text, joined[-1][1])))
        ):
            joined[-1] = (joined[-1][0], end, sentence.block)
        else:
            joined += [(a, b, sentence.block) for a, b in _windows(text, start, end)]
    return joined


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch in pieces of bounded length, cut at white space: no sentence is as long as that."""
    while end - start > _WIDEST:
        cut = text.rfind(" ", start + 1, start + _WIDEST)
        cut = start + _WIDEST if cut < 0 else cut
        yield start, cut
        start = cut
    yield start, end


def _ends_quoted(text: str, end: int) -> bool:
    return text[end - 1] in "\"”’'»"


def _tokenise(text: str, start: int, end: int, quoted: Sequence[Quoted]) -> list[Token]:
    tokens: list[Token] = []
    at = start
    for q in quoted:
        tokens += _words(text, at, min(q.outer, end))
        last = text[q.start : q.end].rstrip()[-1:]
        tokens.append(Token(q.outer, q.ender, "q", "“”", last, quoted=q))
        at = max(at, q.ender)
    if at < end:
        tokens += _words(text, at, end)
    return tokens


def _words(text: str, start: int, end: int) -> list[Token]:
    made = []
    for m in _TOKEN.finditer(text, start, end):
        word = m.group()
        kind = m.lastgroup or "p"
        if kind == "p" and word in _STRAY:
            continue  # a quotation mark without its partner says nothing here
        made.append(Token(m.start(), m.end(), kind, word, word.lower() if kind == "w" else word))
    return made


def _split(tokens: list[Token]) -> list[list[Token]]:
    """Parts of a joined sentence: a new one begins after quoted words with a full stop, before a capital letter."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        held = parts[-1]
        if held and (_parts_after(held, token) or len(held) >= _LONGEST):
            parts.append([])
        parts[-1].append(token)
    return [p for p in parts if p]


def _parts_after(held: list[Token], token: Token) -> bool:
    if _stops(held[-1]):
        return token.kind == "q" or (token.kind == "w" and token.text[0].isupper())
    return token.kind == "q" and held[-1].text == "." and len(held) > 2


def _stops(token: Token) -> bool:
    return token.kind == "q" and token.low == "."


def _mark_names(tokens: list[Token], mentions: Sequence[Mention], at: int) -> int:
    """Gives each word the name that covers it, from mention number ``at``; the result is the one to go on with."""
    for token in tokens:
        while at < len(mentions) and mentions[at].span.end <= token.start:
            at += 1
        if at == len(mentions):
            break
        if token.kind == "w" and mentions[at].span.start < token.end:
            token.mention, token.name = at, mentions[at].kind
    return at
