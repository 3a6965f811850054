"""Roles: what a report calls a person, with the place where it stands."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from tellings.find.name_tokens import NameToken, split_names
from tellings.model.reading import Mention, Role
from tellings.model.span import Span
from tellings.text.name_words import (
    COMMON,
    GRAMMAR,
    HEAD,
    KNOWN,
    ORGANISATION,
    ORGANISATION_HEAD,
    PEOPLE,
    PLACE,
    ROLE,
    TITLE,
    word_class,
)
from tellings.text.spans import trim
from tellings.text.verbs import verb_forms

_LONGEST = 260
"""Characters of a role; a longer stretch is a clause of its own."""
_AFTER = re.compile(r"[’']?\s*(?:,|\s[–—-]|\s--)\s+(?P<age>(?:aged? )?\d{1,3},\s+)?")
_COPULA = re.compile(
    r",?\s+(?:who\s+)?(?:is|was|are|were|has been|had been|serves as|served as|works as|worked as|became)\s+"
    r"(?:now |also |currently |once |then |formerly )?(?=[\w“\"’'])"
)
_OF = re.compile(r"\s+(?:of|at|from|with)\s+(?:the\s+)?(?=[A-Z])")
_STOP = re.compile(
    r"[;:!?()\[\]“”\"–—]|\s--?\s|\.(?=\s|$)|,(?=\s|$)|\s(?=(?:who|which|that|as|after|when|while|because|but|where|whose)\s)"
)
_VERB_AFTER_NAME = re.compile(r"[^,.;:()\n]{2,60}, ([a-z]+)")
_GOES_ON = frozenset({"of", "for", "based"})
_BEFORE_BASE = frozenset(
    {"to", "will", "would", "can", "could", "may", "might", "must", "should", "shall", "now", "not", "also"}
)
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]|St|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|Inc|Co|Corp|Ltd|No|vs)|\.[A-Za-z])$")


def find_roles(text: str, sentence: Span, mention: Mention, people: Sequence[int]) -> list[Role]:
    """The roles that stand with the name at ``mention`` in ``sentence``: before it, after it, and as its predicate.

    ``people`` are the places, sorted, where names of people begin in the report: "with Ana Bel, President Ion Cor
    said" says nothing of Ana Bel.
    """
    found = [
        _modifier(text, sentence, mention.span),
        _apposed_before(text, sentence, mention.span),
        _apposed_after(text, sentence, mention.span, people),
    ]
    return [Role(text[s.start : s.end], s) for s in sorted({s for s in found if s})]


def _modifier(text: str, sentence: Span, name: Span) -> Span | None:
    """Titles, callings and owners right before a name: "Orlan Foreign Minister", "top legislator", "the Gull's"."""
    start = max(sentence.start, name.start - 120)
    nearest = split_names(text, max(start, text.rfind(" ", start, name.start - 1) + 1), name.start)
    if not nearest or not (nearest[-1].text in ("'s", "’s") or _modifies(nearest[-1])):
        return None
    tokens = split_names(text, start, name.start)
    if name.start - tokens[-1].end > 1 or text[tokens[-1].end : name.start].strip():
        return None
    at = len(tokens)
    titled = owned = False
    while at > 0:
        token = tokens[at - 1]
        if token.text in ("'s", "’s") and at > 1 and tokens[at - 2].shape in ("A", "AA"):
            owned = owned or at == len(tokens)
            at -= 1
            continue
        if token.text == "-" and at > 1 and tokens[at - 2].shape and at < len(tokens):
            at -= 1
            continue
        if token.text in ("of", "for") and 1 < at < len(tokens) and _is_office(tokens[at - 2], tokens[at]):
            at -= 1
            continue
        if not _modifies(token):
            break
        if token.end < tokens[at].start - 1 if at < len(tokens) else False:
            break
        titled = titled or bool(
            token.flags & (TITLE | ROLE)
            and token.text.rstrip(".") not in word_class("address")
            and (token.text not in word_class("role_adjectives") or token.text == "chief")
        )
        at -= 1
    while at < len(tokens) and (
        not tokens[at].shape or (at and tokens[at - 1].text in _BEFORE_BASE and tokens[at].text in verb_forms())
    ):
        at += 1
    if (
        at == len(tokens)
        or not (titled or owned)
        or (at == len(tokens) - 1 and tokens[at].text.rstrip(".") in word_class("address"))
    ):
        return None
    if not titled and all(t.flags & (PLACE | PEOPLE) or not t.shape for t in tokens[at:]):
        return None  # "Veltra's Ana Bel" says where she is from, and no role
    return trim(text, tokens[at].start, name.start)


def _is_office(noun: NameToken, field: NameToken) -> bool:
    """Whether "of" or "for" stands inside an office: "Minister for Energy", but not "spokesman for Mr."."""
    return (
        bool(noun.flags & (TITLE | ROLE))
        and noun.shape == "A"
        and bool(field.flags & COMMON)
        and not field.flags & TITLE
        and field.shape == "A"
    )


def _modifies(token: NameToken) -> bool:
    if token.shape in ("A", "AA"):
        return bool(token.flags & KNOWN) or not token.flags & GRAMMAR
    if token.shape != "a":
        return False
    low = token.text
    if low in word_class("role_adjectives") or token.flags & (TITLE | ROLE | ORGANISATION_HEAD):
        return True
    if not token.flags:
        return not low.endswith(("ed", "ing", "ly", "s"))
    if token.flags & GRAMMAR or not token.flags & (COMMON | HEAD):
        return False
    # "trade expert", "police chief": a noun that is also the base of a verb; "met expert Ana Bel": a verb.
    return all(form == "base" for _, form in verb_forms().get(low, ()))


def _apposed_before(text: str, sentence: Span, name: Span) -> Span | None:
    """A description that ends in a comma before the name: "the group's head, Ana Bel, said"."""
    head = text[max(sentence.start, name.start - 160) : name.start]
    if not head.endswith((", ", ",\u00a0")) or (
        name.end < sentence.end and text[name.end : name.end + 1] not in ",.;:)’'" and text[name.end] != " "
    ):
        return None
    start = name.start - len(head)
    tokens = split_names(text, start, name.start - 2)
    begin = len(tokens)
    while begin > 0 and _describes(tokens[begin - 1]):
        begin -= 1
    for k in range(begin, len(tokens)):
        if (tokens[k].text.lower() in word_class("determiners") or _is_owned(tokens, k)) and _has_role(tokens[k:]):
            return trim(text, tokens[k].start, name.start - 2)
    return None


def _describes(token: NameToken) -> bool:
    low = token.text.lower()
    if token.shape == "":
        return low in ("'s", "’s", "-")
    return (
        not (token.shape == "a" and token.flags & GRAMMAR)
        or low in word_class("determiners")
        or low in word_class("role_prepositions")
        or low == "and"
    )


def _is_owned(tokens: Sequence[NameToken], at: int) -> bool:
    """Whether an owner begins at ``at``: "Veltra's envoy", "the" left out."""
    if tokens[at].shape not in ("A", "AA"):
        return False
    end = at
    while end < len(tokens) and end - at < 5 and tokens[end].shape in ("A", "AA"):
        end += 1
    return end < len(tokens) and tokens[end].text in ("'s", "’s")


def _has_role(tokens: Sequence[NameToken]) -> bool:
    """Whether a word for a role heads the phrase: it stands before the first preposition."""
    for token in tokens:
        if token.text in word_class("role_prepositions"):
            return False
        if token.flags & ROLE and token.shape in ("a", "A"):
            return True
    return False


def _apposed_after(text: str, sentence: Span, name: Span, people: Sequence[int]) -> Span | None:
    """The description after the name: apposed ("Ana Bel, a fellow of"), predicate ("is a fellow"), "of the ..."."""
    match = _AFTER.match(text, name.end, sentence.end)
    if match:
        return _phrase(text, match.end(), sentence.end, people, apposed=True)
    match = _COPULA.match(text, name.end, sentence.end)
    if match:
        return _phrase(text, match.end(), sentence.end, people, apposed=False)
    match = _OF.match(text, name.end, sentence.end)
    if match:
        return _affiliation(text, match.start(), match.end(), sentence.end)
    return None


def _phrase(text: str, start: int, end: int, people: Sequence[int], *, apposed: bool) -> Span | None:
    """The noun phrase at ``start`` when a word for a role heads it, up to the end of its clause."""
    end = min(end, start + _LONGEST)
    tokens = split_names(text, start, min(end, start + 90))
    if apposed and (native := _native(tokens, start)):
        return native
    if not tokens or not _heads_role(tokens, apposed=apposed):
        return None
    head = next((t.start for t in tokens if t.text in word_class("role_prepositions") or t.text == ","), tokens[-1].end)
    at = bisect_left(people, start)
    if at < len(people) and people[at] < head:
        return None
    stop = _stop(text, start, end)
    if apposed and (_has_verb(split_names(text, start, stop)) or _is_the_next_ones(text, stop, people)):
        return None
    return trim(text, start, stop)


def _native(tokens: Sequence[NameToken], start: int) -> Span | None:
    """ "An Orlanian" between commas: of which people somebody is."""
    if len(tokens) < 3 or tokens[0].text not in ("a", "an") or tokens[2].text != ",":
        return None
    return Span(start, tokens[1].end) if tokens[1].flags & PEOPLE and tokens[1].shape in ("A", "AA") else None


def _is_the_next_ones(text: str, stop: int, people: Sequence[int]) -> bool:
    """Whether a description belongs to the name behind it: "met Ana Bel, the envoy of Tarn, Ion Cor, said"."""
    at = bisect_left(people, stop)
    if at == len(people) or not 0 < people[at] - stop <= 2 or text[stop : stop + 1] != ",":
        return False
    match = _VERB_AFTER_NAME.match(text, people[at], people[at] + 90)
    return match is not None and any(form != "base" for _, form in verb_forms().get(match[1], ()))


def _has_verb(tokens: Sequence[NameToken]) -> bool:
    """Whether a clause goes on without a comma ("..., the minister left the room"): then nothing is apposed."""
    for k, token in enumerate(tokens):
        if token.shape != "a":
            continue
        if token.text in word_class("finite_verbs"):
            return True
        after = tokens[k + 1] if k + 1 < len(tokens) else None
        forms = verb_forms().get(token.text, ())
        if (
            k
            and after
            and any(form == "past" for _, form in forms)
            and after.text in word_class("object_openers")
            and tokens[k - 1].text != ","
        ):
            return True
    return False


def _heads_role(tokens: Sequence[NameToken], *, apposed: bool) -> bool:
    first = tokens[0]
    if first.shape not in ("a", "A", "AA"):
        return False
    low = first.text.lower()
    begins = (
        low in word_class("role_openers")
        or bool(first.flags & (ROLE | TITLE))
        or low in word_class("role_adjectives")
        or first.shape != "a"
    )
    if not begins and not (first.flags & COMMON and low not in verb_forms()):
        return False
    if first.flags & GRAMMAR and low not in word_class("role_openers"):
        return False
    for k, token in enumerate(tokens[:12]):
        if token.text == "," or (token.shape == "" and token.text not in ("'s", "’s", "-")):
            return False
        if (
            token.shape in ("a", "A")
            and token.flags & (ROLE | TITLE)
            and (token.text.lower() not in word_class("role_adjectives") or token.text == "chief")
        ):
            return True
        if (
            k
            and token.shape == "a"
            and token.flags & GRAMMAR
            and not (token.text == "under" and k + 1 < len(tokens) and tokens[k + 1].flags & (ROLE | TITLE))
            and token.text not in ("of", "the", "most", "a", "and", "for", "in", "one")
        ):
            return False
        if (
            not apposed
            and k == 0
            and token.shape == "a"
            and low not in word_class("role_openers")
            and not token.flags & (ROLE | TITLE | COMMON)
        ):
            return False
    return False


def _stop(text: str, start: int, end: int) -> int:
    """Where the clause of a description ends: a comma inside a list or before "of" and the like does not end it."""
    at = start
    while True:
        match = _STOP.search(text, at, end)
        if match is None:
            return end
        stop = match.start()
        if text[stop] == "." and _ABBREVIATED.search(text, max(start, stop - 8), stop):
            at = match.end()
            continue
        if text[stop] == "," and _goes_on(text, stop + 1, end):
            at = stop + 1
            continue
        return stop


def _goes_on(text: str, start: int, end: int) -> bool:
    tokens = split_names(text, start, min(end, start + 60))
    if not tokens or tokens[0].shape == "":
        return False
    if (
        tokens[0].text in ("and", "or")
        and len(tokens) > 1
        and tokens[1].flags & (ROLE | TITLE | COMMON)
        and tokens[1].text not in verb_forms()
    ):
        return True
    if tokens[0].text in _GOES_ON:
        return True
    # A list within the description: "professor of law, politics and history at".
    words = tokens[:4]
    return (
        len(words) > 2
        and words[0].shape == "a"
        and not words[0].flags & GRAMMAR
        and words[0].text not in verb_forms()
        and words[1].text in ("and", ",")
    )


def _affiliation(text: str, start: int, name: int, end: int) -> Span | None:
    """ "of the Harbour Institute" right after a name."""
    tokens = split_names(text, name, min(end, name + 120))
    last = 0
    for k, token in enumerate(tokens):
        if token.shape in ("A", "AA"):
            last = k + 1
        elif token.text not in ("of", "the", "for", "and", "on", "&", "in", "'s", "’s", "-"):
            break
    named = ORGANISATION_HEAD if text[start:name].split()[0] == "at" else ORGANISATION_HEAD | ORGANISATION
    if not last or not any(t.flags & named or (t.shape == "AA" and named & ORGANISATION) for t in tokens[:last]):
        return None  # "Ana Bel at the OCO" is at a meeting as often as of the staff
    return trim(text, start, tokens[last - 1].end)
