"""Who stands behind the reports: copies of one text, and reports of one outlet or agency, are one origin."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tellings.model.reading import Reading
from tellings.model.story import Copy, Origin, Told
from tellings.story.credits import agency_of, find_credit
from tellings.text.names import fold


def find_origins(readings: Sequence[Reading], copies: Sequence[Copy]) -> tuple[Origin, ...]:
    """Every report of the story in one origin, named by the agency or outlet most of its reports name.

    A copy belongs to its original. A report that credits its text to another outlet belongs to that one, and reports
    of one outlet belong together; a report that names nobody is an origin of its own, without a name.
    """
    lead = {r.document.id: r.document.id for r in readings}
    names = {r.document.id: name_source(r) for r in readings}

    def find(doc: str) -> str:
        while lead[doc] != doc:
            lead[doc] = lead[lead[doc]]
            doc = lead[doc]
        return doc

    first: dict[str, str] = {}
    joined = [(doc, first.setdefault(fold_source(name), doc)) for doc, name in sorted(names.items()) if name]
    for one, other in (*joined, *((copy.doc, copy.of) for copy in copies)):
        low, high = sorted((find(one), find(other)))
        lead[high] = low
    groups: dict[str, list[str]] = {}
    for doc in sorted(lead):
        groups.setdefault(find(doc), []).append(doc)
    texts = Counter(find(copy.doc) for copy in copies)
    return tuple(
        Origin(_say(docs, names), tuple(docs), _why(docs, names, texts[root])) for root, docs in sorted(groups.items())
    )


def name_source(reading: Reading) -> str:
    """Whose report it is, as readers know the name: the agency or outlet credited, else the outlet; "" if unknown."""
    credit, outlet = find_credit(reading), reading.document.outlet
    if credit:
        return agency_of(credit) or credit
    return (agency_of(outlet) or outlet) if outlet else ""


def fold_source(name: str) -> str:
    """The name of an outlet for comparison: without article, case, accents and the beginning of an address."""
    return fold(name.casefold().removeprefix("www.")).removeprefix("the ")


def _say(docs: Sequence[str], names: dict[str, str]) -> str:
    """The name most of ``docs`` give; an agency before an outlet, since the outlet only carries it."""
    counts = Counter(names[doc] for doc in docs if names[doc])
    return min(counts, key=lambda name: (agency_of(name) is None, -counts[name], name), default="")


def _why(docs: Sequence[str], names: dict[str, str], copied: int) -> str:
    if len(docs) == 1:
        return "One report."
    parts = []
    if copied:
        parts.append(f"{copied} of them {'carries' if copied == 1 else 'carry'} the text of another")
    common = Counter(fold_source(names[doc]) for doc in docs if names[doc])
    if common and max(common.values()) > 1:
        parts.append(f"{max(common.values())} are of or credited to one source")
    return f"{len(docs)} reports: {'; '.join(parts) or 'one text'}."


def count_origins(told: Told, documents: Iterable[str]) -> int:
    """The number of origins behind ``documents`` (ids); a report the story does not know counts for itself."""
    known = {doc: number for number, origin in enumerate(told.origins) for doc in origin.documents}
    return len({known.get(doc, doc) for doc in documents})


def count_texts(told: Told, documents: Iterable[str]) -> int:
    """The number of reports among ``documents`` (ids) that do not carry the text of another one of the story."""
    parent = {copy.doc: copy.of for copy in told.copies}
    roots = set()
    for doc in documents:
        while doc in parent:
            doc = parent[doc]
        roots.add(doc)
    return len(roots)
