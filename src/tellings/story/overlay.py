"""A brief with what people decided on its lines: found by its words, applied, told; the last word counts."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from tellings.model.brief import Brief
from tellings.model.document import CORRECTED_BY, Published
from tellings.model.reading import Reading
from tellings.model.review import Judgement, QuotedWords, Reviewed, ReviewState
from tellings.model.span import Evidence
from tellings.story.last_word import find_superseded, leave_out_undone
from tellings.story.overlay_actors import find_actor, part_actors, unite_actors
from tellings.story.overlay_lines import correct_line, leave_out
from tellings.story.overlay_sources import detach_reports
from tellings.story.reviewed_lines import Line, find_line, list_lines, move_anchors
from tellings.text.names import fold
from tellings.text.said_days import say_day

_NO_TEXTS: Mapping[str, str] = MappingProxyType({})

_GONE = "its words are in no line of the brief as it is made now"
_NOBODY = "nobody of that name is in the brief as it is made now"
_ELSEWHERE = "the corrected words are in no report of the story any more"
_REPORT_GONE = "the report is in the story no more"
_ALONE = "no other report says it: the line is left out"


@dataclass(frozen=True, slots=True)
class _Placed:
    """A judgement with the id of its line in this brief, what it is about, and where its words stand now."""

    judgement: Judgement
    item: str | None
    about: Hashable
    anchors: tuple[QuotedWords, ...]


def overlay(brief: Brief, judgements: Iterable[Judgement], *, texts: Mapping[str, str] = _NO_TEXTS) -> Brief:
    """The brief with what was decided on it, and each decision that was not taken back under ``reviews``.

    A judgement holds for the line that has its words (see ``reviewed_lines``), whatever id that has now. Where two
    contradict each other the later counts and the earlier is told as ``superseded``; one whose words are in no line is
    told as ``orphaned``. What is in ``reviews`` already is not applied again. No line comes in by it: lines are
    corrected or left out, and keep their evidence. ``texts`` holds the text of reports, by id, where judgements are of
    reports that are no more in the story.
    """
    known = {reviewed.id for reviewed in brief.reviews}
    standing = [one for one in leave_out_undone(judgements) if one.id not in known]
    if not standing:
        return brief
    told: list[Reviewed] = []
    whole = [one for one in standing if one.verb in ("same", "different")]
    taken = find_superseded([(one, frozenset(map(fold, one.names))) for one in whole])
    for one in whole:
        made = None if one.id in taken else (unite_actors if one.verb == "same" else part_actors)(brief, one)
        brief, state = (made or brief), _state(one, taken, made is not None)
        actor = find_actor(brief, one.names[0], one.documents) if state[0] != "orphaned" else None
        told.append(_tell(one, actor.id if actor else None, one.anchors, *state))
    lines = list_lines(brief)
    placed = [_place(one, brief, lines, texts) for one in standing if one not in whole]
    taken = find_superseded([(each.judgement, each.about) for each in placed if each.item is not None])
    before = brief
    for each in placed:
        brief, reviewed = _apply(brief, each, taken, before, texts)
        told.append(reviewed)
    gone = {r.item for r in told if r.state == "stands" and r.item and (r.verb == "reject" or r.why == _ALONE)}
    brief = leave_out(brief, frozenset(gone))
    return replace(brief, reviews=tuple(sorted((*brief.reviews, *told), key=lambda r: (r.at, r.id))))


def redate(readings: Sequence[Reading], judgements: Iterable[Judgement]) -> tuple[Reading, ...]:
    """The readings with the days that people gave their reports, so that a brief made of them counts from these."""
    given = {one.anchors[0].doc: one for one in leave_out_undone(judgements) if _is_date(one)}
    return tuple(
        replace(reading, document=replace(reading.document, published=say_given(given[reading.document.id])))
        if reading.document.id in given
        else reading
        for reading in readings
    )


def say_given(judgement: Judgement) -> Published:
    """The day a person gave a report."""
    day = date.fromisoformat(judgement.now)
    why = f"{CORRECTED_BY}{judgement.by}, {say_day(judgement.at.date())}"
    before = say_day(date.fromisoformat(judgement.was)) if judgement.was else "not known"
    return Published(day, day, "metadata", why=f"{why} (before: {before})")


def _is_date(judgement: Judgement) -> bool:
    return judgement.layer == "documents" and judgement.verb == "correct" and judgement.field == "date"


def _place(one: Judgement, brief: Brief, lines: Sequence[Line], texts: Mapping[str, str]) -> _Placed:
    if one.layer == "story":
        return _Placed(one, brief.id, one.verb if one.verb == "rename" else one.id, ())
    if one.layer == "entities":
        actor = find_actor(brief, one.text, one.documents)
        return _Placed(one, actor.id if actor else None, actor.id if actor else one.id, ())
    anchors = move_anchors(one.anchors, brief, texts)
    if one.layer == "documents":
        item = anchors[0].doc if anchors else None
    else:
        line = find_line(one, anchors, lines)
        item = line.id if line else None
    return _Placed(one, item, (one.layer, item), anchors)


def _apply(
    brief: Brief, placed: _Placed, taken: Mapping[str, Judgement], before: Brief, texts: Mapping[str, str]
) -> tuple[Brief, Reviewed]:
    """The brief after one judgement that is not of two actors, and how it is told; rejected lines go at the end."""
    one, item = placed.judgement, placed.item
    state = _state(one, taken, item is not None)
    if state[0] == "stands" and item is not None:
        if one.verb == "rename":
            brief = replace(brief, title=one.now)
        elif one.verb == "correct" and one.layer == "documents":
            brief = _set_day(brief, item, say_given(one))
        elif one.verb == "correct":
            put = move_anchors(one.put, before, texts)
            if one.field == "words" and not put:
                item, state = None, ("orphaned", _ELSEWHERE)
            else:
                brief = correct_line(brief, item, one, put)
        elif one.verb == "detach":
            return _detach(brief, placed, item, move_anchors(one.put, before, texts))
    return brief, _tell(one, item, placed.anchors, *state)


def _detach(brief: Brief, placed: _Placed, item: str, put: Sequence[QuotedWords]) -> tuple[Brief, Reviewed]:
    """The brief without the reports that do not say the line; what is told of it cites their words."""
    one = placed.judgement
    if not put:
        return brief, _tell(one, None, one.put, "orphaned", _REPORT_GONE)
    rest = detach_reports(brief, item, one, frozenset(words.doc for words in put))
    return (rest or brief), _tell(one, item, put, "stands", "" if rest else _ALONE)


def _state(one: Judgement, taken: Mapping[str, Judgement], found: bool) -> tuple[ReviewState, str]:
    if one.id in taken:
        by = taken[one.id]
        return "superseded", f"{by.by} decided otherwise on {say_day(by.at.date())}"
    if not found:
        return "orphaned", _NOBODY if one.layer == "entities" else _GONE
    return "stands", ""


def _set_day(brief: Brief, doc: str, published: Published) -> Brief:
    documents = tuple(replace(d, published=published) if d.id == doc else d for d in brief.documents)
    days = [d.published.latest for d in documents if d.published.latest]
    return replace(brief, documents=documents, as_of=max(days, default=None))


def _tell(one: Judgement, item: str | None, anchors: Sequence[QuotedWords], state: ReviewState, why: str) -> Reviewed:
    evidence = tuple(Evidence(a.doc, a.start, a.end, a.exact) for a in (anchors or one.anchors))
    return Reviewed(
        id=one.id,
        layer=one.layer,
        item=item,
        verb=one.verb,
        field=one.field,
        text=one.text,
        was=one.was,
        now=one.now,
        by=one.by,
        at=one.at,
        note=one.note,
        state=state,
        why=why,
        evidence=evidence,
    )
