"""Who did what to whom, as rows of events in the manner of PLOVER: for researchers who count and compare events."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from tellings.exports.characters import show_line
from tellings.exports.formats.as_csv import to_cell
from tellings.exports.formats.plain import web_address
from tellings.exports.outline import title_of
from tellings.model.brief import Brief, Briefing, Relation
from tellings.model.document import Document

COLUMNS = (
    "event_id", "event_date", "source", "source_kind", "event_type", "action", "target", "target_kind", "status",
    "story", "headline", "reports", "publisher", "url", "text", "doc", "start", "end",
)  # fmt: skip

_VERBS: Mapping[str, str] = {
    "AGREE": "accept agree approve commit pledge promise vow",
    "CONSULT": "call consult discuss host mediate meet negotiate phone receive talk visit",
    "SUPPORT": "back congratulate defend endorse praise recognise recognize support thank welcome",
    "CONCEDE": "apologise apologize concede free pardon release reinstate",
    "COOPERATE": "ally collaborate cooperate extradite partner ratify sign",
    "AID": "aid assist donate evacuate feed finance fund help rescue shelter treat",
    "RETREAT": "demobilise demobilize disarm retreat surrender withdraw",
    "REQUEST": "appeal ask beg demand order request urge",
    "ACCUSE": "accuse blame condemn criticise criticize denounce fault investigate sue",
    "REJECT": "decline oppose refuse reject veto",
    "THREATEN": "threaten warn",
    "PROTEST": "demonstrate march protest rally riot",
    "SANCTION": "ban boycott embargo expel sanction suspend",
    "MOBILIZE": "arm deploy mobilise mobilize",
    "COERCE": "arrest censor deport detain imprison jail raid seize",
    "ASSAULT": "abduct ambush assassinate assault attack bomb injure invade kidnap kill shell shoot stab torture wound",
}
_TYPES = {verb: kind for kind, verbs in _VERBS.items() for verb in verbs.split()}


def to_events(briefing: Briefing, documents: Sequence[Document]) -> str:
    """CSV with one row for each relation of each story.

    ``event_type`` is one of PLOVER's sixteen where the verb alone says which, else empty: "send" can be aid or an
    army. ``event_date`` is empty where it is not known. An event that is only expected is a row too: see its status.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for brief in briefing.stories:
        writer.writerows([to_cell(value) for value in row] for row in _rows(brief))
    return out.getvalue()


def find_type(action: str) -> str | None:
    """PLOVER's type of an action, where its verb names one."""
    words = action.lower().split()
    return _TYPES.get(words[0]) if words else None


def _rows(brief: Brief) -> Iterator[tuple[object, ...]]:
    actors = {actor.id: actor for actor in brief.entities}
    documents = {doc.id: doc for doc in brief.documents}
    for number, relation in enumerate(brief.relations, start=1):
        source, target = actors.get(relation.source), actors.get(relation.target)
        place = relation.evidence[0]
        doc = documents[place.doc]
        yield (
            f"{brief.id}-{number}",
            relation.when,
            show_line(source.name) if source else relation.source,
            source.kind if source else None,
            find_type(relation.action),
            relation.action,
            show_line(target.name) if target else relation.target,
            target.kind if target else None,
            relation.status,
            brief.id,
            title_of(brief),
            _count_reports(relation),
            doc.outlet,
            web_address(doc.url),
            place.text,
            place.doc,
            place.start,
            place.end,
        )


def _count_reports(relation: Relation) -> int:
    return len({place.doc for place in relation.evidence})
