"""A sentence of a report made to stand alone: who "he" is and which day "Monday" was, in square brackets."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property

from tellings.lexicon import load_words
from tellings.model.reading import Reading
from tellings.model.span import Span
from tellings.model.story import ResolvedTime
from tellings.text.names import fold
from tellings.text.spans import within
from tellings.text.words import leans_back

_RELATIVE = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:today|yesterday|tomorrow|tonight|overnight)\b"
    r"|\blast night\b|\bthis (?:morning|afternoon|evening)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")
_PRONOUN = re.compile(r"\b(?:he|she|him|his|her|hers|himself|herself|they|them|their|it|its)\b", re.IGNORECASE)
_OF_ONE = frozenset(("he", "she", "him", "his", "her", "hers", "himself", "herself"))
_OWNING = frozenset(("his", "their", "its"))
_POINTING = re.compile(r"(?:the|this|that|these|those|both|all|another)\s+(?:[\w’'-]+\s+)??(\w+)\b", re.IGNORECASE)
_CONNECTIVE = re.compile(
    r"(?:finally|moreover|furthermore|further|similarly|likewise|nevertheless|nonetheless|therefore|thus|hence|indeed"
    r"|in addition|in contrast|by contrast|on the other hand|to this end|at the same time|not only|after all|of course"
    r"|in response|in turn|as a result|for its part|for his part|for her part|among them|of those|of these|elsewhere"
    r"|first of all|second|secondly|third|thirdly|other|others|neither|either|each|none|most|some|many|nor)\b",
    re.IGNORECASE,
)
# "Addressing this loophole", "Under those rules": what is pointed to was told before; "this week" is not pointed to.
_POINTED = re.compile(
    r"(?:\S+\s+){0,4}?(?:this|these|those|such)\s+(?!(?:week|month|year|time|morning|afternoon|evening|weekend|summer|"
    r"winter|autumn|spring|season|century|decade|as|a|an)\b)\w",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"(?:i|we|you|my|our|your|me|us)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+")
_OPEN_QUOTE = re.compile(r"[\"“‘'«]")
_ENDS = (".", ".”", '."', ".’", ".'", "!", "!”")
_POSSESSIVE = ("'s", "’s")
# Words of a sentence before which "they" and "it" have nothing they could stand for.
_SOON = 3


class Standing:
    """The sentences of one report, each as it reads without the others.

    ``days`` are the resolved times of the story by document id and span.
    """

    def __init__(self, reading: Reading, days: Mapping[tuple[str, Span], ResolvedTime]) -> None:
        self.reading = reading
        self.days = days

    def tell(self, span: Span) -> str | None:
        """The sentence in one line with what it leans on in brackets; ``None`` where that is not known.

        A pronoun or description that the report resolves gets its name, once, unless the sentence names it before;
        a day named from where the report stands gets its date.
        """
        words = self.reading.document.text[span.start : span.end]
        if not _whole(words):
            return None
        named = self._name(span)
        if named is None:
            return None
        return self._write(span, dict(named) | dict(self._date(span)))

    def _write(self, span: Span, inserts: Mapping[int, str]) -> str:
        text, at, parts = self.reading.document.text, span.start, []
        for place in sorted(inserts):
            after = place + 2 * text.startswith(_POSSESSIVE, place)
            parts += [text[at:after], f" [{inserts[place]}{text[place:after]}]"]
            at = after
        parts.append(text[at : span.end])
        return " ".join("".join(parts).split())

    def _date(self, span: Span) -> Iterator[tuple[int, str]]:
        text, doc = self.reading.document.text, self.reading.document.id
        last = span.start
        for time in self.reading.times:
            if not span.start <= time.span.start < span.end or time.span.start < last:
                continue
            known = self.days.get((doc, time.span))
            period = known.period if known and known.kind == "date" else None
            words = text[time.span.start : time.span.end]
            if period and period.start == period.end and _RELATIVE.search(words) and not _DIGITS.search(words):
                last = time.span.end
                yield time.span.end, f"{period.start.day} {period.start:%B %Y}"

    @cached_property
    def _resolved(self) -> tuple[tuple[int, int, str], ...]:
        """Pronouns and descriptions with the name they stand for, in order of their places."""
        text = self.reading.document.text
        places = {(s.span.start, s.span.end): s.name for s in self.reading.speakers if s.entity}
        for entity in self.reading.entities:
            for mention in entity.mentions:
                places.setdefault((mention.start, mention.end), entity.name)
        return tuple(sorted((*place, name) for place, name in places.items() if _leans(text[place[0] : place[1]])))

    def _name(self, span: Span) -> dict[int, str] | None:
        """What goes into brackets where; ``None`` when somebody or something is meant that is not named."""
        text = self.reading.document.text
        inserts: dict[int, str] = {}
        known: set[str] = set()
        resolved = self._resolved[bisect_left(self._resolved, (span.start,)) : bisect_left(self._resolved, (span.end,))]
        for start, end, name in resolved:
            if end <= span.end and not _named(name, text[span.start : start], known):
                owning = text[start:end].lower() in _OWNING
                inserts[end] = f"{name}’s" if owning else name
                known.add(name)
        first = self._lead(span, inserts)
        if not first:
            return None
        settled = {(start, end) for start, end, _ in resolved}
        for match in _PRONOUN.finditer(text, span.start, span.end):
            if (match.start(), match.end()) not in settled and not self._antecedent(span, match, bool(inserts)):
                return None
        return inserts

    def _lead(self, span: Span, inserts: Mapping[int, str]) -> bool:
        """Whether the head of the sentence stands alone: no connective, nothing pointed to that was named before."""
        text = self.reading.document.text
        words = text[span.start : span.end]
        head = _OPEN_QUOTE.sub("", words, count=1) if _OPEN_QUOTE.match(words) else words
        if _FIRST_PERSON.match(words):
            return False
        pronoun = _PRONOUN.match(head)
        if pronoun:
            return span.start + len(words) - len(head) + pronoun.end() in inserts
        pointing = _POINTING.match(head)
        if pointing and pointing.group(1).lower() in load_words("leaning_nouns"):
            return span.start + pointing.end() in inserts
        return not (leans_back(head) or _CONNECTIVE.match(head) or _POINTED.match(head))

    def _antecedent(self, span: Span, match: re.Match[str], bracketed: bool) -> bool:
        """Whether the sentence itself has somebody, or something, before a pronoun that it may stand for."""
        text = self.reading.document.text
        before = text[span.start : match.start()]
        if match.group().lower() not in _OF_ONE:
            return len(before.split()) >= _SOON
        persons = any(m.kind in {"person", "other"} for m in within(self.reading.mentions, span.start, match.start()))
        nouns = load_words("person_nouns") | load_words("role_heads") | load_words("titles")
        return bracketed or persons or any(word.lower() in nouns for word in _WORD.findall(before))


def _whole(words: str) -> bool:
    """True for a whole sentence of the report's own: it ends, its quotation marks are paired, it is not all quoted."""
    spoken = words[:1] in '“"' and words.find("”" if words[:1] == "“" else '"', 1) >= len(words.rstrip()) - 1
    return not spoken and (
        words.rstrip().endswith(_ENDS)
        and words.count("“") == words.count("”")
        and not words.count('"') % 2
        and (words[:1].isupper() or words[:1].isdigit() or _OPEN_QUOTE.match(words) is not None)
    )


def _leans(words: str) -> bool:
    """True for a pronoun, or a description without a name: "she", "the mayor"."""
    return _PRONOUN.fullmatch(words) is not None or (words[:4].lower() == "the " and words[4:].islower())


def _named(name: str, before: str, known: set[str]) -> bool:
    """Whether the words before name it, in full or by the last name."""
    parts = fold(name).split()
    return name in known or (bool(parts) and parts[-1] in fold(before).split())
