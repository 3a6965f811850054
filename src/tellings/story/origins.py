"""How many independent origins stand behind a line: copies of one text count once."""

from collections.abc import Iterable

from tellings.model.story import Told


def count_origins(told: Told, documents: Iterable[str]) -> int:
    """The number of reports among ``documents`` (ids) that do not carry the text of another one of the story."""
    parent = {copy.doc: copy.of for copy in told.copies}

    def root(doc: str) -> str:
        while doc in parent:
            doc = parent[doc]
        return doc

    return len({root(doc) for doc in documents})
