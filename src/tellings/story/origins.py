"""How many independent origins stand behind a line: copies of one text, and reports of one outlet, count once."""

from collections.abc import Iterable

from tellings.model.story import Told
from tellings.story.credits import find_credit
from tellings.text.names import fold


def count_origins(told: Told, documents: Iterable[str]) -> int:
    """The number of outlets behind ``documents`` (ids); a report that names none counts for itself.

    A copy counts as its original. A report that credits its text to another outlet counts as that one's.
    """
    roots = _roots(told, documents)
    outlets = {
        r.document.id: fold(find_credit(r) or r.document.outlet or r.document.id)
        for r in told.readings
        if r.document.id in roots
    }
    return len({outlets.get(doc, doc) for doc in roots})


def count_texts(told: Told, documents: Iterable[str]) -> int:
    """The number of reports among ``documents`` (ids) that do not carry the text of another one of the story."""
    return len(_roots(told, documents))


def _roots(told: Told, documents: Iterable[str]) -> set[str]:
    parent = {copy.doc: copy.of for copy in told.copies}
    roots = set()
    for doc in documents:
        while doc in parent:
            doc = parent[doc]
        roots.add(doc)
    return roots
