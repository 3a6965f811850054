"""Who does it to whom where both are common nouns: "the town threatened the ministry" against the other way round."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tellings.lexicon import load_table, load_words
from tellings.model.span import Span
from tellings.story.check_line import Line
from tellings.story.check_parts import Asked, Fault, Told, is_free
from tellings.story.check_words import alike, as_printed, words_of
from tellings.text.verbs import find_verb_groups, verb_forms
from tellings.text.words import stem, tokens

# Characters before a verb within which doers joined by "and" stand.
NEAR = 60
# What parts a subject from the words before it.
_JOINT = re.compile(
    r"[,;:.()“”\"\n—–]|\b(?:and|but|that|who|which|after|before|when|while|because|since|as|if|whether|where|than)\b",
    re.I,
)
# A clause on the subject set between commas, just before its verb.
_ASIDE = re.compile(r",\s+(?:who|which|whose|where|an?|the)\b[^,;.]*,\s*$", re.IGNORECASE)
_BY = re.compile(r"\bby\s+([^,;.:()]+)", re.IGNORECASE)
_BE = re.compile(r"\b(?:am|is|are|was|were|be|been|being|got|gets?|getting)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\s+(?:him|her|it|them|us|me)\b(?!\s+[a-z]+s\b)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_DETERMINERS = frozenset(
    ("a", "an", "the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "some")
)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The stems of the last word of who does it and of whom it is done to; empty where it is not told."""

    doer: str
    goal: str
    passive: bool = False


def compare_turned(asked: Asked, told: Told) -> Iterator[Fault]:
    """A deed that the report's sentence has done by the draft's goal, or to the draft's doer."""
    line = told.line
    mutual = {stem(verb) for verb in load_table("checking")["mutual"]["verbs"]}
    for deed in asked.line.deeds:
        if not deed.verb or deed.word in mutual or not is_free(asked, deed.trigger):
            continue
        mine = _sides(asked.line, deed.trigger)
        if not mine.doer or not mine.goal or alike(mine.doer, mine.goal):
            continue
        for place in _verbs_of(line, deed.word):
            theirs = _sides(line, place)
            turned = _turned(mine, theirs, told, place)
            if turned or (theirs.doer and alike(theirs.doer, mine.goal)) or _is_goal(mine.doer, theirs):
                why = f"the reports have “{line.words_at(place)}” the other way round: who does it to whom"
                yield Fault("turned" if turned else "swap", True, why)
                return
            if _other_doer(mine, theirs, line, place):
                printed = as_printed(asked.line.text, mine.doer)
                told_by = as_printed(line.text, theirs.doer)
                yield Fault("doer", False, f"the reports have it done by “{told_by}”, the draft by “{printed}”")
                return
            known = (*line.words, *told.near_words)
            if theirs.passive and not theirs.doer and not any(alike(mine.doer, word) for word in known):
                yield Fault("doer", False, f"no report says that “{as_printed(asked.line.text, mine.doer)}” did it")
                return


def _is_goal(doer: str, theirs: _Sides) -> bool:
    """Whether it is done to the draft's doer, and not by it."""
    return bool(theirs.goal) and alike(theirs.goal, doer) and not (theirs.doer and alike(theirs.doer, doer))


def _other_doer(mine: _Sides, theirs: _Sides, line: Line, place: Span) -> bool:
    """Whether another common noun does it to the like; not where several are joined, or a name stands for the doer."""
    if not theirs.doer or alike(theirs.doer, mine.doer):
        return False
    before = line.reading.document.text[line.span.start : place.start]
    joined = any(alike(word, mine.doer) for word in words_of(before[-NEAR:])) and " and " in before[-NEAR:]
    printed = as_printed(before, theirs.doer)
    like = not theirs.goal or alike(theirs.goal, mine.goal)
    return like and not joined and printed[0].islower() and printed in before


def _verbs_of(line: Line, word: str) -> list[Span]:
    """The places of a verb by its stem; the finders take not every participle for a deed."""
    found = [
        Span(m.start(), m.end()) for m in _WORD.finditer(line.reading.document.text, line.span.start, line.span.end)
    ]
    return [s for s in found if words_of(line.words_at(s)) == [word] and line.words_at(s).lower() in verb_forms()]


def _turned(mine: _Sides, theirs: _Sides, told: Told, place: Span) -> bool:
    """Whether the sides stand the other way round; one known side does where the other stands before the verb."""
    doer = bool(theirs.doer) and alike(theirs.doer, mine.goal)
    goal = bool(theirs.goal) and alike(theirs.goal, mine.doer)
    if doer and goal:
        return True
    line = told.line
    before = words_of(line.reading.document.text[line.span.start : place.start])
    if goal and not theirs.doer:
        return any(alike(word, mine.goal) for word in before)
    after = line.reading.document.text[place.end : line.span.end]
    known = (*line.words, *told.near_words)
    return doer and bool(_PRONOUN.match(after)) and any(alike(word, mine.doer) for word in known)


def _sides(line: Line, place: Span) -> _Sides:
    text = line.reading.document.text
    groups = find_verb_groups(text, line.span.start, line.span.end)
    start = next((g.span.start for g in groups if g.trigger == place), place.start)
    subject = _subject(text[line.span.start : start])
    other = any(start - len(subject) <= g.trigger.start and g.trigger.end <= start for g in groups)
    first = "" if other or text[:start].endswith("to ") else _head(subject)
    after = text[place.end : line.span.end]
    forms = {form for _, form in verb_forms().get(text[place.start : place.end].lower(), ())}
    goal = _head(after) if re.match(r"\s+[\w“\"]", after) else ""
    if "participle" in forms and (_BE.search(text, start, place.start) or after.startswith(" by ")):
        by = _BY.search(re.split(r"[,;.:]", after)[0])
        return _Sides(_head(by.group(1)) if by else "", first, passive=True)
    if "ing" in forms and start == place.start:
        first = ""
    if "participle" in forms and not goal and not _PRONOUN.match(after):
        return _Sides("", "", passive=True)  # "a statement issued in Tarn": it may be done to what stands before
    return _Sides(first, goal)


def _subject(before: str) -> str:
    """The words of the subject just before a verb."""
    aside = _ASIDE.search(before)
    before = before[: aside.start()] if aside else before
    ends = [match.end() for match in _JOINT.finditer(before)]
    return before[ends[-1] :] if ends else before


@cache
def _days() -> frozenset[str]:
    return frozenset((*load_table("times")["months"], *load_table("times")["weekdays"]))


def _head(words: str) -> str:
    """The stem of the last word of the noun phrase that ``words`` begin with; empty for a pronoun."""
    function = load_words("function_words")
    kept: list[str] = []
    for token in tokens(words):
        if token in _DETERMINERS and not kept:
            continue
        if token in function or token in _days() or not token[0].isalpha() or token.endswith("ly"):
            break
        kept.append(token)
    stems = words_of(" ".join(kept))
    return stems[-1] if stems else ""
