"""Facts down, outlets across: what each outlet says of a fact, and whether it agrees with the others."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tellings.exports.characters import shorten, show_line
from tellings.exports.dates import say_days
from tellings.exports.outline import Source
from tellings.model.brief import Finding, Telling
from tellings.model.span import Evidence

Stand = Literal["agrees", "differs", "earlier", "newer", "conflicts"]

STAND_WORDS: dict[Stand, str] = {
    "agrees": "agrees",
    "differs": "differs, both can be true",
    "earlier": "earlier value",
    "newer": "newer value",
    "conflicts": "conflict",
}
STAND_SIGNS: dict[Stand, str] = {"agrees": "✓", "differs": "≈", "earlier": "○", "newer": "→", "conflicts": "✕"}

_WORDS = 64
"""Characters of a telling in a cell; its citation leads to the rest."""


@dataclass(frozen=True, slots=True)
class OutletColumn:
    """An outlet, or a report that names none; ``numbers`` are those of its reports."""

    key: str
    label: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One value an outlet gives: ``letter`` is the same for the same value, where values are in conflict."""

    stand: Stand
    letter: str
    words: str
    whole: str
    attributed_to: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact with a cell for each column; a cell is empty where the outlet does not tell it."""

    finding: Finding
    cells: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class OutletTable:
    """``columns`` are those shown: the sides of conflicts, then who tells most facts; ``others`` are left out."""

    columns: tuple[OutletColumn, ...]
    rows: tuple[FactRow, ...]
    others: tuple[OutletColumn, ...]

    @property
    def stands(self) -> tuple[Stand, ...]:
        """Where the cells stand, each once, in the order of ``STAND_WORDS``."""
        found = {said.stand for row in self.rows for cell in row.cells for said in cell}
        return tuple(stand for stand in STAND_WORDS if stand in found)


def lay_table(
    findings: Sequence[Finding], sources: Sequence[Source], *, most: int, chosen: Sequence[str] = ()
) -> OutletTable:
    """The findings by outlet: ``most`` columns, or exactly those whose keys are ``chosen``."""
    columns = _columns(sources)
    home = {number: column.key for column in columns for number in column.numbers}
    numbers = {source.document.id: source.number for source in sources}
    rows = [(f, _cells(f, numbers, home)) for f in findings]
    told = Counter(key for _, cells in rows for key in cells)
    wanted = set(chosen)
    ordered = sorted((c for c in columns if told[c.key]), key=lambda c: (-told[c.key], c.numbers))
    asked = [c for c in ordered if c.key in wanted]
    shown = asked or _pick(ordered, rows, most)
    others = tuple(c for c in ordered if c not in shown)
    return OutletTable(
        tuple(shown), tuple(FactRow(f, tuple(tuple(cells.get(c.key, ())) for c in shown)) for f, cells in rows), others
    )


def _pick(
    ordered: Sequence[OutletColumn], rows: Sequence[tuple[Finding, dict[str, list[Said]]]], most: int
) -> list[OutletColumn]:
    """The sides of the conflicts, so that they stand beside each other, then who tells most."""
    sides: list[str] = []
    for finding, cells in rows:
        if finding.verdict == "conflict":
            letters: dict[str, str] = {}
            for key, said in cells.items():
                letters.setdefault(said[0].letter, key)
            sides += [letters[letter] for letter in sorted(letters)]
    named = {c.key: c for c in ordered}
    first = [named[key] for key in dict.fromkeys(sides)]
    return [*first, *(c for c in ordered if c.key not in sides)][:most]


def _columns(sources: Sequence[Source]) -> tuple[OutletColumn, ...]:
    gathered: dict[str, list[Source]] = {}
    for source in sources:
        gathered.setdefault(source.outlet.casefold() or f"report {source.number}", []).append(source)
    return tuple(OutletColumn(key, own[0].label, tuple(s.number for s in own)) for key, own in gathered.items())


def _cells(finding: Finding, numbers: dict[str, int], home: dict[int, str]) -> dict[str, list[Said]]:
    """What each outlet says, by the key of its column; the same value in several of its reports once."""
    values = list(dict.fromkeys(_value(t) for t in finding.tellings))
    stands = _stands(finding, values)
    cells: dict[str, dict[str, Said]] = {}
    for telling in finding.tellings:
        value = _value(telling)
        places: dict[str, list[Evidence]] = {}
        for e in telling.evidence:
            if e.doc in numbers:
                places.setdefault(home[numbers[e.doc]], []).append(e)
        for key, evidence in places.items():
            own = cells.setdefault(key, {})
            if value in own:
                own[value] = _with(own[value], evidence)
            else:
                own[value] = _say(telling, finding, stands[value], values.index(value), tuple(evidence))
    return {key: list(own.values()) for key, own in cells.items()}


def _say(telling: Telling, finding: Finding, stand: Stand, order: int, evidence: tuple[Evidence, ...]) -> Said:
    words = show_line(telling.text)
    days = _days(telling) if finding.kind == "date" else ""
    letter = chr(ord("A") + order) if finding.verdict == "conflict" and order < 26 else ""
    by = show_line(telling.attributed_to or "")
    by = "" if by.casefold() in words.casefold() else by
    return Said(stand, letter, days or shorten(words, _WORDS), words, by, evidence)


def _with(said: Said, evidence: Sequence[Evidence]) -> Said:
    return Said(said.stand, said.letter, said.words, said.whole, said.attributed_to, (*said.evidence, *evidence))


def _value(telling: Telling) -> str:
    return f"{telling.value}\n{telling.unit or ''}"


def _stands(finding: Finding, values: Sequence[str]) -> dict[str, Stand]:
    """Where each value stands: against the one that most reports give, or in the order of the reports."""
    if finding.verdict == "agree" or finding.verdict == "single":
        return dict.fromkeys(values, "agrees")
    if finding.verdict == "conflict":
        return dict.fromkeys(values, "conflicts")
    if finding.verdict == "updated":
        return {value: "newer" if value == values[-1] else "earlier" for value in values}
    carried = Counter[str]()
    for telling in finding.tellings:
        carried[_value(telling)] += len(telling.documents)
    usual = max(values, key=lambda value: (carried[value], -values.index(value)))
    return {value: "agrees" if value == usual else "differs" for value in values}


def _days(telling: Telling) -> str:
    start, _, end = telling.value.partition("/")
    try:
        return say_days(date.fromisoformat(start), date.fromisoformat(end or start))
    except ValueError:
        return ""
