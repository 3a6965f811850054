"""A few words of a report, a bare number say, with what is printed around them."""

from collections.abc import Mapping

from tellings.exports.characters import show_around, show_line
from tellings.exports.outline import Source
from tellings.exports.wording import names, say_telling
from tellings.model.brief import Telling

# Words no longer than this say too little alone; characters that are shown around them.
SHORT, AROUND = 44, 150


def find_around(telling: Telling, sources: Mapping[str, Source]) -> tuple[str, str, str] | None:
    """What stands before the words of a telling, the words, and what stands behind them; ``None`` where they do alone.

    ``sources`` are the reports by the id of their document.
    """
    place = telling.evidence[0]
    source = sources.get(place.doc)
    if len(telling.text) > SHORT or source is None or not source.text or telling.text not in place.text:
        return None
    start = place.start + place.text.index(telling.text)
    around = show_around(source.text, start, start + len(telling.text), limit=AROUND)
    before, found, after = around.partition(show_line(telling.text))
    return (before, found, after) if found else None


def say_around(telling: Telling, sources: Mapping[str, Source]) -> str:
    """The words of a telling, a few of them with what is printed around them."""
    around = find_around(telling, sources)
    if around is None:
        return say_telling(telling)
    return "".join(around) + say_whose(telling, "".join(around))


def say_whose(telling: Telling, shown: str) -> str:
    """Whose word it is, to stand behind what is shown of a report; empty where that names whoever it is."""
    by = show_line(telling.attributed_to or "")
    return f" (according to {by})" if by and not names(by, shown) else ""
