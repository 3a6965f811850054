"""Notices of correction: what a report takes back of itself is withdrawn, and no other report conflicts with it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tellings.lexicon import load_table
from tellings.model.brief import Finding, Telling
from tellings.model.reading import Claim, Quantity, Reading
from tellings.model.span import Evidence, Span
from tellings.model.story import Told
from tellings.text.names import fold, hash_id
from tellings.text.spans import cite
from tellings.text.words import content_stems

# Characters: a longer block is a report on a correction, not a notice; a lone "Correction:" is shorter than the second.
LONGEST, ALONE = 900, 60
# Stems that a claim elsewhere must share with the notice, beside the value, to be what was wrong.
SHARED = 2
_RIGHT = re.compile(r"\W*(?:It|He|She|They|That|The (?:correct|right|actual))\b[^\n]{1,200}$", re.MULTILINE)
_HEADED = re.compile(r"^\W*(?:corrections?|clarifications?|errat(?:um|a))\b\W*", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|rather than|instead of)\s+(?:\w+\s+){0,2}$")


@dataclass(frozen=True, slots=True)
class Correction:
    """One notice: where it stands, the quantities it takes back and those it gives instead."""

    doc: str
    notice: Evidence
    wrong: tuple[Quantity, ...]
    right: tuple[Quantity, ...]


def find_notices(reading: Reading) -> tuple[Span, ...]:
    """The places where a report says that it, or an earlier version of it, was wrong; in order."""
    text = reading.document.text
    found: list[Span] = []
    blocks = [b.span for b in reading.blocks]
    for number, block in enumerate(blocks):
        match = _notice().search(text, block.start, block.end)
        goes_on = bool(found) and number > 0 and blocks[number - 1].end == found[-1].end
        if goes_on and block.end - found[-1].start <= LONGEST:
            head = text[found[-1].start : found[-1].end].rstrip()
            if match or (len(head) <= ALONE and head[-1:] not in ".!?") or _RIGHT.match(text, block.start, block.end):
                found[-1] = Span(found[-1].start, block.end)
                continue
        if match and block.end - block.start <= LONGEST:
            found.append(Span(_sentence_start(text, block.start, match.start()), block.end))
    return tuple(found)


def set_notices_aside(reading: Reading) -> Reading:
    """The reading without the claims, quotations and events of its notices: they are no statements on the story."""
    notices = find_notices(reading)
    if not notices:
        return reading

    def outside(span: Span) -> bool:
        return not any(notice.start <= span.start < notice.end for notice in notices)

    return replace(
        reading,
        claims=tuple(c for c in reading.claims if outside(c.span)),
        quotations=tuple(q for q in reading.quotations if outside(q.content[0])),
        events=tuple(e for e in reading.events if outside(e.span)),
    )


def settle_corrections(told: Told, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """``findings`` with each notice of correction told once, and conflicts with what was withdrawn told as updates."""
    corrections = [c for reading in told.readings for c in _read(reading)]
    if not corrections:
        return tuple(findings)
    claims = {r.document.id: r.claims for r in told.readings}
    outlets = {r.document.id: r.document.outlet or "One report" for r in told.readings}
    texts = {r.document.id: r.document.text for r in told.readings}
    settled = []
    used: set[str] = set()
    for finding in findings:
        withdrawn = _withdrawn(finding, corrections, claims, texts) if finding.verdict == "conflict" else None
        if withdrawn is None:
            settled.append(finding)
            continue
        used.add(fold(withdrawn.notice.text))
        why = f"{outlets[withdrawn.doc]} has corrected this: the value it gave before is withdrawn."
        tellings = (*finding.tellings, _tell([withdrawn]))
        settled.append(replace(finding, verdict="updated", why=why, tellings=tellings))
    by_text: dict[str, list[Correction]] = {}
    for correction in corrections:
        by_text.setdefault(fold(correction.notice.text), []).append(correction)
    made = [_report(same, outlets) for text, same in sorted(by_text.items()) if text not in used]
    return (*settled, *made)


def _read(reading: Reading) -> Iterator[Correction]:
    text = reading.document.text
    for notice in find_notices(reading):
        inside = [q for q in reading.quantities if notice.start <= q.span.start < notice.end]
        cue = _notice().search(text, notice.start, notice.end)
        first_end = _sentence_end(text, cue.end() if cue else notice.start, notice.end)
        refused = [q for q in inside if _NOT.search(text, notice.start, q.span.start)]
        said = _said().search(text, notice.start, first_end)
        wrong = refused or [q for q in inside if said and said.end() <= q.span.start < first_end]
        yield Correction(
            reading.document.id,
            cite(reading.document, notice.start, notice.end),
            tuple(wrong),
            tuple(q for q in inside if q not in wrong),
        )


def _withdrawn(
    finding: Finding, corrections: Iterable[Correction], claims: dict[str, tuple[Claim, ...]], texts: dict[str, str]
) -> Correction | None:
    """The notice that takes back one value of a conflict and gives, or leaves, the other."""
    values = [
        {(c.low, c.unit) for e in telling.evidence for c in claims[e.doc] if _at(c, e) and c.low is not None}
        for telling in finding.tellings
    ]
    stems = set(content_stems(finding.about))
    for evidence in (e for telling in finding.tellings for e in telling.evidence):
        stems.update(content_stems(texts[evidence.doc][evidence.start : evidence.end]))
    for correction in corrections:
        wrong = {q.value for q in correction.wrong}
        mine = [bool({low for low, _ in value} & wrong) for value in values]
        if any(mine) and not all(mine) and len(stems.intersection(content_stems(correction.notice.text))) >= SHARED:
            return correction
    return None


def _at(claim: Claim, evidence: Evidence) -> bool:
    return (claim.span.start, claim.span.end) == (evidence.start, evidence.end)


def _report(same: Sequence[Correction], outlets: dict[str, str]) -> Finding:
    """One finding for a notice, however many copies carry it."""
    names = sorted({outlets[c.doc] for c in same})
    telling = _tell(same)
    return Finding(
        id=hash_id("f", "correction", sorted((c.doc, c.notice.start) for c in same)),
        about="correction: " + _HEADED.sub("", telling.text)[:80].rsplit(" ", 1)[0],
        kind="other",
        verdict="updated",
        origins=1,
        tellings=(telling,),
        why=f"{', '.join(names[:3])} took back what was said before.",
    )


def _tell(same: Sequence[Correction]) -> Telling:
    words = " ".join(same[0].notice.text.split())
    return Telling(
        value=words,
        unit=None,
        text=words,
        documents=tuple(sorted({c.doc for c in same})),
        attributed_to=None,
        evidence=tuple(c.notice for c in same),
    )


def _sentence_start(text: str, start: int, at: int) -> int:
    stop = max(text.rfind(". ", start, at), text.rfind("\n", start, at), text.rfind("• ", start, at))
    return start if stop < 0 else stop + 1


def _sentence_end(text: str, start: int, end: int) -> int:
    stop = text.find(". ", start, end)
    return end if stop < 0 else stop + 1


@cache
def _notice() -> re.Pattern[str]:
    table = load_table("corrections")
    report, said, how, opening = ("|".join(table[name]) for name in ("reports", "said", "how", "opening"))
    return re.compile(
        rf"\b(?:earlier|previous|original|first) (?:versions?|editions?) of (?:this|the|our) (?:\w+ )?(?:{report})\b"
        rf"|\b[Tt]his (?:{report}) (?:has been|was|is) (?:corrected|amended)\b"
        rf"|\b[Tt]his (?:{report}) (?:{how}) (?:{said})\b"
        rf"|^\W*(?i:{opening})\s*(?:\([^)\n]{{0,40}}\)\s*)?[:—–]",
        re.MULTILINE,
    )


@cache
def _said() -> re.Pattern[str]:
    table = load_table("corrections")
    return re.compile(rf"\b(?:{'|'.join((*table['said'], *table['how']))})\b")
