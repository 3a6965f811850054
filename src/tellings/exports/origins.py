"""Which reports come from one origin: copies of one text, and the reports of one outlet or one agency."""

from collections.abc import Iterable, Mapping, Sequence

from tellings.exports.characters import show_line
from tellings.model.brief import BriefDocument
from tellings.model.story import Origin


def find_origins(documents: Sequence[BriefDocument], origins: Sequence[Origin] = ()) -> dict[str, str]:
    """For each report's id the id that stands for its origin: reports with the same id there are one origin.

    As the brief's own ``origins`` have it. Where it lists none, a report is of one origin with the report whose text it
    carries, and with every report that names the same outlet or is credited to the same one, in any case.
    """
    if origins:
        return {doc: origin.documents[0] for origin in origins for doc in origin.documents}
    leads = {doc.id: doc.id for doc in documents}

    def lead(one: str) -> str:
        while leads[one] != one:
            one = leads[one]
        return one

    first: dict[str, str] = {}
    for doc in documents:
        same = [first.setdefault(name, doc.id) for name in _names(doc)]
        for other in (*same, *([doc.copy_of] if doc.copy_of in leads else [])):
            one, two = sorted((lead(doc.id), lead(other)))
            leads[two] = one
    return {doc.id: lead(doc.id) for doc in documents}


def count_origins(origins: Mapping[str, str], documents: Iterable[str]) -> int:
    """How many origins these reports come from; a report that is not known is one of its own."""
    return len({origins.get(doc, doc) for doc in documents})


def _names(doc: BriefDocument) -> list[str]:
    return [name for given in (doc.outlet, doc.credit) if (name := show_line(given or "").casefold())]
