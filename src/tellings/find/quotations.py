"""Quotations: content, cue and source."""

from tellings.find.attributions import Said, read_attributions
from tellings.find.clause_words import word_class
from tellings.find.clauses import Clause, Token, split_clauses
from tellings.find.cues import cue_words
from tellings.find.drafts import (
    SENTENCE_WORDS,
    Draft,
    State,
    carry_on,
    is_titled,
    leave_unowned,
    settle,
    sign,
    span_of,
)
from tellings.find.extents import without_contrast
from tellings.find.posts import find_posts
from tellings.find.quotation_marks import find_quoted
from tellings.find.set_off import find_set_off
from tellings.find.sources import Source
from tellings.find.subjects import main_subject
from tellings.find.turn_quotations import find_turns
from tellings.find.unsaid import is_unsaid
from tellings.find.weighed import weigh
from tellings.model.document import Document
from tellings.model.reading import Block, Furniture, Mention, Quotation, QuotationKind, Sentence, Signals
from tellings.model.span import Span

_SPEAKING = frozenset({"paragraph", "caption", "other"})
_WHOLE = 0.9  # share of quoted characters from which the content counts as direct
_MAKING = frozenset({"declare", "proclaim", "pronounce"})  # what they give a name to is often put in marks
_SAYING = frozenset({"say", "tell", "think", "bare"})
_LOOSE = 8  # tokens of a clause that is little more than quoted words
_REACH = 25  # tokens between a verb that takes an object and quoted words in that object
_DEEPEST = 4  # quotations around another; run-on text would else hold every one in all before it
_OWNER = 6  # tokens of a name between "on" and the title of what is its own
_AROUND = 3  # words around a term that only lead to it
_TERM = 40  # characters a quoted term before its noun hardly exceeds


def find_quotations(
    doc: Document,
    blocks: tuple[Block, ...],
    furniture: tuple[Furniture, ...],
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    signals: tuple[Signals, ...],
) -> tuple[Quotation, ...]:
    """The quotations of a report in text order: direct, mixed, indirect, turns of a transcript, and scare quotes.

    ``blocks``, ``furniture``, ``sentences`` and ``mentions`` are sorted. Content leaves quotation marks out and lies
    outside furniture; a paragraph of nothing but quoted words belongs to who spoke before it. Attributions among the
    ``signals`` are weighed against what the rules find; without any, the rules speak alone.
    """
    quoted = find_quoted(doc.text, blocks, furniture)
    clauses = tuple(split_clauses(doc.text, sentences, quoted, mentions, cue_words()))
    state = State(doc.text)
    block = -1
    for index, clause in enumerate(clauses):
        if blocks[clause.block].kind not in _SPEAKING:
            continue
        if clause.block != block:
            settle(state, clause.block)
            block = clause.block
        _read_clause(state, clause, index)
    settle(state, -1)
    made = [_finish(d) for d in state.drafts]
    made += find_set_off(doc.text, blocks, sentences, quoted, clauses, made)
    made += find_turns(doc.text, blocks, sentences) + find_posts(doc.text, blocks, sentences)
    if any(s.attributions for s in signals):
        made = weigh(doc, blocks, sentences, mentions, signals, quoted, _shallow(made))
    said = [without_contrast(doc.text, q) for q in _shallow(made) if not is_unsaid(doc.text, q)]
    return tuple(sorted(said, key=lambda q: (q.content[0].start, q.content[-1].end, q.kind)))


def _shallow(quotations: list[Quotation]) -> list[Quotation]:
    """Without what lies inside too many others: nobody says what five others said one of another."""
    kept: list[Quotation] = []
    around: list[int] = []
    for quotation in sorted(quotations, key=lambda q: (q.content[0].start, -q.content[-1].end, q.kind)):
        start, end = quotation.content[0].start, quotation.content[-1].end
        around = [last for last in around if last > start]
        if sum(last >= end for last in around) < _DEEPEST:
            kept.append(quotation)
            around.append(end)
    return kept


def _read_clause(state: State, clause: Clause, index: int) -> None:
    tokens = clause.tokens
    if not tokens:
        return
    if sign(state, tokens, clause.block, index):
        return
    saids = read_attributions(tokens)
    taken = _take_quoted(tokens, saids)
    works = _works(state.text, tokens)
    taken = {i: owner for i, owner in taken.items() if i not in works}
    if not saids and not any(t.kind == "w" and t.low not in ("and", "but") for t in tokens):
        for token in tokens:
            if token.quoted:
                carry_on(state, token.quoted, clause.block, index)
        return
    state.clause = (index, clause, saids)
    for at, said in enumerate(saids):
        if not said.contents:
            _look_back(state, said, tokens, index)
        elif said.source is not None:
            _draft(state, clause, index, said, {i for i, owner in taken.items() if owner == at})
    for i, token in enumerate(tokens):
        if i in works and token.quoted is not None:
            leave_unowned(state, token.quoted, index, kind="scare")
        elif token.quoted is not None and i not in taken:
            _stray(state, clause, index, i)


def _take_quoted(tokens: list[Token], saids: list[Said]) -> dict[int, int]:
    """For each quoted token inside a content, the attribution it belongs to: the one whose content is the narrowest."""
    taken: dict[int, int] = {}
    width: dict[int, int] = {}
    for at, said in enumerate(saids):
        if said.source is None or (said.source.strength == "other" and _is_inside(said, saids[:at])):
            continue
        thought = said.verb is not None and said.verb.frames == {"think"}
        for start, end in said.contents:
            for i in range(start, end):
                if tokens[i].kind != "q" or _is_term(tokens, i, said):
                    continue
                if i not in taken or (end - start <= width[i] and not thought):
                    taken[i], width[i] = at, end - start
    return taken


def _is_inside(said: Said, before: list[Said]) -> bool:
    """Whether all of an attribution lies in what somebody says: "Ana Bel said the vote showed “a will”"."""
    return any(
        outer.source is not None
        and outer.source.strength != "other"
        and any(start <= said.link and said.cue[1] <= end for start, end in outer.contents)
        for outer in before
    )


def _is_term(tokens: list[Token], i: int, said: Said) -> bool:
    """Whether quoted words only name what a verb of doing makes: "declared a “free” port"."""
    verb, quoted = said.verb, tokens[i].quoted
    if verb is None or quoted is None or not said.forward or (verb.frames & _SAYING and verb.lemma not in _MAKING):
        return False
    if verb.lemma not in _MAKING and _is_far(tokens, said.cue[1], i):
        return True
    if quoted.end - quoted.start > _TERM:
        return False
    if verb.lemma in _MAKING:
        return i > said.contents[0][0]
    if "judge" in verb.frames or i + 1 >= len(tokens):
        return False
    before, after = tokens[i - 1], tokens[i + 1]
    plain = all(t.kind == "w" and t.low not in word_class("auxiliaries") for t in tokens[said.cue[1] : i])
    modifies = before.kind == "w" and after.kind == "w" and after.text.islower()
    return plain and modifies and after.low not in word_class("prepositions")


def _works(text: str, tokens: list[Token]) -> set[int]:
    """The quoted tokens that are titles of programmes or books: "said on Tarn TV's “Meet the Mayor”"."""
    found = set()
    for i, token in enumerate(tokens):
        if token.quoted is None or i == 0 or not is_titled(text[token.quoted.start : token.quoted.end]):
            continue
        at = i - 1
        while at > 0 and i - at < _OWNER and (tokens[at].mention >= 0 or tokens[at].text[:1].isupper()):
            at -= 1
        if tokens[at].low in ("on", "in"):
            found.add(i)
    return found


def _is_far(tokens: list[Token], start: int, i: int) -> bool:
    """Whether quoted words stand too far behind a verb like "invite" to be part of what it gives."""
    return i - start > _REACH or any(
        t.low in ("who", "which", "where", "whose") for t in tokens[start:i] if t.kind == "w"
    )


def _draft(state: State, clause: Clause, index: int, said: Said, mine: set[int]) -> None:
    tokens = clause.tokens
    contents: list[Span] = []
    quoted = whole = 0
    for start, end in said.contents:
        marks = [i for i in range(start, end) if tokens[i].kind == "q"]
        inside = sum(_length(tokens[i]) for i in marks if i in mine)
        words = inside + sum(t.end - t.start for t in tokens[start:end] if t.kind == "w")
        quoted, whole = quoted + inside, whole + words
        if marks and inside >= _WHOLE * words:
            contents += [Span(q.start, q.end) for q in (tokens[i].quoted for i in marks if i in mine) if q]
        else:
            span = _trim_marks(state.text, tokens, start, end)
            contents += [span] if span else []
    if not contents or said.source is None or _only_names(state.text, tokens, said, mine):
        return
    kind: QuotationKind = "indirect" if not quoted else "direct" if quoted >= _WHOLE * whole else "mixed"
    if kind == "direct" and _is_fragment(state.text, contents):
        kind = "mixed"
    last = tokens[said.contents[-1][1] - 1] if said.contents else tokens[-1]
    draft = Draft(
        contents,
        kind,
        cue=Span(tokens[said.cue[0]].start, tokens[said.cue[1] - 1].end),
        source=span_of(tokens, said.source.start, said.source.end),
        speaker=span_of(tokens, said.source.first, said.source.last),
        block=clause.block,
        last=index,
        named=said.source.strength in ("person", "pronoun"),
        opens=bool(last.quoted and last.quoted.open_ended),
        ends_quoted=tokens[-1].kind == "q" or kind == "direct",
    )
    if state.pending and kind != "indirect":
        first = tokens[min(mine)].quoted if mine else None
        if state.pending[-1][1] == index - 1 and first is not None and (said.contents[0][0] == min(mine, default=-1)):
            draft.contents = [Span(q.start, q.end) for q, _ in state.pending] + draft.contents
            state.pending = []
    state.drafts.append(draft)
    held = state.previous
    passing = kind == "indirect" and held is not None and held.kind != "indirect"
    if (
        held is not None
        and passing
        and (held.last == index or (held.named and not draft.named and held.block >= clause.block - 1))
    ):
        held.last, held.block = index, clause.block
    else:
        state.previous = draft


def _only_names(text: str, tokens: list[Token], said: Said, mine: set[int]) -> bool:
    """Whether nearly all that is said is a name in marks: "declared an independent “Tarn Province”"."""
    inside = [i for start, end in said.contents for i in range(start, end)]
    terms = [q for i in inside if (q := tokens[i].quoted) is not None]
    named = bool(terms) and not mine and all(is_titled(text[q.start : q.end]) for q in terms)
    return named and sum(tokens[i].kind == "w" for i in inside) <= _AROUND


def _length(token: Token) -> int:
    return token.quoted.end - token.quoted.start if token.quoted else 0


def _trim_marks(text: str, tokens: list[Token], start: int, end: int) -> Span | None:
    while start < end and tokens[start].kind == "p" and tokens[start].text not in "($[":
        start += 1
    while end > start and tokens[end - 1].kind == "p" and tokens[end - 1].text not in ")%]":
        end -= 1
    if start >= end:
        return None
    first, last = tokens[start], tokens[end - 1]
    if end - start == 1 and first.quoted:
        return Span(first.quoted.start, first.quoted.end)
    return Span(first.start, last.end)


def _is_fragment(text: str, contents: list[Span]) -> bool:
    words = text[contents[0].start : contents[-1].end]
    return not words[:1].isupper() and len(words.split()) <= SENTENCE_WORDS


def _look_back(state: State, said: Said, tokens: list[Token], index: int) -> None:
    """A cue alone after quoted words: "What now?" Mr Carr asked."""
    if said.source is None:
        return
    waiting = [q for q, at in state.pending if at >= index - 3]
    if not waiting or not state.pending or state.pending[-1][1] != index - 1:
        return
    draft = Draft(
        [Span(q.start, q.end) for q in waiting],
        "direct",
        cue=Span(tokens[said.cue[0]].start, tokens[said.cue[1] - 1].end),
        source=span_of(tokens, said.source.start, said.source.end),
        speaker=span_of(tokens, said.source.first, said.source.last),
        block=state.drafts[-1].block if state.drafts else 0,
        last=index,
        ends_quoted=True,
    )
    state.pending = []
    state.drafts.append(draft)
    state.previous = draft


def _stray(state: State, clause: Clause, index: int, i: int) -> None:
    """Quoted words in a clause whose cues do not reach them."""
    token = clause.tokens[i]
    quoted = token.quoted
    if quoted is None:
        return
    text = state.text[quoted.start : quoted.end]
    sentence = (
        len(text.split()) >= SENTENCE_WORDS and not is_titled(text) and (text[:1].isupper() or len(text.split()) > 12)
    )
    colon = i > 0 and clause.tokens[i - 1].text == ":"
    source: Source | None = main_subject(clause.tokens, i) if colon else None
    if colon and sentence and source is not None:
        state.drafts.append(
            Draft(
                [Span(quoted.start, quoted.end)],
                "direct",
                source=span_of(clause.tokens, source.start, source.end),
                speaker=span_of(clause.tokens, source.first, source.last),
                block=clause.block,
                last=index,
                why="the words follow a colon",
                opens=quoted.open_ended,
                ends_quoted=True,
            )
        )
        state.previous = state.drafts[-1]
    elif (
        sentence
        and i == 0
        and not any(t.kind == "w" and t.mention >= 0 for t in clause.tokens)
        and len(clause.tokens) <= _LOOSE
    ):
        carry_on(state, quoted, clause.block, index)
    else:
        leave_unowned(state, quoted, index, kind="scare" if is_titled(text) else None)


def _finish(draft: Draft) -> Quotation:
    return Quotation(
        draft.kind,
        tuple(sorted(draft.contents)),
        cue=(draft.cue,) if draft.cue else (),
        source=(draft.source,) if draft.source else (),
        speaker=draft.speaker,
        why=draft.why,
    )
