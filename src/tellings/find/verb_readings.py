"""Whether a word that could be a cue is one: no noun, no passive, and somebody who may speak before it."""

from tellings.find.clause_words import is_adverb, is_auxiliary, word_class
from tellings.find.clauses import Token
from tellings.find.cues import Verb, verb_at
from tellings.find.sources import Source, source_after

_PLURALS = frozenset(
    {
        "they",
        "who",
        "some",
        "others",
        "many",
        "people",
        "police",
        "have",
        "two",
        "three",
        "media",
        "men",
        "women",
        "both",
    }
)


def is_no_verb(tokens: list[Token], i: int, verb: Verb) -> bool:
    """Whether the word is a noun, an adjective, an infinitive or denied, or what follows shows that it is no cue."""
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before is None:
        return verb.form != "ing" and not _leads_inverted(tokens, i + 1 + len(verb.rest), verb)
    if (
        before.low == tokens[i].low
        or _is_governed(before, verb)
        or (verb.form == "base" and not _may_be_plural(before))
    ):
        return True
    if after is None:
        return False
    return (
        (verb.form in ("base", "s") and _is_finite(tokens, i + 1))
        or (after.low == "of" and not verb.rest and verb.form in ("base", "s") and verb.lemma != "say")
        or (after.low == "by" and verb.form in ("past", "participle") and not _is_means(tokens, i + 2))
    )


def _is_means(tokens: list[Token], i: int) -> bool:
    """Whether "by" leads to how something was said and not to who did: "said by phone"."""
    return i < len(tokens) and tokens[i].low in word_class("media")


def _is_governed(before: Token, verb: Verb) -> bool:
    """Whether the word before makes the verb form a noun, an adjective or an infinitive, or denies it."""
    low = before.low
    if before.kind != "w":
        return False
    if low.endswith(("'s", "’s", "s'", "s’")) and verb.form != "ing":
        return before.mention >= 0 or verb.form != "participle"
    if before.mention >= 0:
        return False
    if low in word_class("negations") or (verb.form == "base" and low == "to"):
        return True
    article = low in word_class("determiners") and low not in word_class("pronouns")
    return verb.form != "ing" and (article or low in word_class("prepositions") or low == "that's")


def _may_be_plural(before: Token) -> bool:
    """Whether the word before a base form may be its plural subject."""
    return before.kind != "w" or before.low.endswith("s") or before.low in _PLURALS or is_adverb(before)


def _is_finite(tokens: list[Token], i: int) -> bool:
    """Whether the word is surely a verb: then the one before it is no cue but its subject."""
    token = tokens[i]
    if token.kind != "w" or token.mention >= 0:
        return False
    return is_auxiliary(token) or (verb_at(tokens, i) is not None and token.low.endswith("ed"))


def _leads_inverted(tokens: list[Token], end: int, verb: Verb) -> bool:
    """Whether the sentence opens "Said Ana Bel: "..."."""
    source = source_after(tokens, end) if "say" in verb.frames and verb.form in ("past", "s") else None
    if source is None or source.strength == "other" or source.end + 1 >= len(tokens):
        return False
    return tokens[source.end].text in (",", ":") and tokens[source.end + 1].kind == "q"


def has_be_before(tokens: list[Token], i: int) -> bool:
    """Whether a form of "be" governs the verb: a passive, or a continuous form."""
    j = i - 1
    while j >= 0 and (is_adverb(tokens[j]) or tokens[j].low in ("being", "been", "not")):
        if tokens[j].low in ("being", "been"):
            return True
        j -= 1
    return (
        j >= 0
        and tokens[j].kind == "w"
        and (tokens[j].low in word_class("be") or tokens[j].low.endswith(("'re", "’re")))
    )


def may_speak(tokens: list[Token], source: Source, verb: Verb) -> bool:
    """Whether the noun phrase can be the subject of a verb of saying; a thing may only where the verb is plain."""
    first = tokens[source.first]
    if source.strength in ("person", "office"):
        return True
    if source.strength == "pronoun":
        return first.low != "it" or True
    plain = verb.form == "past" and bool(verb.frames & {"say", "tell", "think", "demand"})
    plural = tokens[source.last - 1].low.endswith("s")
    return (
        source.end - source.start <= 12
        and (plain or plural)
        and (plural or first.low in word_class("determiners") or first.text[:1].isupper())
    )
