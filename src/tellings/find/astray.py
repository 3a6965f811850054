"""What the recogniser ties together that cannot belong together: an indirect content checked against its sentence."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tellings.find.clause_words import is_adverb, word_class
from tellings.find.clauses import Token, split_clauses
from tellings.find.cues import speech_forms
from tellings.find.subjects import subject_of
from tellings.find.told import UNFINISHED, Told
from tellings.find.unsaid import says_something
from tellings.find.verb_readings import has_be_before
from tellings.model.reading import Mention, Quotation, Sentence
from tellings.model.span import Span
from tellings.text.spans import overlap, within

_PART = 0.8  # share of its words that makes a content the name of another's speaker
_RELATIVE = frozenset({"which", "that", "who", "whom", "whose", "what", "where"})
_OWNER = re.compile(r"(?:[’']s?|â\x80\x99s?)(?=\s)")
_OWNED = re.compile(r"(?:[’']s?|\bown)\Z")
_ASKED = frozenset({"asked", "questioned", "pressed", "quizzed"})
_LEADING = re.compile(rf"(?:\w+ing|{'|'.join(sorted(_ASKED))})\b", re.IGNORECASE)
_AFTERTHOUGHT = re.compile(r"(?:as|while|although|though|after|before|when|even|whereas)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-]\w+)*|\d[\d.,]*")
_SUBJECTS = frozenset({"some", "many", "both", "all", "most", "each", "that", "this", "these", "those"})
_MARK = re.compile(r"[,;:.?!()“”\"—–]")
_LONG_AGO = ["in", "the", "past"]  # stands between a subject and its verb
_CLAUSE = 4  # words of a clause that is somebody's though nobody is named


def check_told(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], told: Told, ruled: Iterable[Quotation]
) -> Told | None:
    """An indirect content of the recogniser with the source its sentence gives it; ``None`` for what cannot be.

    Cue, source and content stand in one sentence; the words are not the name of who speaks, nor what a report adds
    behind "he said"; the subject beside the verb is who speaks, and a thing somebody owns is not its owner. Where
    nobody is named there must be a verb of saying that is no passive.
    """
    near = told.cue or told.source
    number = _sentence_at(sentences, near.start if near else told.contents[0].start)
    whole = sentences[number].span
    told = replace(told, contents=[c for c in told.contents if whole.start <= c.start < whole.end])
    if not told.contents or not says_something(text, told.contents) or any(_is_other(text, told, q) for q in ruled):
        return None
    told = replace(told, contents=[*told.contents[:-1], _finished(text, whole, told)], source=_titled(mentions, told))
    tokens, at = _cue_token(text, sentences[number], mentions, told)
    if told.cue is not None and told.source is not None:
        behind = told.cue.end <= told.contents[0].start and told.source.start >= told.contents[-1].end
        if behind and _LEADING.match(text, told.cue.start):
            return told
        if behind or told.source.start >= whole.end:
            told = replace(told, source=None)
    told_by = _with_subject(text, tokens, at, told)
    if told_by is not None and told_by.source is None and not _is_nobodys(text, tokens, at, told_by):
        return None
    return told_by


def without_afterthought(text: str, told: Told) -> Told:
    """The told words without what the report adds behind "he said": "..., he said, as families went back"."""
    cue = told.cue
    if cue is None or told.contents[0].start > cue.start:
        return told
    kept = [c for c in told.contents if c.start < cue.end or not _AFTERTHOUGHT.match(text, c.start)]
    return replace(told, contents=kept)


def _sentence_at(sentences: Sequence[Sentence], place: int) -> int:
    return max(0, bisect_right(sentences, place, key=lambda s: s.span.start) - 1)


def _finished(text: str, sentence: Span, told: Told) -> Span:
    """The last content up to the next mark where it stops inside a phrase: "homes that cannot be" saved."""
    last = told.contents[-1]
    if UNFINISHED.search(text, max(last.start, last.end - 12), last.end) is None:
        return last
    stop = _MARK.search(text, last.end, sentence.end)
    end = stop.start() if stop else sentence.end
    parts = [part for part in (told.cue, told.source) if part is not None]
    return last if any(last.end <= part.start < end for part in parts) else Span(last.start, end)


def _titled(mentions: Sequence[Mention], told: Told) -> Span | None:
    """The source with the whole of a name it stops inside of."""
    source = told.source
    if source is None:
        return None
    end = max(
        (m.span.end for m in within(mentions, source.start, source.end) if m.span.start < source.end),
        default=source.end,
    )
    return Span(source.start, max(end, source.end))


def _is_other(text: str, told: Told, ruled: Quotation) -> bool:
    """Whether the content is who speaks in a quotation of the rules, or follows its "he said" as the report's own."""
    parts = [part for part in (told.cue, told.source) if part is not None]
    inside = any(s.start <= part.start < s.end for part in parts for s in ruled.source)
    if not inside and sum(overlap(c, s) for c in told.contents for s in ruled.source) >= _PART * told.length:
        return True
    same = told.cue is not None and any(overlap(told.cue, c) for c in ruled.cue)
    if not same or told.cue is None or not ruled.content or ruled.content[0].start > told.cue.start:
        return False
    return told.contents[0].start > told.cue.end and _AFTERTHOUGHT.match(text, told.contents[0].start) is not None


def _cue_token(text: str, sentence: Sentence, mentions: Sequence[Mention], told: Told) -> tuple[list[Token], int]:
    """The tokens of the sentence and the index of the cue's verb, -1 where the cue is no verb that is finite."""
    cue = told.cue
    if cue is None:
        return [], -1
    near = within(mentions, sentence.span.start, sentence.span.end)
    clauses = list(split_clauses(text, (sentence,), (), near))
    tokens = clauses[0].tokens if clauses else []
    at = next((i for i, t in enumerate(tokens) if t.start >= cue.start and not _is_helper(t)), -1)
    return tokens, at if at >= 0 and tokens[at].end <= cue.end and _is_verb(tokens, at) else -1


def _with_subject(text: str, tokens: list[Token], at: int, told: Told) -> Told | None:
    """The told words with the subject of their verb for a source that is another, or only its owner."""
    mark = _OWNER.match(text, told.source.end) if told.source is not None else None
    owner = mark is not None and told.cue is not None and bool(_WORD.search(text, mark.end(), told.cue.start))
    found = _subject(tokens, at, told) if at > 0 else None
    if found is None:
        return None if owner else told
    span, known = found
    if told.source is not None and overlap(span, told.source) and not owner:
        return replace(told, source=span) if known and _OWNED.search(text, told.source.start, told.source.end) else told
    return replace(told, source=span) if known else None


def _subject(tokens: list[Token], at: int, told: Told) -> tuple[Span, bool] | None:
    """The noun phrase right before a finite verb of saying, and whether it may be somebody who speaks."""
    if not {"past", "s", "base"} & {verb.form for verb in speech_forms().get(tokens[at].low, ())}:
        return None
    source, _ = subject_of(tokens, at)
    if source is None or tokens[source.first].low in _RELATIVE or tokens[source.start].low in _RELATIVE:
        return None
    last = source.end - 3 if [t.low for t in tokens[source.end - 3 : source.end]] == _LONG_AGO else source.end
    span = Span(tokens[source.start].start, tokens[last - 1].end)
    if last <= source.start or any(overlap(span, c) for c in told.contents):
        return None
    return span, source.strength != "other"


def _is_nobodys(text: str, tokens: list[Token], at: int, told: Told) -> bool:
    """Whether words that nobody is named for are said all the same: a verb that has them for its clause."""
    words = sum(len(_WORD.findall(text[c.start : c.end])) for c in told.contents)
    low = tokens[at].low if at > 0 else ""
    return words >= _CLAUSE and low.endswith(("ing", "ed", "said", "told")) and low not in _ASKED


def _is_helper(token: Token) -> bool:
    return is_adverb(token) or token.low in word_class("auxiliaries")


def _is_verb(tokens: list[Token], at: int) -> bool:
    """Whether the word is a verb of saying there: no noun, no infinitive, no passive."""
    before = tokens[at - 1] if at else None
    if before is not None and (
        before.low.endswith(("'s", "’s", "s'", "s’"))
        or before.low == "to"
        or (before.mention < 0 and before.low in word_class("determiners") and before.low not in _SUBJECTS)
    ):
        return False
    verbs = speech_forms().get(tokens[at].low, ())
    return bool(verbs) and (tokens[at].low.endswith("ing") or not has_be_before(tokens, at))
