"""Quotations being put together: words that go on, wait for a cue, or stay nobody's."""

from dataclasses import dataclass, field

from tellings.find.attributions import Said
from tellings.find.clause_words import word_class
from tellings.find.clauses import Clause, Token
from tellings.find.cues import speech_forms
from tellings.find.quotation_marks import Quoted
from tellings.find.sources import Source, name_alone, read_phrase
from tellings.find.subjects import main_subject
from tellings.model.reading import QuotationKind
from tellings.model.span import Span

SENTENCE_WORDS = 5  # quoted words without a speaker that are fewer than this are a term, not an utterance
_LONGEST_TITLE = 100  # characters
_SMALL = frozenset({"a", "an", "the", "and", "or", "but", "de", "la", "al"})
_DASHES = frozenset({"—", "–", "―", "-", "--"})
_SPOKE = frozenset({"spoke", "spoken", "speaking", "speech", "words", "remarks", "reaction", "message"})


@dataclass(slots=True)
class Draft:
    """A quotation being put together; ``last`` is the index of the clause its words last stood in."""

    contents: list[Span]
    kind: QuotationKind
    cue: Span | None = None
    source: Span | None = None
    speaker: Span | None = None
    block: int = 0
    last: int = 0
    why: str = ""
    named: bool = False  # the source is a person or a pronoun
    opens: bool = False
    ends_quoted: bool = False


@dataclass(slots=True)
class State:
    """What is known so far: the drafts made, the quoted words that wait for a cue, and what was read last."""

    text: str
    drafts: list[Draft] = field(default_factory=list)
    pending: list[tuple[Quoted, int]] = field(default_factory=list)
    previous: Draft | None = None
    led: Draft | None = None  # who had spoken last when the first of the pending words came
    clause: tuple[int, Clause, list[Said]] | None = None  # the last one read, with its number and attributions


def carry_on(state: State, quoted: Quoted, block: int, index: int) -> None:
    """Quoted words without a clause around them: they go on from what was said, or wait for the cue that follows."""
    before = state.previous
    about = None if state.pending else _about(state, block, index - 1)
    if about is not None:
        _append(state, quoted, block, index, about, "the sentence before the words is about this speaker")
        return
    if (
        before is not None
        and before.block == block
        and before.last >= index - 1
        and not state.pending
        and before.kind != "indirect"
    ):
        before.contents.append(Span(quoted.start, quoted.end))
        before.last, before.opens = index, quoted.open_ended
        return
    if before is not None and before.block == block and not state.pending:
        _append(state, quoted, block, index, before, "the words go on from the same speaker")
        return
    if not state.pending:
        state.led = before
    state.pending.append((quoted, index))


def _about(state: State, block: int, index: int) -> Draft | None:
    """Who clause number ``index`` is about, where it gives words to nobody: the words that follow it may be theirs."""
    if state.clause is None or state.clause[0] != index:
        return None
    _, clause, saids = state.clause
    tokens = clause.tokens
    announces = tokens[-1].text == ":"
    if not announces and (clause.block != block or any(s.contents for s in saids)):
        return None
    source = next((s.source for s in reversed(saids) if s.source is not None), None) or main_subject(
        tokens, len(tokens)
    )
    if source is None and announces and tokens[0].low == "from":
        source = read_phrase(tokens, 1, len(tokens))
    if source is None or not (announces or source.strength == "person" or tokens[source.first].low in ("he", "she")):
        return None
    return Draft(
        [],
        "direct",
        source=span_of(tokens, source.start, source.end),
        speaker=span_of(tokens, source.first, source.last),
    )


def span_of(tokens: list[Token], start: int, end: int) -> Span:
    """The characters of tokens ``start`` to ``end``, end exclusive."""
    return Span(tokens[start].start, tokens[end - 1].end)


def _append(state: State, quoted: Quoted, block: int, index: int, before: Draft, why: str) -> None:
    draft = Draft(
        [Span(quoted.start, quoted.end)],
        "direct",
        source=before.source,
        speaker=before.speaker,
        block=block,
        last=index,
        why=why,
        opens=quoted.open_ended,
        ends_quoted=True,
    )
    state.drafts.append(draft)
    state.previous = draft


def settle(state: State, block: int) -> None:
    """Ends a paragraph: quoted words without a cue go to who spoke before it, or wait for ``block``, the next."""
    if not state.pending:
        return
    first, (last, ended) = state.pending[0][0], state.pending[-1]
    if last.open_ended and block == last.block + 1:
        return
    before = state.previous
    if before is not None and before.last > state.pending[0][1]:
        before = state.led  # somebody spoke after the words, in a sentence of their own
    near = before is not None and 0 <= first.block - before.block <= 1
    follows = before is not None and before.last == state.pending[0][1] - 1
    if (
        before is not None
        and near
        and (first.resumed or before.opens or before.ends_quoted or follows)
        and before.speaker is not None
    ):
        if before.kind == "indirect":
            quoted, index = state.pending[0]
            _append(state, quoted, quoted.block, index, before, "a paragraph of quoted words after the same speaker's")
            assert state.previous is not None
            before, state.pending = state.previous, state.pending[1:]
        before.contents += [Span(q.start, q.end) for q, _ in state.pending]
        before.block, before.last, before.opens = last.block, ended, last.open_ended
        before.why = before.why or "the words go on in the next paragraph"
    elif (owner := _introduced(state, first.block, state.pending[0][1])) is not None:
        owner.contents = [Span(q.start, q.end) for q, _ in state.pending]
        owner.block, owner.last, owner.opens = last.block, ended, last.open_ended
        state.drafts.append(owner)
        state.previous = owner
    else:
        for quoted, index in state.pending:
            leave_unowned(state, quoted, index)
    state.pending = []


def _introduced(state: State, block: int, index: int) -> Draft | None:
    """The person the paragraph before is about, where it says that the person spoke: "Ana Bel spoke of her shock."."""
    if state.clause is None or state.clause[0] != index - 1 or state.clause[1].block != block - 1:
        return None
    _, clause, saids = state.clause
    tokens = clause.tokens
    speaks = any(
        t.kind == "w" and t.mention < 0 and (t.low in _SPOKE or t.low in speech_forms() or t.low in word_class("media"))
        for t in tokens
    )
    source = main_subject(tokens, len(tokens)) if speaks and not any(s.contents for s in saids) else None
    if source is None or not (source.strength == "person" or tokens[source.first].low in ("he", "she")):
        return None
    return _draft_of(tokens, source, "the paragraph before the words is about this speaker")


def _draft_of(tokens: list[Token], source: Source, why: str) -> Draft:
    return Draft(
        [],
        "direct",
        source=span_of(tokens, source.start, source.end),
        speaker=span_of(tokens, source.first, source.last),
        why=why,
        named=True,
        ends_quoted=True,
    )


def sign(state: State, tokens: list[Token], block: int, index: int) -> bool:
    """Whether the clause is a name after a dash, with or before it the quoted words the name stands under."""
    at = 1 if tokens[0].kind == "q" else 0
    if at + 1 >= len(tokens) or tokens[at].text not in _DASHES:
        return False
    end = len(tokens) - (tokens[-1].text == ".")
    source = name_alone(tokens, at + 1, end)
    if source is None or source.start != at + 1:
        return False
    draft = _draft_of(tokens, source, "the words stand over this name")
    if tokens[0].quoted is not None:
        draft.contents = [Span(tokens[0].quoted.start, tokens[0].quoted.end)]
    elif state.pending and state.pending[-1][1] == index - 1:
        draft.contents, state.pending = [Span(q.start, q.end) for q, _ in state.pending], []
    elif state.drafts and state.drafts[-1].last == index - 1 and state.drafts[-1].cue is None:
        draft.contents = state.drafts.pop().contents
    else:
        return False
    draft.block, draft.last, draft.ends_quoted = block, index, False
    state.drafts.append(draft)
    state.previous = None
    return True


def leave_unowned(state: State, quoted: Quoted, index: int, *, kind: QuotationKind | None = None) -> None:
    """Adds quoted words nobody is named for: an utterance without a speaker, or a term."""
    words = state.text[quoted.start : quoted.end].split()
    kind = kind or ("direct" if len(words) >= SENTENCE_WORDS else "scare")
    why = "nobody is named beside the words" if kind == "direct" else "quoted words without a speaker"
    state.drafts.append(Draft([Span(quoted.start, quoted.end)], kind, block=quoted.block, last=index, why=why))


def is_titled(words: str) -> bool:
    """Whether the words are written as a title: each but the small ones with a capital, no stop but at the end."""
    if len(words) > _LONGEST_TITLE:
        return False
    parts = words.rstrip(".,;").split()
    small = word_class("prepositions") | _SMALL
    capitals = all(w[0].isupper() or (at and w in small) for at, w in enumerate(parts))
    return bool(parts) and capitals and not any(w[-1] in ".?!," for w in parts)
