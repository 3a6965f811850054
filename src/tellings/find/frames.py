"""Frames: what follows a cue, and where its words begin."""

from typing import Literal

from tellings.find.clause_words import is_adverb, is_time, word_class
from tellings.find.clauses import Token
from tellings.find.cues import Verb
from tellings.lexicon import load_words

Mode = Literal["that", "colon", "quote", "clause", "object", "none", "on"]
_TELLING = frozenset({"of", "for", "to", "as", "like", "over", "against", "about"})  # begin what is said
_PLACING = frozenset({"on", "in", "at", "via", "from", "during", "through"})
_NEAR = 8  # tokens between a verb of saying and the part of its object that shows what was said
_FEWEST = 3  # words of an object that says something
_BELIEFS = frozenset(
    {"believe", "think", "hope", "fear", "feel", "doubt", "suspect", "reckon", "guess", "worry", "understand", "know"}
)


def forward(tokens: list[Token], k: int, verb: Verb) -> tuple[Mode, int]:
    """How the words after a cue begin, and at which token; when, where and to whom they were said is passed over."""
    addressed = "tell" not in verb.frames
    while k < len(tokens):
        token = tokens[k]
        low = token.low
        if token.kind != "w":
            mode, k = _past_mark(tokens, k)
            if mode != "on":
                return mode, k
        elif low == "that":
            return "that", k + 1
        elif low in ("whether", "if", "how", "why", "what", "where") and verb.form != "ing":
            return "clause", k
        elif (
            is_adverb(token)
            or is_time(token)
            or (low in ("last", "this", "next", "late", "early") and k + 1 < len(tokens) and is_time(tokens[k + 1]))
        ):
            k += 1
        elif (low == "to" and not _is_infinitive(tokens, k)) or (
            token.mention < 0
            and low in word_class("prepositions")
            and (low not in _TELLING or (low == "over" and any(is_time(t) for t in tokens[k + 1 : k + 4])))
        ):
            k = _skip_phrase(tokens, k + 1)
        elif not addressed and not _is_subject(tokens, k):
            k, addressed = _skip_phrase(tokens, k), True
        elif _takes_clause(tokens, k, verb):
            return "clause", k
        else:
            return "object", k
    return "none", k


def _past_mark(tokens: list[Token], k: int) -> tuple[Mode, int]:
    """What a mark or quoted words after a cue mean: words begin, none do, or the search goes on."""
    token, after = tokens[k], tokens[k + 1] if k + 1 < len(tokens) else None
    if token.kind == "q":
        return "quote", k
    if token.text == ":" and after is not None:
        return "colon", k + 1
    if token.text == ",":
        if after is not None and after.kind == "q":
            return "quote", k + 1
        closing = _insertion_end(tokens, k)
        return ("none", k) if closing is None else ("on", closing)
    return ("on", k + 1) if token.text in ("(", ")") else ("none", k)


def takes_object(verb: Verb, tokens: list[Token], start: int, end: int) -> bool:
    """Whether what follows the verb is what it says: something quoted near by, or a demand, promise or charge."""
    first = tokens[start]
    if first.low in ("off", "up", "back", "away", "down", "out", "in"):
        return False
    quoted = next((i for i in range(start, end) if tokens[i].kind == "q"), None)
    if quoted is not None and (verb.frames & {"judge", "demand", "tell"} or quoted - start <= _NEAR):
        return bool(verb.frames - {"think"})
    if "demand" not in verb.frames or sum(t.kind == "w" for t in tokens[start:end]) < _FEWEST:
        return False
    wanted = first.low == "to" or any(t.low == "to" for t in tokens[start + 1 : start + _NEAR])
    return wanted or "thing" in verb.frames


def _takes_clause(tokens: list[Token], k: int, verb: Verb) -> bool:
    """Whether a clause without "that" begins at ``k``: it opens like a noun phrase, and some verb follows."""
    first = tokens[k]
    if verb.lemma == "say":
        return first.low != "to" or not _is_infinitive(tokens, k)
    if not (verb.frames & {"bare", "tell"} or verb.lemma in _BELIEFS):
        return False
    opens = (
        first.mention >= 0
        or first.text[:1].isupper()
        or first.text[:1].isdigit()
        or first.low in word_class("determiners") | {"he", "she", "they", "it", "there", "we", "i", "you"}
        or first.low.endswith("s")
    )
    if first.mention < 0 and first.low in ("he", "she", "they", "we", "i", "there") and k + 2 < len(tokens):
        return True
    return opens and any(
        t.kind == "w"
        and t.mention < 0
        and (
            t.low in word_class("auxiliaries")
            or (t.low.endswith("ed") and len(t.low) > 4)
            or t.low.endswith(("n't", "n’t", "'re", "’re", "'d", "’d"))
        )
        for t in tokens[k + 1 : k + 20]
    )


def _insertion_end(tokens: list[Token], k: int) -> int | None:
    """The index after an insertion between commas that is followed by "that" or quoted words."""
    for c in range(k + 1, min(len(tokens) - 1, k + 25)):
        if tokens[c].kind == "q":
            return None
        if tokens[c].text == "," and (tokens[c + 1].low == "that" or tokens[c + 1].kind == "q"):
            return c + 1
    return None


def _is_infinitive(tokens: list[Token], k: int) -> bool:
    after = tokens[k + 1] if k + 1 < len(tokens) else None
    return (
        after is None
        or after.kind == "q"
        or (
            after.mention < 0
            and after.text.islower()
            and after.low not in word_class("determiners") | word_class("addressees") | load_words("speech_nouns")
        )
    )


def _is_subject(tokens: list[Token], k: int) -> bool:
    return tokens[k].low in ("he", "she", "they", "it", "there", "we", "i")


def _skip_phrase(tokens: list[Token], k: int) -> int:
    """The index after the short noun phrase that begins at ``k``."""
    start = k
    while k < len(tokens) and tokens[k].kind == "w" and k - start < 9:
        token = tokens[k]
        if k > start and token.mention < 0:
            last = tokens[k - 1]
            named = last.mention >= 0 and last.name not in ("group", "place")
            owner = k - 1 == start > 0 and last.low == "her" and tokens[start - 1].low in _PLACING  # "on her page"
            ended = not owner and (last.low in word_class("addressees") | word_class("media") or is_time(last) or named)
            if token.low in word_class("prepositions") | word_class("determiners") | word_class("auxiliaries") | {
                "that",
                "he",
                "she",
                "they",
                "it",
                "there",
            }:
                return k
            if (
                ended
                and not is_time(token)
                and token.low not in word_class("media")
                and token.low not in load_words("speech_nouns")
                and token.low not in word_class("addressees")
                and token.low != "and"
            ):
                return k
        elif k > start and tokens[k - 1].low in word_class("addressees") | word_class("media"):
            return k
        k += 1
    return k


def is_adverbial(tokens: list[Token]) -> bool:
    """Whether the words are an opening like "On Monday" or "At a meeting in Tarn", not a clause of their own."""
    first = tokens[0]
    opening = first.low in word_class("prepositions") | {
        "when",
        "while",
        "if",
        "although",
        "though",
        "as",
        "once",
        "asked",
        "speaking",
        "last",
        "but",
        "and",
    }
    if not (
        opening
        or is_time(first)
        or is_adverb(first)
        or first.low.endswith("ing")
        or first.low in ("meanwhile", "however", "asked")
    ):
        return False
    if first.low in ("for", "with", "in") and any(
        t.low in word_class("auxiliaries") or t.low in ("it's", "it’s") for t in tokens if t.kind == "w"
    ):
        return False
    return not any(t.kind == "q" for t in tokens)


def goes_on_at(tokens: list[Token], end: int, at: int, left: int) -> int | None:
    """Where the words go on after a parenthetical "he said"; ``None`` when they do not."""
    comma = next(
        (c for c in range(end, len(tokens)) if tokens[c].kind == "q" or tokens[c].text in (",", ":", "—", "–", ";")),
        None,
    )
    if comma is None:
        return None
    if tokens[comma].kind == "q":
        return comma
    if comma + 1 < len(tokens) and tokens[comma + 1].kind == "q":
        return comma + 1
    after = tokens[comma + 1] if comma + 1 < len(tokens) else None
    short = not any(t.low in word_class("auxiliaries") for t in tokens[:left]) and left <= 8
    if after is not None and after.kind == "w" and after.mention < 0:
        short = (
            short
            or after.low in word_class("auxiliaries")
            or after.low in ("at", "to", "for", "into", "from", "than", "that")
        )
    return comma + 1 if short and tokens[left - 1].kind != "q" and comma + 3 < len(tokens) else None
