"""Quotations being put together: words that go on, wait for a cue, or stay nobody's."""

from dataclasses import dataclass, field

from tellings.find.quotation_marks import Quoted
from tellings.model.reading import QuotationKind
from tellings.model.span import Span

SENTENCE_WORDS = 5  # quoted words without a speaker that are fewer than this are a term, not an utterance


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
    text: str
    drafts: list[Draft] = field(default_factory=list)
    pending: list[tuple[Quoted, int]] = field(default_factory=list)
    previous: Draft | None = None
    actor: tuple[int, Span, Span, int] | None = (
        None  # clause, source, head, block (-1: any): who the clause before these words is about
    )


def carry_on(state: State, quoted: Quoted, block: int, index: int) -> None:
    """Quoted words without a clause around them: they go on from what was said, or wait for the cue that follows."""
    before = state.previous
    if state.actor is not None and state.actor[0] == index - 1 and state.actor[3] in (block, -1) and not state.pending:
        _, source, head, _ = state.actor
        about = Draft([], "direct", source=source, speaker=head)
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
    state.pending.append((quoted, index))


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
    else:
        for quoted, index in state.pending:
            leave_unowned(state, quoted, index)
    state.pending = []


def leave_unowned(state: State, quoted: Quoted, index: int) -> None:
    words = state.text[quoted.start : quoted.end].split()
    kind: QuotationKind = "direct" if len(words) >= SENTENCE_WORDS else "scare"
    why = "nobody is named beside the words" if kind == "direct" else "quoted words without a speaker"
    state.drafts.append(Draft([Span(quoted.start, quoted.end)], kind, block=quoted.block, last=index, why=why))
