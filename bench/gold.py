"""How much of a hand reading of a story is in a brief of it.

A hand reading (examples/README.md gives its fields) names words of the reports; a measure asks whether the brief points
to those words and says the same of them. ``score`` works on any brief and texts; ``tallies`` on the shipped example.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.sheet import Record, Sheet, covered, plain

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = ROOT / "examples" / "gold" / "harsk_dam.json"

DIFFERING = frozenset(("conflict", "updated"))
SPOKEN = frozenset(("direct", "mixed", "turn"))
SMALL_WORDS = frozenset("a an and at by for in is of on s the to was who with".split())
MARKED = 0.8
"""Furniture counts as found when this share of its characters is marked ..."""
SPARED = 0.05
"""... and words of the article as kept when no more than this share is."""
QUOTED = 0.5
"""A quotation counts as found when this share of its words is cited."""
ROLE_WORDS = 0.6
"""A role counts as attached when this share of its content words is."""


@dataclass(slots=True)
class Tally:
    """Hits out of a total, and what was missed."""

    hits: int = 0
    total: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, hit: bool, label: str) -> None:
        self.hits += hit
        self.total += 1
        if not hit:
            self.misses.append(label)


class Tallies(dict[str, Tally]):
    """A tally by the name of its measure, begun when first asked for."""

    def __missing__(self, name: str) -> Tally:
        return self.setdefault(name, Tally())


def score(answers: Record, briefing: Record, texts: Mapping[str, str]) -> Tallies:
    """The tally of each measure.

    ``answers`` is a hand reading, ``briefing`` what ``tellings brief --json`` prints, ``texts`` the text of each
    document by its location. Furniture that is in no text any more (a reader of pages left it out) counts as found.
    """
    sheet = Sheet(answers, briefing, texts)
    out = Tallies()
    for measure in (
        _score_reading,
        _score_furniture,
        _score_published,
        _score_quotations,
        _score_scare,
        _score_dates,
        _score_findings,
        _score_timeline,
        _score_entities,
    ):
        measure(answers, sheet, out)
    return out


def _score_reading(answers: Record, sheet: Sheet, out: Tallies) -> None:
    for cited in _citations(sheet.stories):
        if key := sheet.keys.get(cited["doc"]):
            exact = sheet.texts[key][cited["start"] : cited["end"]] == cited["text"]
            out["citation_exact"].add(exact, f"{key}: {cited['text'][:60]}")
    read = set(sheet.keys.values())
    for key in answers["docs"]:
        out["reports_read"].add(key in read, key)
    sizes = [sum(doc["id"] in sheet.keys for doc in story["documents"]) for story in sheet.stories]
    out["one_story"].add(max(sizes, default=0) == len(answers["docs"]), f"stories of {sizes} reports")


def _citations(node: Any) -> Iterator[Record]:
    if isinstance(node, Mapping):
        if node.keys() >= {"doc", "start", "end", "text"}:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _citations(child)


def _score_furniture(answers: Record, sheet: Sheet, out: Tallies) -> None:
    marks = {key: [(f["start"], f["end"]) for f in doc["furniture"]] for key, doc in _documents(sheet).items()}
    for key, words in _pairs(answers, "furniture"):
        spans = sheet.find(key, words)
        found = not spans or covered(spans[0][1:], marks.get(key, ())) >= MARKED
        out["furniture_found"].add(key in sheet.texts and found, f"{key}: {words[:60]}")
    for key, words in _pairs(answers, "keep"):
        spans = sheet.find(key, words)
        kept = bool(spans) and covered(spans[0][1:], marks.get(key, ())) <= SPARED
        out["article_kept"].add(kept, f"{key}: {words[:60]}")


def _documents(sheet: Sheet) -> dict[str, Record]:
    return {sheet.keys[doc["id"]]: doc for doc in sheet.each("documents") if doc["id"] in sheet.keys}


def _pairs(answers: Record, part: str) -> list[tuple[str, str]]:
    return [(key, words) for key, listed in (answers.get(part) or {}).items() for words in listed]


def _score_published(answers: Record, sheet: Sheet, out: Tallies) -> None:
    """Right is an interval within one month that holds the day, or meets the days that are possible."""
    documents = _documents(sheet)
    for key, want in (answers.get("published") or {}).items():
        if not want:
            continue
        first, last = (want, want) if isinstance(want, str) else want
        got = documents[key]["published"] if key in documents else {}
        start, end = (got.get("earliest") or "")[:10], (got.get("latest") or "")[:10]
        right = bool(start and end) and start <= last and first <= end and start[:7] == end[:7]
        out["published_right"].add(right, f"{key}: want {first}..{last}, got {start}..{end}")


def _score_quotations(answers: Record, sheet: Sheet, out: Tallies) -> None:
    said = sheet.each("quotations")
    known: set[int] = set()
    for key, words, speaker, role, kind in answers.get("quotations") or ():
        hits = [i for i, q in enumerate(said) if sheet.touches(q["evidence"], key, words, QUOTED)]
        known.update(hits)
        group = "indirect" if kind == "indirect" else "direct"
        label = f"{key}: {speaker}: {words[:60]}"
        out[f"quotation_found_{group}"].add(bool(hits), label)
        if not speaker:
            continue
        right = [said[i] for i in hits if sheet.same_speaker(said[i], speaker)]
        out[f"speaker_right_{group}"].add(bool(right), f"{label} -> {[said[i]['speaker_name'] for i in hits]}")
        if role and group == "direct":
            got = [role for q in right for role in (q["role"] or "", *sheet.roles.get(q["speaker"] or "", ()))]
            out["role_attached"].add(_has_role(role, got), f"{label}: want {role!r}, got {got}")
    if not answers.get("quotations"):
        return
    for key, words in answers.get("scare") or ():
        known.update(i for i, q in enumerate(said) if sheet.touches(q["evidence"], key, words, QUOTED))
    for i, q in enumerate(said):
        if q["kind"] in SPOKEN and q["speaker_name"] and sheet.places(q["evidence"]):
            out["quotation_precision"].add(i in known, f"{q['speaker_name']}: {q['text'][:60]}")


def _has_role(role: str, got: Sequence[str]) -> bool:
    want = set(plain(role).split()) - SMALL_WORDS
    return len(want & set(plain(" ".join(got)).split())) >= ROLE_WORDS * len(want)


def _score_scare(answers: Record, sheet: Sheet, out: Tallies) -> None:
    """Wrong is a short quotation, three times the words at most, that gives them to somebody."""
    for key, words in answers.get("scare") or ():
        given = [
            q["speaker_name"]
            for q in sheet.each("quotations")
            if q["kind"] != "scare"
            and q["speaker_name"]
            and sheet.touches(q["evidence"], key, words, MARKED)
            and q["evidence"][0]["end"] - q["evidence"][0]["start"] <= 3 * len(words)
        ]
        out["scare_left_unattributed"].add(not given, f"{key}: {words} -> {given}")


def _score_dates(answers: Record, sheet: Sheet, out: Tallies) -> None:
    times = sheet.each("times")
    for key, words, start, end in answers.get("dates") or ():
        got = [(t["start"], t["end"]) for t in times if sheet.touches([t["evidence"]], key, words)]
        right = any(a and b and (a[:10], b[:10]) == (start, end) for a, b in got)
        out["date_right"].add(right, f"{key}: {words!r}: want {start}..{end}, got {got}")


def _score_findings(answers: Record, sheet: Sheet, out: Tallies) -> None:
    findings = [(f, [e for told in f["tellings"] for e in told["evidence"]]) for f in sheet.each("findings")]
    explained: set[int] = set()
    for row in answers.get("comparisons") or ():
        if len(row["tellings"]) < 2:
            continue
        hits = [
            i
            for i, (_, evidence) in enumerate(findings)
            if sum(sheet.touches(evidence, key, words) for key, words in row["tellings"].items()) >= 2
        ]
        verdicts = [findings[i][0]["verdict"] for i in hits]
        label = f"{row['verdict']}: {row['topic']} -> {verdicts}"
        out["facts_aligned"].add(bool(hits), label)
        if hits:
            out["verdict_right"].add(row["verdict"] in verdicts, label)
        if row["verdict"] in DIFFERING:
            out["difference_found"].add(not DIFFERING.isdisjoint(verdicts), label)
            explained.update(hits)
    for i, (found, _) in enumerate(findings):
        if answers.get("comparisons") and found["verdict"] == "conflict":
            label = f"{found['about']}: {[told['text'] for told in found['tellings']]}"
            out["conflict_precision"].add(i in explained, label)
    single = [evidence for found, evidence in findings if found["verdict"] == "single"]
    for row in answers.get("single") or ():
        key, words = next(iter(row["telling"].items()))
        out["only_one_says"].add(any(sheet.touches(e, key, words) for e in single), row["topic"])


def _score_timeline(answers: Record, sheet: Sheet, out: Tallies) -> None:
    entries = sheet.each("timeline")
    for row in answers.get("timeline") or ():
        near = [entry for entry in entries if sheet.touches_any(entry["evidence"], row["anchors"])]
        days = (row["start"], row["end"])
        hits = [entry for entry in near if ((entry["start"] or "")[:10], (entry["end"] or "")[:10]) == days]
        got = [(entry["start"], entry["end"]) for entry in near]
        out["timeline_found"].add(bool(hits), f"{row['start']} {row['what']} -> {got}")
        if hits:
            status = [entry["status"] for entry in hits]
            out["status_right"].add(row["status"] in status, f"{row['what']}: want {row['status']}, got {status}")


def _score_entities(answers: Record, sheet: Sheet, out: Tallies) -> None:
    """Merged is an entity that goes by two of the names listed, or by the only one there is.

    A name listed as its own alias too counts twice: it is the one that matters most.
    """
    for name, aliases in sheet.aliases.items():
        wanted = [plain(alias) for alias in (name, *aliases)]
        found = [{plain(n) for n in names} for names in sheet.names.values()]
        most = max((sum(alias in names for alias in wanted) for names in found), default=0)
        out["entity_merged"].add(most >= min(2, len(set(wanted))), name)


def tallies() -> dict[str, list[int]]:
    """``{measure: [hits, total]}`` of the shipped example."""
    from bench.example import brief_example

    answers, briefing, texts = brief_example()
    return {name: [tally.hits, tally.total] for name, tally in score(answers, briefing, texts).items()}


def files() -> list[Path]:
    """The files behind the example's figures: its answers and its reports."""
    folder = ANSWERS.parent / json.loads(ANSWERS.read_text(encoding="utf-8"))["reports"]
    return [ANSWERS, *sorted(path for path in folder.resolve().iterdir() if path.is_file())]
