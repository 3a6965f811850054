"""The corpora as examples: texts with what is known of each, and what is not.

A corpus seldom labels everything. A name is given as the set of kinds it may have ("MISC" is a group, an event, a
work ...), and ``silent`` as the kinds a corpus never labels, so that a word without a label may still be one of them.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from train.encoder.detokenise import lay_out

Kinds = frozenset[str]
Place = tuple[int, int]
OTHERS = frozenset({"group", "event", "work", "product", "other"})
PLACES = frozenset({"place", "facility"})
FIGURES = frozenset({"date", "money"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name with the kinds it may be of."""

    span: Place
    kinds: Kinds


@dataclass(frozen=True, slots=True)
class Attribution:
    """Spans of source, cue and content, empty where there is none; ``speech`` is None where a corpus does not say."""

    source: tuple[Place, ...]
    cue: tuple[Place, ...]
    content: tuple[Place, ...]
    speech: bool | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """A trigger with the statuses it may have and its time direction, if known."""

    span: Place
    statuses: Kinds
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One text with sentences. A layer is None where the corpus says nothing of it; ``silent`` see above.

    ``all_events`` is true where every main event is labelled, so that other words are none.
    """

    corpus: str
    doc: str
    text: str
    sentences: tuple[Place, ...]
    names: tuple[Name, ...] | None = None
    silent: Kinds = frozenset()
    attributions: tuple[Attribution, ...] | None = None
    events: tuple[Happening, ...] | None = None
    all_events: bool = False


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file, packed or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def is_held_back(doc: str) -> bool:
    """Whether a Wikinews report is one of the fifth that nothing is trained on.

    All of them stand in the half on which no rule was tuned (see ``bench/attribution.py``).
    """
    digest = hashlib.sha256(doc.encode()).digest()
    return digest[0] % 2 == 1 and digest[1] % 5 < 2


def line_spans(text: str) -> tuple[Place, ...]:
    """One sentence a line."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at, at + len(line)))
        at += len(line) + 1
    return tuple(found)


def _places(spans: Sequence[Sequence[int]]) -> tuple[Place, ...]:
    return tuple((s, e) for s, e in spans)


def wikinews(data: Path, labels: Path, *, held_back: bool) -> Iterator[Example]:
    """Wikinews reports: attributions and events as labelled beside the data, names as labelled here."""
    named = {} if held_back else {row["doc"]: row for row in rows(labels) if "names" in row}
    for row in rows(data / "attribution" / "wikinews.jsonl"):
        if is_held_back(row["doc"]) != held_back:
            continue
        own = named.get(row["doc"])
        if own:
            _same_text(row["doc"], row["text"], own["sha256"])
        yield Example(
            "wikinews",
            row["doc"],
            row["text"],
            line_spans(row["text"]),
            names=_own_names(own) if own else None,
            attributions=_attributions(row),
            events=tuple(happening(tuple(e["trigger"]), e["status"]) for e in row["events"]),
            all_events=True,
        )


def _attributions(row: dict[str, Any]) -> tuple[Attribution, ...]:
    return tuple(
        Attribution(_places(a["source"]), _places(a["cue"]), _places(a["content"]), a.get("speech"))
        for a in row["attributions"]
    )


def _own_names(row: dict[str, Any]) -> tuple[Name, ...]:
    return tuple(Name((s, e), frozenset({k})) for s, e, k in row["names"])


def _same_text(doc: str, text: str, sha256: str) -> None:
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise SystemExit(f"{doc} is another text than the one that was labelled: see train/labels/README.md")


def happening(span: Place, status: str, direction: str | None = None) -> Happening:
    """A trigger of one known status, with the direction that follows from it."""
    known = {"happened": "past", "under_way": "present", "expected": "future", "cancelled": None}
    return Happening(span, frozenset({status}), direction or known.get(status))


def labelled(data: Path, labels: Path) -> Iterator[Example]:
    """Passages of GMB and reports of GUM with names, attributions or events labelled here (only offsets are kept)."""
    texts = {f"gum:{row['doc']}": gum_text(row) for row in rows(data / "coreference" / "gum.jsonl.gz")}
    sentences = list(rows(data / "entities" / "gmb_silver.jsonl.gz"))
    for row in rows(labels):
        doc = row["doc"]
        if doc.startswith("gmb:"):
            first, last = (int(n) for n in doc[4:].split("-"))
            text = lay_out([s["tokens"] for s in sentences[first : last + 1]]).text
        elif doc in texts:
            text = texts[doc]
        else:
            continue
        _same_text(doc, text, row["sha256"])
        yield Example(
            doc.split(":")[0] + "_labelled",
            doc,
            text,
            line_spans(text),
            names=_own_names(row) if "names" in row else None,
            attributions=_attributions(row) if "attributions" in row else None,
            events=(
                tuple(happening((s, e), status, direction) for s, e, status, direction in row["events"])
                if "events" in row
                else None
            ),
            all_events=True,
        )


def gum_text(row: dict[str, Any]) -> str:
    """A GUM report, one sentence a line."""
    return "\n".join(" ".join(row["text"][s:e].split()) for s, e in row["sentences"])


_FINE = {
    "worldwide": {
        "Person": "person",
        "Organization": "organisation",
        "Location": "place",
        "Facility": "facility",
        "NORP": "group",
        "Product": "product",
        "Date": "date",
        "Money": "money",
        "Misc": "event work other product",
    },
    "gmb": {
        "per": "person",
        "org": "organisation",
        "geo": "place facility",
        "gpe": "group place",
        "art": "work product other",
        "eve": "event",
        "nat": "event other",
        "tim": "date",
    },
    "coarse": {"PER": "person", "ORG": "organisation", "LOC": "place facility", "MISC": " ".join(sorted(OTHERS))},
}
_SILENT = {
    "worldwide": frozenset[str](),
    "gmb": frozenset({"money", "product", "work"}),
    "gum": FIGURES,
    "wikigold": FIGURES,
    "re3d": FIGURES | OTHERS,
    "crossner": FIGURES,
}


def tagged(corpus: str, path: Path, *, tags: str, scheme: str, run: int = 12) -> Iterator[Example]:
    """A corpus of tagged sentences. Where it has no documents, ``run`` sentences in a row are put together."""
    scheme_of = {tag: frozenset(kinds.split()) for tag, kinds in _FINE[scheme].items()}
    batch: list[dict[str, Any]] = []

    def close(number: int) -> Example:
        laid = lay_out([row["tokens"] for row in batch])
        names = []
        for row, places in zip(batch, laid.places, strict=True):
            for first, last, tag in spans_of(_untitled(row) if corpus == "gmb" else row[tags]):
                span = _trim(laid.text, (places[first][0], places[last][1]))
                kinds = scheme_of[tag]
                if corpus == "gmb" and tag == "tim":
                    kinds = frozenset({"date", "O"})
                names.append(Name(span, kinds))
        doc = batch[0]["doc"] or f"{corpus}:{number}"
        batch.clear()
        return Example(corpus, doc, laid.text, laid.sentences, names=tuple(names), silent=_SILENT[corpus])

    for number, row in enumerate(rows(path)):
        if batch and (row["doc"] != batch[0]["doc"] or (row["doc"] is None and len(batch) >= run)):
            yield close(number)
        batch.append(row)
    if batch:
        yield close(-1)


def _untitled(row: dict[str, Any]) -> list[str]:
    """GMB's own types, with titles left out of the names of persons as in the coarse tags."""
    mixed = []
    for fine, coarse in zip(row["orig"], row["tags"], strict=True):
        named = coarse != "O" and fine != "O"
        mixed.append(f"{coarse[0]}-{fine[2:]}" if named else fine if fine[2:] == "tim" else "O")
    return mixed


def _trim(text: str, span: Place) -> Place:
    """Without a leading "the"."""
    start, end = span
    return (start + 4, end) if text[start : start + 4] == "the " else span


def spans_of(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First and last token and tag of each BIO span."""
    start = -1
    for k, tag in enumerate([*tags, "O"]):
        if start >= 0 and tag != f"I-{tags[start][2:]}":
            yield start, k - 1, tags[start][2:]
            start = -1
        if start < 0 and tag != "O":
            start = k


def uds(data: Path, split: str) -> Iterator[Example]:
    """UDS-IH2: how sure it is that events of web sentences happened or will."""
    batch: list[Example] = []
    for row in rows(data / "status" / "uds_ih2.jsonl.gz"):
        if row["split"] != split:
            continue
        tokens, at = row["text"].split(" "), 0
        index: dict[int, int] = {}
        for k, token in enumerate(tokens):
            index[at] = k
            at += len(token) + 1
        laid = lay_out([tokens])
        events = []
        for event in row["events"]:
            token = index.get(event["start"])
            if token is not None:
                events.append(Happening(laid.places[0][token], uds_statuses(event["factuality"])))
        batch.append(Example("uds", row["id"], laid.text, laid.sentences, events=tuple(events)))
        if len(batch) == 4:
            yield _joined(batch)
            batch = []
    if batch:
        yield _joined(batch)


def _joined(parts: Sequence[Example]) -> Example:
    text = ""
    sentences: list[Place] = []
    events: list[Happening] = []
    for part in parts:
        at = len(text)
        text += part.text + "\n"
        sentences += [(s + at, e + at) for s, e in part.sentences]
        events += [Happening((h.span[0] + at, h.span[1] + at), h.statuses, h.direction) for h in part.events or ()]
    return Example(parts[0].corpus, parts[0].doc, text, tuple(sentences), events=tuple(events))


def uds_statuses(factuality: float) -> Kinds:
    """The statuses a mean answer from -3 (no) to 3 (yes) leaves open.

    People were asked whether it did or will happen, and answered for the moment of writing: 86 of 100 events right
    behind "will" have -1 or less. So a "no" is anything that is not so (yet).
    """
    if factuality <= -1:
        return frozenset({"denied", "cancelled", "expected", "possible"})
    if factuality < 1:
        return frozenset({"possible", "expected"})
    return frozenset({"happened", "under_way"})


def polnear(data: Path, split: str) -> Iterator[Example]:
    """PolNeAR: who is said to have said or thought what. No licence is stated: for those who hold it."""
    name = "polnear_train.jsonl.gz" if split == "train" else "polnear_dev.jsonl"
    from tellings.find.layout import find_layout
    from tellings.find.sentences import split_sentences
    from tellings.model.document import Document

    for row in rows(data / "attribution" / name):
        doc = Document(row["doc"], row["doc"], row["text"])
        found = split_sentences(doc, find_layout(doc), ())
        yield Example(
            "polnear",
            row["doc"],
            row["text"],
            tuple((s.span.start, s.span.end) for s in found),
            attributions=_attributions(row),
        )


def open_corpora(data: Path, labels: Path) -> Iterator[Example]:
    """The openly licensed texts: all that the shipped weights are trained on."""
    names = data / "entities"
    yield from wikinews(data, labels, held_back=False)
    yield from labelled(data, labels)
    yield from tagged("gmb", names / "gmb_silver.jsonl.gz", tags="orig", scheme="gmb")
    yield from tagged("gum", names / "gum.jsonl.gz", tags="tags", scheme="coarse")
    yield from tagged("wikigold", names / "wikigold.jsonl", tags="tags", scheme="coarse")
    yield from tagged("re3d", names / "re3d.jsonl", tags="tags", scheme="coarse")
    yield from tagged("crossner", names / "crossner_politics.jsonl", tags="tags", scheme="coarse")
    yield from uds(data, "train")


def full_corpora(data: Path, labels: Path) -> Iterator[Example]:
    """The open texts and two corpora that state no licence."""
    yield from open_corpora(data, labels)
    yield from tagged("worldwide", data / "entities" / "worldwide_train.jsonl.gz", tags="orig", scheme="worldwide")
    yield from polnear(data, "train")
