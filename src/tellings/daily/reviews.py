"""Reviewing a brief: a line confirmed, rejected or corrected, a story renamed or noted on, and any of it taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tellings.daily.decisions import FIELDS, VALUES, clean, decide, pick
from tellings.daily.judgements import (
    GROUPED,
    apply_reviews,
    count_reviews,
    find_free_moment,
    find_kept_review,
    find_moment,
    index_reviews,
    keep_judgements,
    key_of,
    load_kept,
    read_judgement,
)
from tellings.daily.last_brief import find_last_brief
from tellings.daily.regrouping import merge_stories, regroup, split_story
from tellings.daily.stories import find_story, show_story
from tellings.daily.upkeep import make_briefs
from tellings.errors import UsageError
from tellings.exports.as_reviews import (
    to_judgement_line,
    to_judgement_lines,
    to_line_ids,
    to_line_json,
    to_reviews_json,
)
from tellings.model.brief import Brief
from tellings.model.review import Judgement, ListedReview, ReviewField, ReviewLayer, ReviewsRecord
from tellings.model.span import Evidence
from tellings.ports import Store
from tellings.story.reviewed_lines import Line, list_lines, quote_words
from tellings.text.names import hash_id

__all__ = [
    "FIELDS",
    "LINES",
    "VALUES",
    "Reviewable",
    "ReviewsRecord",
    "apply_reviews",
    "count_reviews",
    "find_reviewable",
    "list_judgements",
    "list_lines_of",
    "list_reviewable",
    "merge_stories",
    "note_story",
    "rename_story",
    "review_line",
    "split_story",
    "to_judgement_line",
    "to_judgement_lines",
    "to_line_ids",
    "to_line_json",
    "to_reviews_json",
    "undo",
]

LINES: tuple[ReviewLayer, ...] = ("summary", "timeline", "quotations", "findings", "entities", "documents")
"""Where the lines stand that can be reviewed."""

VERBS = ("confirm", "reject", "correct", "detach", "note", "same", "different")
"""What can be decided on a line; the last two on a person, organisation or place alone."""

LONGEST_NAME = 200
"""Characters of the name of a reviewer, or of a title."""

BEGINNING = 120
"""Characters of the beginning of a report by which its date is anchored."""

SHORTEST_ID = 4
"""Letters of the id of a line or review that must be given at least."""


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A line as a reviewer meets it; ``values`` is what its fields are now, ``evidence`` the words it rests on."""

    layer: ReviewLayer
    id: str
    text: str
    values: Mapping[ReviewField, str]
    evidence: tuple[Evidence, ...] = ()


def review_line(
    store: Store,
    given: str,
    layer: str,
    item: str,
    verb: str,
    *,
    by: str,
    now: datetime,
    field: str = "",
    value: str = "",
    note: str = "",
    documents: Sequence[str] = (),
    as_typed: bool = False,
    at: datetime | None = None,
    named: str = "",
) -> Judgement:
    """What a person decided on a line of a story, kept; the line is found by its id, or how that begins.

    ``verb`` is "confirm", "reject", "note", or "correct" with the ``field`` (see ``FIELDS``) and its new ``value``; of
    a line "detach" takes off the reports ``documents``, which do not say it; of
    an actor also "same" and "different" with the name of the other as ``value``: two actors are one, or what the first
    is also called is somebody else, in the reports ``documents`` or in all. With an empty ``layer`` all are looked
    through. A speaker nearly called like somebody of the brief is asked after, unless the name is right ``as_typed``.
    What was decided elsewhere, ``at`` another time, keeps that and the id that it is ``named`` by.

    Raises:
        UsageError: when there is no such story or line, or the decision does not fit it.
    """
    story = find_story(store, given)
    raw = load_kept(store, story) or show_story(store, story).briefing.stories[0]
    shown = apply_reviews(store, raw)
    texts = {doc.id: doc.text for doc in store.load_documents([doc.id for doc in raw.documents])}
    pick(verb, VERBS, "decision")
    line = _find_line(raw, shown, texts, layer, item)
    before = next((each.values for each in list_reviewable(shown) if each.id == line.id), {})
    actor = next((each for each in shown.entities if each.id == line.id), None)
    among = actor.documents if actor else ()
    base = Judgement(
        id="r",
        story=story,
        layer=line.layer,
        verb="note",
        by=_clean_name(by),
        at=at or now,
        text=line.text,
        item=line.id,
        note=clean(note, "note"),
        anchors=quote_words(line.evidence, texts),
        kind=line.kind,
        days=line.days,
        documents=among,
    )
    picked = _pick_reports(shown, documents)
    made = decide(
        shown, line, base, verb, field, value, before=before, documents=picked, texts=texts, as_typed=as_typed
    )
    return _keep(store, made, named=named, now=now)


def rename_story(store: Store, given: str, title: str, *, by: str, now: datetime, note: str = "") -> Judgement:
    """The story has this title from now on, whatever grouping or a new brief would call it."""
    made = _of_story(store, given, by, now, note)
    title = " ".join(clean(title, "title", LONGEST_NAME).split())
    if not title:
        raise UsageError("A story needs a title: give one of at least a word.")
    if title == made.text:
        raise UsageError(f"The story is called {title!r} already.")
    return _keep(store, replace(made, verb="rename", field="name", was=made.text, now=title))


def note_story(
    store: Store, given: str, note: str, *, by: str, now: datetime, at: datetime | None = None, named: str = ""
) -> Judgement:
    """A note on the story as a whole; see ``review_line`` for ``at`` and ``named``."""
    if not note.strip():
        raise UsageError("A note needs words.")
    return _keep(store, _of_story(store, given, by, at or now, note), named=named)


def undo(store: Store, judgement: str, *, by: str, now: datetime, note: str = "") -> Judgement:
    """A judgement taken back, by its id or how that begins; what it had changed is as before. An undo can be undone.

    Raises:
        UsageError: when there is none, or it was taken back already.
    """
    kept, others = find_kept_review(store, judgement, SHORTEST_ID)
    one = read_judgement(kept)
    undone = _find_undoing(others).get(one.id)
    if undone is not None:
        raise UsageError(f"{one.id} was taken back already, by {undone.by} on {undone.at.date().isoformat()}.")
    made = Judgement(
        id="r",
        story=one.story,
        layer=one.layer,
        verb="undo",
        by=_clean_name(by),
        at=now,
        text=one.text,
        item=one.item,
        note=clean(note, "note"),
        anchors=one.anchors,
        documents=one.documents,
        undoes=one.id,
    )
    root = _find_root(one, {each.id: each for each in others})
    if root.verb in ("merge", "split"):
        return regroup(store, root, lambda: _keep(store, made, key=kept.statement), now=now)
    done = _keep(store, made, key=kept.statement)
    _brief_again(store, root, now)
    return done


def list_judgements(store: Store, given: str | None = None, *, by: str | None = None) -> tuple[ListedReview, ...]:
    """Everything people decided, the latest first: of one story and those merged into it, by one person."""
    story = find_story(store, given) if given else None
    reviews = store.list_reviews(story=story)
    ordered = sorted(map(read_judgement, reviews), key=lambda one: (one.at, one.id))
    undone = _find_undoing(ordered)
    homes = {one.story: store.resolve_story(one.story) or one.story for one in ordered}
    titles = {kept.id: kept.title for kept in store.load_stories(sorted(set(homes.values())))}
    return tuple(
        ListedReview(
            judgement=one,
            title=titles.get(homes[one.story], ""),
            undone_by=undone[one.id].by if one.id in undone else "",
            undone_at=undone[one.id].at if one.id in undone else None,
        )
        for one in reversed(ordered)
        if by is None or one.by == by
    )


def find_reviewable(store: Store, given: str, layer: str, item: str) -> Reviewable:
    """The line of a story of this id, as it is shown; one that was left out as it was.

    Raises:
        UsageError: when there is no such story or line.
    """
    story = find_story(store, given)
    raw = load_kept(store, story) or show_story(store, story).briefing.stories[0]
    shown = apply_reviews(store, raw)
    line = _find_line(raw, shown, {}, layer, item)
    return next(each for each in (*list_reviewable(shown), *list_reviewable(raw)) if each.id == line.id)


def _of_story(store: Store, given: str, by: str, now: datetime, note: str) -> Judgement:
    (kept,) = store.load_stories([find_story(store, given)])
    return Judgement(
        id="r",
        story=kept.id,
        layer="story",
        verb="note",
        by=_clean_name(by),
        at=now,
        text=kept.title,
        item=kept.id,
        note=clean(note, "note"),
    )


def _keep(store: Store, made: Judgement, *, key: str = "", named: str = "", now: datetime | None = None) -> Judgement:
    key = key or key_of(made)
    if named:
        made = replace(made, at=find_free_moment(store, key, made.by, made.at), id=named)
    else:
        made = replace(made, at=find_moment(store, key, made.at))
        made = replace(made, id=hash_id("r", key, made.by, made.at.isoformat(), made.verb, made.item))
    keep_judgements(store, [(made, key)])
    if made.verb in ("merge", "split") or (made.verb == "undo" and key == GROUPED):
        return made  # the briefs of both stories are made again
    if made.verb == "correct":
        _brief_again(store, made, max(made.at, now or made.at))
    if made.verb not in ("confirm", "note", "rename"):
        index_reviews(store, made.story)
    return made


def _brief_again(store: Store, one: Judgement, now: datetime) -> None:
    """Makes the brief again where the day of a report was given: other days are counted from it."""
    if one.layer == "documents" and one.field == "date":
        make_briefs(store, [store.resolve_story(one.story) or one.story], lambda: now)


def _find_undoing(judgements: Sequence[Judgement]) -> dict[str, Judgement]:
    """For each judgement that is taken back the one that did it."""
    standing: dict[str, Judgement] = {}
    for one in sorted(judgements, key=lambda one: (one.at, one.id), reverse=True):
        if one.verb == "undo" and one.id not in standing:
            standing[one.undoes] = one
    return standing


def _find_root(one: Judgement, known: Mapping[str, Judgement]) -> Judgement:
    """What was decided in the first place, below undoing and undoing that."""
    passed: set[str] = set()
    while one.verb == "undo" and one.undoes in known and one.id not in passed:
        passed.add(one.id)
        one = known[one.undoes]
    return one


def _find_line(raw: Brief, shown: Brief, texts: Mapping[str, str], layer: str, item: str) -> Line:
    """The line of this id, as the brief was made; an actor as it is shown, for people make some of them."""
    lines = [*list_lines(raw), *(Line("entities", a.id, a.name, ()) for a in shown.entities)]
    for doc in raw.documents:
        words = texts.get(doc.id, "")[:BEGINNING].rstrip()
        beginning = (Evidence(doc.id, 0, len(words), words),) if words.strip() else ()
        lines.append(Line("documents", doc.id, doc.title or doc.location, beginning))
    if layer:
        pick(layer, LINES, "part of a brief")
        lines = [line for line in lines if line.layer == layer]
    found = [line for line in lines if line.id == item]
    if not found and len(item) >= SHORTEST_ID:
        found = [line for line in lines if line.id.startswith(item)]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(line.id for line in found[:8])
        raise UsageError(f"{item!r} is the beginning of several lines: {ids}. Give more of the id.")
    raise UsageError(
        f"There is no line {item[:60]!r} in the brief of {raw.id}.\n`tellings review lines {raw.id}` lists them."
    )


def _pick_reports(brief: Brief, given: Sequence[str]) -> tuple[str, ...]:
    docs = [doc.id for doc in brief.documents]
    picked = []
    for each in given:
        found = [doc for doc in docs if doc == each or (len(each) >= SHORTEST_ID and doc.startswith(each))]
        if len(found) != 1:
            raise UsageError(f"There is no report {each[:60]!r} in the story. Choose of: {', '.join(docs[:20])}.")
        picked += found
    return tuple(sorted(set(picked)))


def _clean_name(by: str) -> str:
    name = " ".join(clean(by, "name of the reviewer", LONGEST_NAME).split())
    if not name:
        raise UsageError("A review needs the name of who makes it.")
    return name


def list_reviewable(brief: Brief) -> tuple[Reviewable, ...]:
    """Every line of a brief that can be reviewed, with what can be corrected in it, in the order of the brief."""
    found = [Reviewable("summary", s.id, s.text, {"text": s.text}, s.evidence) for s in brief.summary]
    for e in brief.timeline:
        days = "/".join(sorted({day.isoformat() for day in (e.start, e.end) if day}))
        values: dict[ReviewField, str] = {"text": e.what, "date": days, "status": e.status}
        found.append(Reviewable("timeline", e.id, e.what, values, e.evidence))
    for q in brief.quotations:
        values = {"speaker": q.speaker_name or "", "words": q.text}
        found.append(Reviewable("quotations", q.id, q.text, values, q.evidence))
    for f in brief.findings:
        places = tuple(dict.fromkeys(e for telling in f.tellings for e in telling.evidence))
        values = {"text": f.about, "verdict": f.verdict}
        found.append(Reviewable("findings", f.id, f.about or f.tellings[0].text, values, places))
    for a in brief.entities:
        places = tuple(e for role in a.roles for e in role.evidence)
        found.append(Reviewable("entities", a.id, a.name, {"name": a.name, "kind": a.kind}, places))
    for d in brief.documents:
        day = d.published.latest.isoformat() if d.published.latest else ""
        found.append(Reviewable("documents", d.id, d.title or d.location, {"date": day}, d.published.evidence))
    return tuple(found)


def list_lines_of(store: Store, given: str, layer: str = "") -> tuple[Reviewable, ...]:
    """The lines of a story as it is shown, of one part of it or all.

    Raises:
        UsageError: when there is no such story or part.
    """
    if layer:
        pick(layer, LINES, "part of a brief")
    brief = find_last_brief(store, given).brief
    return tuple(line for line in list_reviewable(brief) if not layer or line.layer == layer)
