"""Words set apart from the report without quotation marks: a paragraph under "The port said in a statement:"."""

import re
from collections.abc import Sequence

from tellings.find.attributions import Said, read_attributions
from tellings.find.clauses import Clause
from tellings.find.drafts import span_of
from tellings.find.quotation_marks import Quoted
from tellings.model.reading import Block, Quotation, Sentence
from tellings.model.span import Span

_FIRST = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me|I['’](?:m|ve|d|ll)|[Ww]e['’](?:re|ve|d|ll))\b")
_LISTED = re.compile(r"[-–—•*·▪►]|\(?\d{1,2}[.)]|[A-Z][\w ]{0,30}:")
_INSERTED = re.compile(r"\[(?!sic\b|\.|…)[a-z][^\[\]]{2,60}\]")
_LEAST = 6  # words; less under a colon is a heading or a label
_ANSWERS = frozenset({"person", "pronoun", "office"})


def find_set_off(
    text: str,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    quoted: Sequence[Quoted],
    clauses: Sequence[Clause],
    found: Sequence[Quotation],
) -> list[Quotation]:
    """One direct quotation for each run of paragraphs without marks that a line ending in a colon gives to somebody.

    The run goes on while its paragraphs speak in the first person and give words to nobody. A paragraph right after
    somebody's quoted words that has an insertion in square brackets is that person's: who reports does not insert.
    """
    spans: dict[int, list[Span]] = {}
    for sentence in sentences:
        spans.setdefault(sentence.block, []).append(sentence.span)
    cued = {clause.block: clause for clause in clauses if clause.tokens}
    marked = {q.block for q in quoted}
    giving = {c.block for c in clauses if c.tokens and any(s.source for s in read_attributions(c.tokens))}
    plain = [
        at
        for at in sorted(spans)
        if blocks[at].kind == "paragraph"
        and at not in marked
        and len(text[spans[at][0].start : spans[at][-1].end].split()) >= _LEAST
        and not _LISTED.match(text, spans[at][0].start)
    ]
    made: list[Quotation] = []
    taken = -1
    for at in plain:
        if at <= taken:
            continue
        opened = _announced(cued.get(at - 1))
        last = _last_of(found, blocks[at - 1].span) if at and opened is None else None
        inserted = last is not None and _INSERTED.search(text, spans[at][0].start, spans[at][-1].end)
        if opened is None and not inserted:
            continue
        run = [at]
        while run[-1] + 1 in plain and run[-1] + 1 not in giving and _speaks(text, spans[run[-1] + 1]):
            run.append(run[-1] + 1)
        taken = run[-1]
        content = tuple(Span(spans[k][0].start, spans[k][-1].end) for k in run)
        if opened is not None:
            made.append(_given(cued[at - 1], opened, content))
        elif last is not None:
            made.append(Quotation("direct", content, (), last.source, last.speaker, "an insertion shows quoted words"))
    return made


def _announced(clause: Clause | None) -> Said | None:
    """Who the colon at the end of a paragraph gives the next words to."""
    if clause is None or clause.tokens[-1].text != ":":
        return None
    said = [s for s in read_attributions(clause.tokens) if s.source is not None]
    if not said or said[-1].contents or said[-1].source is None or said[-1].source.strength not in _ANSWERS:
        return None
    return said[-1]


def _given(clause: Clause, said: Said, content: tuple[Span, ...]) -> Quotation:
    tokens, source = clause.tokens, said.source
    assert source is not None
    return Quotation(
        "direct",
        content,
        cue=(span_of(tokens, *said.cue),),
        source=(span_of(tokens, source.start, source.end),),
        speaker=span_of(tokens, source.first, source.last),
        why="set apart under a colon",
    )


def _last_of(found: Sequence[Quotation], before: Span) -> Quotation | None:
    """The quotation whose words end the paragraph before."""
    ends = [q for q in found if q.kind == "direct" and q.speaker and 0 <= before.end - q.content[-1].end <= 3]
    return ends[-1] if ends else None


def _speaks(text: str, spans: Sequence[Span]) -> bool:
    return _FIRST.search(text, spans[0].start, spans[-1].end) is not None
