"""Sources: the noun phrase that speaks, and its head."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from tellings.find.clause_words import is_adverb, is_time, word_class
from tellings.find.clauses import Token
from tellings.find.cues import told_forms, verb_at
from tellings.lexicon import load_words

Strength = Literal["person", "pronoun", "office", "other"]
_STOPS = frozenset({",", ";", ":", "–", "—", "--", "-", "...", "…", "[", "]", "“", "”", '"', "|", "/", "•", "*"})
_DESCRIBING = frozenset({"who", "which", "whose", "that", "where", "close", "familiar", "including"})
_ARTICLES = frozenset({"a", "an", "the"})
_LONGEST = 30  # words a noun phrase may have before its head is looked for no further


@dataclass(frozen=True, slots=True)
class Source:
    """A noun phrase as token indices: ``[start, end)`` with role and affiliation, ``[first, last)`` its head."""

    start: int
    end: int
    first: int
    last: int
    strength: Strength


def clause_start(tokens: list[Token], j: int) -> int:
    """The index where the stretch that ends at ``j`` begins: after a comma, a dash, quoted words or a joining word."""
    b = j + 1
    while b > 0 and j - b < 60:
        token = tokens[b - 1]
        if token.kind == "p" and token.text == ")":
            opened = _parenthesis(tokens, b - 1)
            if opened is None:
                return b
            b = opened
            continue
        if token.kind == "q" or (token.kind == "p" and token.text in _STOPS):
            return b
        opener = token.kind == "w" and token.mention < 0 and token.low in word_class("openers")
        joins = token.low == "and" and 2 <= b <= j and _is_name(tokens, b - 2) and _is_name(tokens, b)
        if opener and not joins:
            return b
        b -= 1
    return b


def _is_name(tokens: list[Token], i: int) -> bool:
    return tokens[i].mention >= 0 or (i > 0 and tokens[i].kind == "w" and tokens[i].text[0].isupper())


def _parenthesis(tokens: list[Token], at: int) -> int | None:
    for back in range(at - 1, max(-1, at - 12), -1):
        if tokens[back].text == "(":
            return back
    return None


def phrase_before(tokens: list[Token], low: int, j: int) -> Source | None:
    """The noun phrase that ends at token ``j`` and begins at ``low`` or later."""
    while j >= low and tokens[j].text == ")":
        opened = _parenthesis(tokens, j)
        if opened is None:
            return None
        j = opened - 1
    if j < low or tokens[j].kind != "w":
        return None
    if tokens[j].low in word_class("pronouns") and tokens[j].mention < 0:
        return Source(j, j + 1, j, j + 1, "pronoun")
    p = j
    while p > low and j - p < _LONGEST and _extends(tokens, low, p):
        p -= 1
    return read_phrase(tokens, p, j + 1)


def _extends(tokens: list[Token], low: int, p: int) -> bool:
    """Whether the noun phrase that begins at ``p`` goes on to the left."""
    here, left = tokens[p], tokens[p - 1]
    if left.kind != "w":
        return (
            left.text in ("(", ")", "%", "&", "-", "/", "'", "’")
            and left.mention < 0
            and here.mention >= 0
            and left.text in "&-'/’"
        )
    if left.mention >= 0 and left.mention == here.mention:
        return True
    if left.low == "and" and p - 4 >= low and _is_name(tokens, p) and _is_name(tokens, p - 2):
        return here.name == "organisation" and tokens[p - 3].low == "of" and _is_name(tokens, p - 4)
    if left.low in word_class("prepositions") and left.mention < 0:
        if (
            p - 2 < low
            or tokens[p - 2].low == "according"
            or left.low not in word_class("within_phrase")
            or here.low in word_class("auxiliaries")
        ):
            return False
        noun = tokens[p - 2]
        return noun.kind == "w" and not is_time(noun) and not is_adverb(noun) and noun.low not in _no_nouns()
    if here.low in word_class("determiners") and here.mention < 0 and here.text.islower():
        return False
    if left.low in told_forms() and p - 2 >= low and tokens[p - 2].low not in word_class("determiners"):
        return False
    return not (
        is_time(left)
        or (is_adverb(left) and left.low not in ("first", "only"))
        or (left.mention < 0 and left.low in _no_nouns() and left.low not in word_class("determiners"))
    )


@cache
def _no_nouns() -> frozenset[str]:
    return (
        word_class("auxiliaries")
        | word_class("openers")
        | word_class("pronouns")
        | word_class("negations")
        | word_class("prepositions")
        | word_class("determiners")
    ) - {"one", "few"}


def read_phrase(tokens: list[Token], start: int, end: int) -> Source | None:
    """The noun phrase ``[start, end)`` with its head, or ``None`` where it cannot be one that speaks."""
    while start < end and (tokens[start].kind != "w" or is_adverb(tokens[start])):
        start += 1
    while end > start and tokens[end - 1].kind != "w" and tokens[end - 1].text != ")":
        end -= 1
    if start >= end or (end - start == 1 and tokens[start].low in _ARTICLES and tokens[start].mention < 0):
        return None
    core = start + 1
    while core < end and not ends_core(tokens[core]):
        core += 1
    people = [k for k in range(start, core) if tokens[k].name == "person" and not _owns(tokens[k])]
    if people and people[-1] + 1 < core and tokens[people[-1] + 1].low in load_words("speech_nouns"):
        people = []  # a name before a noun says whose it is: "Maas administration officials"
    if people:
        whose = tokens[people[-1]].mention
        if any(t.low == "and" and t.mention < 0 for t in tokens[people[0] : people[-1]]):
            whose = tokens[people[0]].mention
        span = [k for k in people if tokens[k].mention == whose]
        return Source(start, end, span[0], span[-1] + 1, "person")
    if tokens[start].low in word_class("pronouns") and core == start + 1 and tokens[start].mention < 0:
        return Source(start, end, start, end if end - start <= 8 else core, "pronoun")
    named = any(t.mention >= 0 and not _owns(t) for t in tokens[start:core]) or _is_capitalised(tokens, start, core)
    office = tokens[core - 1].low in load_words("speech_nouns") or any(
        t.low in load_words("speech_nouns") for t in tokens[start:core] if t.kind == "w"
    )
    head_end = min(
        [k for k in range(core, end) if tokens[k].text == "," or tokens[k].low in ("who", "which", "whose")],
        default=end,
    )
    return Source(start, end, start, head_end, "office" if named or office else "other")


def _is_capitalised(tokens: list[Token], start: int, end: int) -> bool:
    """Whether the phrase ends in a proper noun by its capital letter: a name nobody marked."""
    capitals = [
        t for t in tokens[start:end] if t.kind == "w" and t.text[0].isupper() and t.low not in word_class("determiners")
    ]
    return bool(capitals) and capitals[-1] is tokens[end - 1] and (start > 0 or len(capitals) > 1)


def ends_core(token: Token) -> bool:
    """Whether the words that name somebody end before this one: what follows describes."""
    if token.mention >= 0:
        return False
    if token.kind != "w":
        return token.text in (",", "(", "–", "—", "--", ";", ":")
    return token.low in word_class("prepositions") or token.low in _DESCRIBING


def _owns(token: Token) -> bool:
    return token.low.endswith(("'s", "’s", "s'", "s’", "â\x80\x99s"))


def source_after(tokens: list[Token], k: int) -> Source | None:
    """The noun phrase that begins at ``k`` and follows its verb: "said Lewis Carr, mayor of Tarn"."""
    if k >= len(tokens):
        return None
    first = tokens[k]
    nominal = (
        first.mention >= 0
        or first.low in word_class("determiners")
        or first.text[:1].isupper()
        or first.low in load_words("speech_nouns")
        or first.low in word_class("titles")
    )
    nominal = nominal or _name_ahead(tokens, k)
    pronoun = first.low in ("he", "she", "they", "it")
    if (
        first.kind != "w"
        or (not nominal and not pronoun)
        or (first.mention < 0 and first.low in word_class("prepositions"))
    ):
        return None
    if pronoun:
        return Source(k, k + 1, k, k + 1, "pronoun")
    if first.low == "that" or (is_time(first) and not _is_surname(tokens, k)):
        return None
    end = k + 1
    while end < len(tokens) and not _ends_source(tokens, k, end):
        end += 1
    return _named_in_apposition(tokens, read_phrase(tokens, k, end))


def _is_surname(tokens: list[Token], k: int) -> bool:
    """Whether the name of a month or a day is somebody's behind quoted words: “We will row,” said March."""
    quoted = k >= 2 and tokens[k - 2].kind == "q"
    ends = k + 1 == len(tokens) or tokens[k + 1].kind != "w"
    return quoted and ends and tokens[k].text[:1].isupper() and tokens[k - 1].low in told_forms()


def _name_ahead(tokens: list[Token], k: int) -> bool:
    """Whether words without an article lead to a person's name: "former harbour chief Ana Bel"."""
    for token in tokens[k : k + 9]:
        if token.name == "person":
            return True
        if token.kind != "w" or (
            token.mention < 0
            and token.low != "of"
            and (token.low in word_class("prepositions") or token.low in word_class("auxiliaries"))
        ):
            return False
    return False


def name_alone(tokens: list[Token], start: int, end: int) -> Source | None:
    """The person whose name, with titles, is all there is in ``[start, end)``."""
    if end - start > 8:
        return None
    read = read_phrase(tokens, start, end)
    if read and read.strength == "person" and read.last == end and tokens[start].low not in ("a", "an", "who"):
        return read
    return None


def read_source(tokens: list[Token]) -> Source | None:
    """The noun phrase that is all of ``tokens``, with its head."""
    return _named_in_apposition(tokens, read_phrase(tokens, 0, len(tokens)))


def _named_in_apposition(tokens: list[Token], source: Source | None) -> Source | None:
    """``source`` with the name that follows an office as its head: "the mayor of Tarn, Lewis Carr"."""
    if source is None or source.strength == "person":
        return source
    comma = next((c for c in range(source.start, source.end) if tokens[c].text == ","), None)
    if comma is None:
        return source
    stop = next((c for c in range(comma + 1, source.end) if tokens[c].text == ","), source.end)
    named = name_alone(tokens, comma + 1, stop)
    return Source(source.start, source.end, named.first, named.last, "person") if named else source


def _ends_source(tokens: list[Token], start: int, at: int) -> bool:
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.kind == "q" or (token.kind == "p" and token.text in (".", ";", ":", "?", "!", "—", "–", "--", "…", "...")):
        return True
    if token.text == "," and after is not None:
        if after.kind == "q" or after.low in (
            "but",
            "as",
            "while",
            "when",
            "after",
            "although",
            "though",
            "before",
            "if",
            "because",
            "in",
            "on",
            "at",
            "during",
        ):
            return True
        return (
            after.kind == "w"
            and after.mention < 0
            and (
                (after.low.endswith("ing") and after.text.islower())
                or is_time(after)
                or (after.low in ("and", "adding") and at + 2 < len(tokens) and verb_at(tokens, at + 2) is not None)
            )
        )
    if token.kind == "w" and token.mention < 0:
        if is_time(token):
            return not (token.low.endswith("ly") and tokens[at - 1].low in word_class("determiners"))
        if token.low in ("in", "on", "during", "by", "via", "at", "after", "when", "as", "through", "before", "while"):
            window = tokens[at + 1 : at + 6]
            return token.low in ("after", "when", "while", "before", "during", "via") or any(
                is_time(t) or t.low in word_class("media") for t in window if t.kind == "w"
            )
    return False
