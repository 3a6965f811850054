"""W3C Web Annotations, and those that Hypothesis gives out as JSON, as remarks on words of reports."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tellings.model.document import Skipped
from tellings.readers.fragment import read_line
from tellings.text.anchoring import Quote
from tellings.text.decode import NotTextError, decode, replace_surrogates

FIRST_YEAR = 1990
"""No annotation of a page is older."""
LARGEST = 32 * 2**20
"""Bytes of one file: a hundred thousand annotations."""

MOST_TARGETS, MOST_BODIES, DEEPEST = 50, 100, 5
"""Targets and bodies of one annotation, and selectors inside of selectors, that are looked at."""

VERDICTS = {
    "confirm": "confirm",
    "confirmed": "confirm",
    "reject": "reject",
    "rejected": "reject",
    "disputed": "reject",
}
"""Tags that say of words what ``tellings review`` can; every other one is part of a note."""

_JUDGING = frozenset(("assessing", "moderating", "tagging"))
_LINE, _REVIEW = "urn:tellings:annotation:", "urn:tellings:review:"
_LISTS = ("items", "rows", "annotations")


@dataclass(frozen=True, slots=True)
class Target:
    """What is annotated: an address or name, and the words where some were selected.

    ``start`` and ``end`` are code points, where a position alone was given.
    """

    source: str
    quote: Quote | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said of words of reports.

    ``where`` is its place in the file; ``by`` is "" and ``at`` ``None`` where that is not said, or said without a zone.
    ``verb`` is one of ``tellings review``. ``layer``, ``text``, ``field`` and ``now`` are of decisions that were
    written by ``tellings``: the line, and what it was corrected to; ``review`` is the id of such a one.
    """

    where: str
    id: str
    by: str
    at: datetime | None
    verb: str
    note: str
    targets: tuple[Target, ...]
    review: str = ""
    layer: str = ""
    text: str = ""
    field: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Remarks:
    """The remarks of a file, what of it is none with the reason, and how many were lines of a brief, not remarks."""

    remarks: tuple[Remark, ...]
    skipped: tuple[Skipped, ...]
    lines: int = 0


def read_annotations(data: bytes, location: str) -> Remarks:
    """The annotations of a file: one, a list, a page or collection of them, JSON Lines, or an export of Hypothesis.

    Nothing of the web is asked: of a collection in several pages those in the file are read, and the rest is named.
    """
    if len(data) > LARGEST:
        return Remarks((), (Skipped(location, f"is larger than {LARGEST // 2**20} MiB: give it in parts"),))
    try:
        text = decode(data, mend=False).text
    except NotTextError as err:
        return Remarks((), (Skipped(location, str(err)),))
    remarks: list[Remark] = []
    skipped: list[Skipped] = []
    faults: Counter[str] = Counter()
    lines = 0
    for number, value in enumerate(_list_annotations(text), start=1):
        where = f"{location}#{number}"
        if isinstance(value, str):
            faults[value] += 1
        elif str(value.get("id")).startswith(_LINE):
            lines += 1
        else:
            read = _read(value, where)
            (remarks if isinstance(read, Remark) else skipped).append(read)  # type: ignore[arg-type]
    told = (f"{reason} ({count:,} times)" if count > 1 else reason for reason, count in faults.items())
    return Remarks(tuple(remarks), (*skipped, *(Skipped(location, reason) for reason in told)), lines)


def _list_annotations(text: str) -> Iterator[dict[str, object] | str]:
    """The objects of a file that may be annotations; a string is a reason why there are none, or no more."""
    try:
        values = [json.loads(text)]
    except (ValueError, RecursionError) as err:
        try:
            values = [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError):
            yield f"is not JSON ({str(err)[:80]})"
            return
    if not values:
        yield "is not JSON (it holds nothing)"
    for value in values:
        yield from _unfold(value, DEEPEST)


def _unfold(value: object, depth: int) -> Iterator[dict[str, object] | str]:
    if isinstance(value, list):
        for each in value:
            if isinstance(each, list) or not depth:
                yield "holds lists inside of lists, which are no annotations"
            else:
                yield from _unfold(each, depth - 1)
        return
    if not isinstance(value, dict):
        yield "holds something that is no annotation"
        return
    held = [value[name] for name in _LISTS if isinstance(value.get(name), list)]
    if isinstance(value.get("first"), dict | list):
        held.append(value["first"])
    if not held and _is_folder(value):
        yield "names pages of annotations that are not in the file"
    elif held and depth:
        for each in held:
            yield from _unfold(each, depth - 1)
        if isinstance(value.get("next"), str):
            yield "has another page, which is not in the file"
    else:
        yield value


def _is_folder(value: Mapping[str, object]) -> bool:
    return any(kind in ("AnnotationCollection", "AnnotationPage") for kind in _listed(value.get("type")))


def _read(value: Mapping[str, object], where: str) -> Remark | Skipped:
    targets = tuple(_read_targets(value.get("target"), value.get("uri")))
    if not targets:
        return Skipped(where, "is no annotation: it has no target")
    name = _words(value.get("id"), 500)
    by, at = _read_creator(value), _read_moment(value.get("created"))
    bodies = _bodies(value)
    if name.startswith(_REVIEW):
        own = _own_of(bodies)
        note = "\n".join(words for purpose, words, _ in bodies if purpose == "commenting")
        return Remark(
            where, name, by, at, own.get("verb", "note"), note, targets, name.removeprefix(_REVIEW), **_rest(own)
        )
    verb, note = _judge(value, bodies)
    if verb == "note" and not note:
        return Skipped(where, "marks words and says nothing of them")
    return Remark(where, name, by, at, verb, note, targets)


def _judge(value: Mapping[str, object], bodies: Iterable[tuple[str, str, str]]) -> tuple[str, str]:
    """What is decided, and what is said beside it; only a clear tag decides, and only where none contradicts it."""
    judging = bool(_JUDGING & {_words(each, 40) for each in _listed(value.get("motivation"))})
    found: list[str] = []
    said: list[str] = []
    for purpose, words, _ in bodies:
        verdict = VERDICTS.get(words.strip().casefold())
        if verdict and (purpose in _JUDGING or (judging and not purpose)):
            found.append(verdict)
        said.append(f"[{words}]" if purpose == "tagging" else words)
    if len(set(found)) != 1:
        return "note", "\n".join(said)
    told = [words for words in said if words.strip("[]").strip().casefold() not in VERDICTS]
    return found[0], "\n".join(told)


def _bodies(value: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """Purpose, words and format of each body that holds words."""
    given = _listed(value.get("body"))[:MOST_BODIES]
    given += [{"value": value.get(name)} for name in ("bodyValue", "text") if value.get(name)]
    given += [{"value": tag, "purpose": "tagging"} for tag in _listed(value.get("tags"))[:MOST_BODIES]]
    found = []
    for body in given:
        body = body if isinstance(body, dict) else {"value": body}
        kind = _words(body.get("format"), 80)
        words = _words(body.get("value") or body.get("source"), 100_000)
        words = read_line(words) if kind == "text/html" else words
        if words.strip():
            purpose = next(iter(_listed(body.get("purpose"))), "")
            found.append((_words(purpose, 40), words.strip(), kind))
    return found


def _own_of(bodies: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    for _, words, kind in bodies:
        if kind == "application/json":
            try:
                value = json.loads(words)
            except (ValueError, RecursionError):
                continue
            if isinstance(value, dict):
                return {str(key): each for key, each in value.items() if isinstance(each, str)}
    return {}


def _rest(own: Mapping[str, str]) -> dict[str, str]:
    return {name: own.get(name, "") for name in ("layer", "text", "field", "now")}


def _read_targets(value: object, uri: object) -> Iterator[Target]:
    for target in (_listed(value) or _listed(uri))[:MOST_TARGETS]:
        if isinstance(target, str):
            yield Target(_words(target, 5000))
            continue
        if not isinstance(target, dict):
            continue
        source = target.get("source") or target.get("id") or uri
        source = source.get("id") if isinstance(source, dict) else source
        if isinstance(source, str) and source.strip():
            yield _select(_words(source, 5000), target.get("selector"))


def _select(source: str, selector: object) -> Target:
    quote, position = None, (0, 0)
    for each in _selectors(selector, DEEPEST):
        if each.get("type") == "TextQuoteSelector" and quote is None:
            exact, prefix, suffix = (_words(each.get(name), 1_000_000) for name in ("exact", "prefix", "suffix"))
            quote = Quote(exact, prefix, suffix) if exact.strip() else None
        start, end = each.get("start"), each.get("end")
        if each.get("type") == "TextPositionSelector" and isinstance(start, int) and isinstance(end, int):
            position = (start, end) if 0 <= start < end else position
    return Target(source, quote, *position)


def _selectors(value: object, depth: int) -> Iterator[dict[str, object]]:
    """Selectors with those that refine them or are to choose from; what refines another comes first."""
    for each in _listed(value)[:MOST_TARGETS]:
        if isinstance(each, dict):
            if depth:
                yield from _selectors(each.get("refinedBy"), depth - 1)
                yield from _selectors(each.get("items"), depth - 1)
            yield each


def _read_creator(value: Mapping[str, object]) -> str:
    about = value.get("user_info")
    creator = next(iter(_listed(value.get("creator"))), None)
    if isinstance(about, dict):
        creator = about.get("display_name") or creator
    if isinstance(creator, dict):
        creator = next((creator[name] for name in ("name", "nickname", "id") if creator.get(name)), None)
    user = re.sub(r"^acct:([^@]+)@.*$", r"\1", _words(value.get("user"), 300))
    name = _words(creator, 300) or user
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def _read_moment(value: object) -> datetime | None:
    """When it was made, in UTC; ``None`` where it is not known, or before there was a web to mark."""
    try:
        moment = datetime.fromisoformat(_words(value, 60))
        placed = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return placed if placed and placed.year >= FIRST_YEAR else None


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def _words(value: object, most: int) -> str:
    return replace_surrogates(value[:most])[0].replace("\x00", "\ufffd") if isinstance(value, str) else ""
