"""Names of people, organisations, places, groups, events and works."""

from collections import Counter
from typing import NamedTuple

from tellings.find.name_kinds import Score, decide, weigh
from tellings.find.name_runs import Piece, find_pieces
from tellings.find.name_tokens import NameToken, split_names
from tellings.text.name_words import COMMON, GIVEN, GRAMMAR, HEAD, KNOWN, PLACE, ROLE, TITLE
from tellings.model.document import Document
from tellings.model.reading import Block, EntityKind, Mention, Sentence, Signals
from tellings.model.span import Span
from tellings.text.names import fold

_OPENERS = frozenset("\"“”‘'«»:;(–—-•…[")


class _Found(NamedTuple):
    span: Span
    key: str
    piece: Piece
    tokens: list[NameToken]
    score: Score


def find_mentions(
    doc: Document, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...], signals: tuple[Signals, ...]
) -> tuple[Mention, ...]:
    """The names of a report in text order, free of overlaps: without title, article and possessive ending.

    Labels of a transcript's turns count ("ANA BEL, BYLINE" is a mention of "ANA BEL"). A word that has its
    capital from the beginning of a sentence is a name only where something else in the report says so.
    """
    found, loud = _find_all(doc.text, sentences)
    small = _seen_small(found, doc.text, sentences)
    found = [f for f in found if not _is_chance(f, found_inside=small[1], seen_small=small[0])]
    kinds = _kinds(found)
    mentions = [Mention(f.span, kinds[f.key]) for f in found if f.key in kinds]
    mentions.extend(_in_headlines(loud, kinds))
    mentions.extend(_labels(doc.text, blocks))
    return tuple(sorted(mentions, key=lambda m: m.span))


def _find_all(text: str, sentences: tuple[Sentence, ...]) -> tuple[list[_Found], list[list[NameToken]]]:
    """The names of all sentences but headlines, and the tokens of the headlines."""
    found: list[_Found] = []
    loud: list[list[NameToken]] = []
    for sentence in sentences:
        tokens = split_names(text, sentence.span.start, sentence.span.end)
        if _is_loud(tokens):
            loud.append(tokens)
        else:
            found.extend(_find(text, tokens))
    return found, loud


def _find(text: str, tokens: list[NameToken]) -> list[_Found]:
    openings = frozenset(k for k in range(len(tokens)) if k == 0 or tokens[k - 1].text in _OPENERS)
    found = []
    for piece in find_pieces(tokens, openings=openings):
        span = Span(tokens[piece.first].start, tokens[piece.last - 1].end)
        found.append(_Found(span, fold(text[span.start : span.end]), piece, tokens, weigh(tokens, piece)))
    return [f for f in found if f.key]


def _is_loud(tokens: list[NameToken]) -> bool:
    """Whether nearly all longer words have a capital, so that capitals say nothing."""
    long = [t for t in tokens if t.shape in ("a", "A", "AA") and len(t.text) > 3]
    if len(long) < 3:
        return bool(long) and len(long) < len(tokens) and all(t.shape == "AA" for t in long)
    return sum(t.shape != "a" for t in long) >= 0.75 * len(long) and any(
        t.flags & COMMON and not t.flags & (HEAD | TITLE | KNOWN) for t in long
    )


def _seen_small(found: list[_Found], text: str, sentences: tuple[Sentence, ...]) -> tuple[frozenset[str], Counter[str]]:
    """Words seen in small letters, and how often a name's first word stands capitalised inside a sentence."""
    small: set[str] = set()
    inside: Counter[str] = Counter()
    seen: set[int] = set()
    for f in found:
        if not f.piece.opening:
            inside[f.key] += 1
            inside[fold(f.tokens[f.piece.first].text)] += 1
            inside[fold(f.tokens[f.piece.last - 1].text)] += 1
        if id(f.tokens) not in seen:
            seen.add(id(f.tokens))
            small.update(t.text for t in f.tokens if t.shape == "a")
    return frozenset(small), inside


def _is_chance(f: _Found, *, found_inside: Counter[str], seen_small: frozenset[str]) -> bool:
    """Whether the capital of a single word is only that of its place."""
    piece = f.piece
    if piece.last - piece.first > 1:
        return False
    token = f.tokens[piece.first]
    if token.flags & KNOWN and not token.flags & COMMON:
        return False
    if piece.titled or token.shape == "AA":
        return False
    if token.flags & COMMON and not token.flags & KNOWN and not found_inside[f.key]:
        return True
    if token.flags & COMMON and not piece.opening:
        return not token.flags & (KNOWN | GIVEN) and found_inside[f.key] < 2
    if not piece.opening:
        return False
    if found_inside[f.key]:
        return False
    if token.text.lower() in seen_small:
        return True
    return bool(token.flags & (COMMON | GRAMMAR | TITLE | ROLE | HEAD)) or f.score["person"] < 1


def _kinds(found: list[_Found]) -> dict[str, EntityKind]:
    """The kind of each name, agreed over all its mentions; last names follow the full name."""
    sums: dict[str, Score] = {}
    for f in found:
        total = sums.setdefault(f.key, dict.fromkeys(f.score, 0.0))
        for kind, points in f.score.items():
            total[kind] += points
    kinds = {key: kind for key, total in sums.items() if " " in key and (kind := decide(total))}
    persons = {word for key, kind in kinds.items() if kind == "person" for word in key.split()}
    others: dict[str, EntityKind] = {}
    for key, kind in kinds.items():
        if kind in ("organisation", "place"):
            others.setdefault(key.split()[0], kind)
    for key, total in sums.items():
        if " " in key:
            kinds.setdefault(key, "other")
            continue
        if key in persons:
            total["person"] += 4.0
        elif key in others:
            total[others[key]] += 2.0
        kinds[key] = decide(total) or "other"
    return kinds


def _in_headlines(loud: list[list[NameToken]], kinds: dict[str, EntityKind]) -> list[Mention]:
    """Names in headlines: those of the body and of the lexicon, whatever their capitals."""
    mentions = []
    longest = max((key.count(" ") + 1 for key in kinds), default=1)
    for tokens in loud:
        words = [fold(t.text) if t.shape else "" for t in tokens]
        at = 0
        while at < len(tokens):
            size = _longest_known(words, at, min(longest, 8), kinds)
            if size:
                span = Span(tokens[at].start, tokens[at + size - 1].end)
                mentions.append(Mention(span, kinds[" ".join(words[at : at + size])]))
                at += size
                continue
            token = tokens[at]
            if token.flags & KNOWN and not token.flags & (COMMON | GRAMMAR) and token.shape != "a":
                kind: EntityKind = (
                    "place" if token.flags & PLACE else "group" if token.flags & KNOWN & ~4096 else "organisation"
                )
                mentions.append(Mention(Span(token.start, token.end), kind))
            at += 1
    return mentions


def _longest_known(words: list[str], at: int, longest: int, kinds: dict[str, EntityKind]) -> int:
    for size in range(min(longest, len(words) - at), 0, -1):
        if words[at] and words[at + size - 1] and " ".join(words[at : at + size]) in kinds:
            return size
    return 0


def _labels(text: str, blocks: tuple[Block, ...]) -> list[Mention]:
    """The names in the labels of turns, without "HOST" and the like."""
    mentions = []
    for span in sorted({b.speaker for b in blocks if b.speaker}):
        label = text[span.start : span.end]
        for sign in (",", "(", "["):
            label = label.partition(sign)[0]
        tokens = split_names(text, span.start, span.start + len(label.rstrip()))
        while tokens and tokens[0].flags & TITLE and not tokens[0].flags & GIVEN and len(tokens) > 1:
            tokens.pop(0)
        words = [t for t in tokens if t.shape]
        if words and not all(t.flags & (COMMON | GRAMMAR | ROLE | TITLE) and not t.flags & GIVEN for t in words):
            mentions.append(Mention(Span(tokens[0].start, tokens[-1].end), "person"))
    return mentions
