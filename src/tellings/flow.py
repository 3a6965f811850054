"""The wiring, and the picture of it: documents become readings, readings a story, a story a brief."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tellings.find.claims import find_claims
from tellings.find.entities import link_entities
from tellings.find.events import find_events
from tellings.find.furniture import Sites, find_furniture, survey_sites
from tellings.find.language import find_language
from tellings.find.layout import find_layout
from tellings.find.mentions import find_mentions
from tellings.find.quantities import find_quantities
from tellings.find.quotations import find_quotations
from tellings.find.sentences import split_sentences
from tellings.find.speakers import name_speakers
from tellings.find.times import find_times
from tellings.model.brief import Brief
from tellings.model.check import CheckedSentence
from tellings.model.document import Document, Skipped
from tellings.model.reading import Block, Furniture, Reading, Sentence, Signals
from tellings.model.story import Story, Told
from tellings.ports import Recogniser
from tellings.story import until
from tellings.story.actors import merge_actors
from tellings.story.align import align
from tellings.story.anchors import infer_anchors
from tellings.story.borders import group_in_windows
from tellings.story.check import check_drafts
from tellings.story.compare import compare
from tellings.story.compose import compose
from tellings.story.copies import find_copies
from tellings.story.corrections import set_notices_aside, settle_corrections
from tellings.story.group import group_readings
from tellings.story.judge import judge
from tellings.story.last_word import leave_out_undone
from tellings.story.origins import find_origins
from tellings.story.overlay import overlay, redate
from tellings.story.overlay_readings import resay
from tellings.story.quotes import merge_quotations
from tellings.story.rephrase import rephrase
from tellings.story.resolve import resolve_times
from tellings.story.sayings import compare_sayings
from tellings.story.seen import seen_at, seen_in
from tellings.story.timeline import build_timeline
from tellings.story.traced import trace_origins
from tellings.version import RULES, VERSION

__all__ = [
    "Sites",
    "brief_beside",
    "brief_since",
    "brief_story",
    "check_against",
    "compare_briefs",
    "group_in_windows",
    "group_readings",
    "keep_until",
    "leave_out_undone",
    "made_by",
    "overlay",
    "read_documents",
    "redate",
    "rephrase",
    "resay",
    "survey_sites",
]


def made_by(recogniser: Recogniser) -> str:
    """What made a reading: this version, its rules, the reader of language."""
    return f"tellings {VERSION}, rules {RULES}, {recogniser.name}"


def read_documents(
    documents: Sequence[Document],
    recogniser: Recogniser,
    *,
    beside: Sequence[Document] = (),
    sites: Sites | None = None,
) -> tuple[Reading, ...]:
    """All layers of each report, in the order given; the recogniser sees every sentence once, in one call.

    ``beside`` are reports that are not read themselves: their pages help to tell what belongs to an outlet's page.
    ``sites`` is what ``survey_sites`` found in all the reports that these are a part of, and takes their place.
    """
    if sites is None:
        sites = survey_sites([*documents, *beside])
    begun = []
    for doc in documents:
        blocks = find_layout(doc)
        furniture = find_furniture(doc, blocks, sites)
        begun.append((doc, blocks, furniture, split_sentences(doc, blocks, furniture)))
    signals = recogniser.recognise([(doc, sentences) for doc, _, _, sentences in begun])
    made = made_by(recogniser)
    return tuple(_read(*parts, seen, made) for parts, seen in zip(begun, signals, strict=True))


def _read(
    doc: Document,
    blocks: tuple[Block, ...],
    furniture: tuple[Furniture, ...],
    sentences: tuple[Sentence, ...],
    signals: tuple[Signals, ...],
    made: str,
) -> Reading:
    mentions = find_mentions(doc, blocks, sentences, signals)
    times = find_times(doc, sentences)
    quantities = find_quantities(doc, sentences, times)
    quotations = find_quotations(doc, blocks, furniture, sentences, mentions, signals)
    entities = link_entities(doc, blocks, sentences, mentions)
    speakers = name_speakers(doc, blocks, sentences, mentions, entities, quotations)
    events = find_events(doc, sentences, times, entities, quotations, signals)
    claims = find_claims(doc, sentences, times, quantities, entities, quotations, events)
    return Reading(
        document=doc,
        made_by=made,
        blocks=blocks,
        furniture=furniture,
        sentences=sentences,
        mentions=mentions,
        times=times,
        quantities=quantities,
        quotations=quotations,
        entities=entities,
        speakers=speakers,
        events=events,
        claims=claims,
        signals=signals,
        language=find_language(doc, blocks, sentences),
    )


def keep_until(readings: Sequence[Reading], day: date) -> tuple[tuple[Reading, ...], tuple[Skipped, ...]]:
    """The readings of reports that were out on ``day``, dated by their stories; and why the others are left out."""
    by_id = {reading.document.id: reading for reading in readings}
    stories = group_readings(readings)
    anchors = [a for story in stories for a in infer_anchors([by_id[doc] for doc in story.documents])]
    return until.keep_until(readings, anchors, day)


def brief_story(story: Story, readings: Sequence[Reading]) -> Brief:
    """The brief of one story; ``readings`` holds at least its reports, in any order."""
    told = tell_story(story, readings)
    quotations = merge_quotations(told)
    timeline = build_timeline(told)
    findings = settle_corrections(told, compare_sayings(told, judge(told, align(told), timeline)))
    return compose(told, quotations, trace_origins(told, findings), timeline)


def compare_briefs(
    previous: Brief | None, brief: Brief, readings: Sequence[Reading], *, since: str | None = None
) -> Brief:
    """``brief`` with its ``changes`` against what a reader saw before; ``readings`` holds at least its reports."""
    return replace(brief, changes=compare(previous, brief, readings, since=since))


def brief_since(story: Story, readings: Sequence[Reading], moment: date) -> Brief:
    """The brief of one story with what the reports that came out after ``moment`` change."""
    brief = brief_story(story, readings)
    seen = seen_at(brief, moment)
    previous = brief_story(replace(story, documents=seen), readings) if seen else None
    return compare_briefs(previous, brief, readings, since=moment.isoformat())


def brief_beside(story: Story, readings: Sequence[Reading], earlier: Sequence[Brief]) -> Brief:
    """The brief of one story with what changed since the earlier briefs that share reports with it."""
    brief = brief_story(story, readings)
    return compare_briefs(seen_in(brief, earlier), brief, readings)


def check_against(drafts: Sequence[Reading], readings: Sequence[Reading]) -> tuple[tuple[CheckedSentence, ...], ...]:
    """Every sentence of each draft tested against the reports, whatever stories they tell."""
    told = tell_story(Story("check", "check", tuple(sorted({r.document.id for r in readings}))), readings)
    return check_drafts(drafts, told, judge(told, align(told), build_timeline(told)))


def tell_story(story: Story, readings: Sequence[Reading]) -> Told:
    """All that is known of a story before it is judged, from its reports among ``readings``."""
    wanted = set(story.documents)
    members = tuple(
        sorted((set_notices_aside(r) for r in readings if r.document.id in wanted), key=lambda r: r.document.id)
    )
    copies = find_copies(members)
    anchors = infer_anchors(members)
    times = resolve_times(members, anchors)
    actors = merge_actors(members)
    return Told(story, members, copies, anchors, times, actors, find_origins(members, copies))
