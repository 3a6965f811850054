"""Which reports of a story a reader has seen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from tellings.model.brief import Brief
from tellings.model.document import Published


def seen_at(brief: Brief, moment: date) -> tuple[str, ...]:
    """The ids of the reports that had come out by ``moment``, sorted: a day counts whole, a time to the minute.

    A time without a zone is UTC. A report known by its day alone has come out when that day is over. One without a
    date counts as seen: it cannot be shown to be new.
    """
    return tuple(sorted(doc.id for doc in brief.documents if _is_out(doc.published, moment)))


def seen_in(brief: Brief, earlier: Sequence[Brief]) -> Brief | None:
    """The earlier briefs that share a report with ``brief`` as one; ``None`` where no earlier one does."""
    here = {doc.id for doc in brief.documents}
    shared = sorted((one for one in earlier if here & _ids(one)), key=lambda one: (-len(here & _ids(one)), one.id))
    if not shared:
        return None
    return replace(
        shared[0],
        documents=tuple({doc.id: doc for one in shared for doc in one.documents}.values()),
        summary=tuple(line for one in shared for line in one.summary),
        timeline=tuple(entry for one in shared for entry in one.timeline),
        quotations=tuple(said for one in shared for said in one.quotations),
        findings=tuple(finding for one in shared for finding in one.findings),
    )


def _ids(brief: Brief) -> set[str]:
    return {doc.id for doc in brief.documents}


def _is_out(published: Published, moment: date) -> bool:
    if published.latest is None:
        return True
    if not isinstance(moment, datetime):
        return published.latest <= moment
    if published.at is not None:
        return _in_zone(published.at) <= _in_zone(moment)
    return published.latest < moment.date()


def _in_zone(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
