"""Turns of a transcript as quotations."""

import re
from collections.abc import Sequence

from tellings.model.reading import Block, Quotation, Sentence
from tellings.model.span import Span

_COURTESY_WORDS = 14  # a turn as short as this that greets or thanks says nothing else
_COURTESY = re.compile(
    r"\b(?:good (?:morning|afternoon|evening|night|day)|thank(?:s| you)|hello|hi|welcome|bye|"
    r"you'?re welcome|my pleasure|(?:good|glad|great|nice) to (?:be|have you)|leave it there)\b|"
    r"^(?:and )?that(?:'s|’s| was) ",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(r"\bleave it there\b|^(?:and )?that(?:'s|’s| was) (?:\w[\w’'.-]* ){1,12}with\b", re.IGNORECASE)
_THANKS = re.compile(r"\b(?:thanks|thank you)\b[^.!?]*[.!?]*$", re.IGNORECASE)
_LONGEST_SIGN_OFF = 50  # words in which a host ends a talk with thanks
_ANSWER = 3  # paragraphs of a turn that is an answer, though it may end by asking
_LEAST_WORDS = 6


def find_turns(text: str, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> list[Quotation]:
    """One quotation for each turn that states something; greetings, thanks and turns that only ask are left out."""
    open_sentences: dict[int, list[Span]] = {}
    for sentence in sentences:
        open_sentences.setdefault(sentence.block, []).append(sentence.span)
    turns: list[tuple[Span, list[Span]]] = []
    for index, block in enumerate(blocks):
        spans = open_sentences.get(index)
        if block.kind != "turn" or block.speaker is None or not spans:
            continue
        content = Span(spans[0].start, spans[-1].end)
        if turns and turns[-1][0] == block.speaker:
            turns[-1][1].append(content)
        else:
            turns.append((block.speaker, [content]))
    return [
        Quotation("turn", tuple(contents), source=(speaker,), speaker=speaker)
        for speaker, contents in turns
        if _states(text, contents)
    ]


def _states(text: str, contents: list[Span]) -> bool:
    words = [w for span in contents for w in text[span.start : span.end].split()]
    said = text[contents[-1].start : contents[-1].end].rstrip("\"”’')")
    if len(words) < _LEAST_WORDS or (said.endswith("?") and len(contents) < _ANSWER):
        return False
    whole = " ".join(words)
    if len(words) <= _LONGEST_SIGN_OFF and _SIGN_OFF.search(whole) and _THANKS.search(whole):
        return False
    return not (len(words) <= _COURTESY_WORDS and _COURTESY.search(whole))
