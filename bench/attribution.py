"""Source, cue and content of quotations against hand-labelled reports.

    python -m bench.attribution [--tuning | --held-back] [--model FOLDER | --no-model] [--misses KIND]

Reads ../shared/data/attribution/wikinews.jsonl and prints precision, recall and F1 of exact spans (quotation marks and
punctuation at the ends aside), of all attributions and of direct ones, of pairs of source and content that overlap by
half (Jaccard), how many contents were found at all with the right source, and how many attitudes are shown as speech.
Rules were tuned on the half of the reports whose hash is even; the other half is printed unless --tuning is given. The
shipped encoder was trained on all reports but the fifth that --held-back prints, so only there is it measured fairly.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tellings.find.furniture import find_furniture, survey_sites
from tellings.find.layout import find_layout
from tellings.find.mentions import find_mentions
from tellings.find.quotations import find_quotations
from tellings.find.sentences import split_sentences
from tellings.model.document import Document
from tellings.model.reading import Quotation
from tellings.ports import Recogniser, RulesOnly
from train.encoder.corpora import is_held_back

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "attribution" / "wikinews.jsonl"
_TRIM = " \t\n\"'“”‘’«».,;:!?…—–-[]()"
Places = frozenset[tuple[int, int]]


def in_tuning_half(name: str) -> bool:
    """Whether the report is one the rules were tuned on."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def trimmed(text: str, spans: Iterable[tuple[int, int]]) -> Places:
    """The spans without quotation marks, punctuation and white space at their ends."""
    kept = set()
    for start, end in spans:
        while start < end and text[start] in _TRIM:
            start += 1
        while end > start and text[end - 1] in _TRIM:
            end -= 1
        if start < end:
            kept.add((start, end))
    return frozenset(kept)


def parts(quotation: Quotation) -> dict[str, list[tuple[int, int]]]:
    """Source, cue and content of a quotation as pairs of offsets."""
    return {
        "source": [(s.start, s.end) for s in quotation.source],
        "cue": [(s.start, s.end) for s in quotation.cue],
        "content": [(s.start, s.end) for s in quotation.content],
    }


class Tally:
    """Counts of what was found, wanted and right."""

    def __init__(self) -> None:
        self.right = self.found = self.wanted = 0

    def add(self, found: Places, wanted: Places) -> None:
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.wanted)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        counts = f"{self.right} right, {self.found} found, {self.wanted} wanted"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({counts})"


def read(docs: Sequence[Document], recogniser: Recogniser) -> Iterable[tuple[Quotation, ...]]:
    """The quotations of each report."""
    begun = []
    for doc in docs:
        blocks = find_layout(doc)
        furniture = find_furniture(doc, blocks, survey_sites([doc]))
        begun.append((doc, blocks, furniture, split_sentences(doc, blocks, furniture)))
    signals = recogniser.recognise([(doc, sentences) for doc, _, _, sentences in begun])
    for (doc, blocks, furniture, sentences), seen in zip(begun, signals, strict=True):
        mentions = find_mentions(doc, blocks, sentences, seen)
        yield find_quotations(doc, blocks, furniture, sentences, mentions, seen)


def pick(args: argparse.Namespace) -> Recogniser:
    """The recogniser asked for: of a folder, the shipped one, or none."""
    if args.no_model:
        return RulesOnly()
    from tellings.engines.encoder.recogniser import EncoderRecogniser

    return EncoderRecogniser(args.model)


def compare(
    doc: Document,
    quotations: Iterable[Quotation],
    gold: list[dict[str, Any]],
    tallies: dict[str, Tally],
    misses: list[str],
) -> None:
    """Adds one report to the tallies."""
    text = doc.text
    made = [(q.kind, parts(q)) for q in quotations if q.kind != "scare"]
    _compare_pairs([p for _, p in made], [a for a in gold if a["speech"]], tallies["pairs"])
    thought = trimmed(text, [(s, e) for a in gold if not a["speech"] for s, e in a["content"]])
    shown = trimmed(text, [s for _, p in made for s in p["content"]])
    tallies["attitudes shown"].add(shown & thought, thought)
    for group, kinds in (("all", None), ("direct", {"direct"})):
        for part in ("source", "cue", "content"):
            found = [s for kind, p in made if kinds is None or kind in kinds for s in p[part]]
            wanted = [(s, e) for a in gold if a["speech"] and (kinds is None or a["kind"] in kinds) for s, e in a[part]]
            tallies[f"{group} {part}"].add(trimmed(text, found), trimmed(text, wanted))
    for a in gold:
        if not a["speech"]:
            continue
        hits = [p for _, p in made if _covered(p["content"], a["content"]) >= 0.5]
        sourced = [p for p in hits if not a["source"] or _touch(p["source"], a["source"])]
        tally = tallies[f"{a['kind']} found"]
        tally.wanted, tally.found, tally.right = tally.wanted + 1, tally.found + bool(hits), tally.right + bool(sourced)
        if not sourced:
            words = " … ".join(text[s:e] for s, e in a["content"])
            cue = " ".join(text[s:e] for s, e in a["cue"])
            said = " ".join(text[s:e] for s, e in a["source"])
            got = [" ".join(text[s:e] for s, e in p["source"]) for p in hits]
            misses.append(f"{a['kind']:8s} {doc.id} [{said}] [{cue}] {words[:110]!r} -> {got}")


def _compare_pairs(made: list[dict[str, list[tuple[int, int]]]], gold: list[dict[str, Any]], tally: Tally) -> None:
    """Adds pairs of a source and a content that overlap their labelled ones by half; each is matched once."""
    wanted = [(s, c) for a in gold for s in a["source"] for c in a["content"]]
    found = [(s, c) for p in made for s in p["source"] for c in p["content"]]
    tally.found, tally.wanted = tally.found + len(found), tally.wanted + len(wanted)
    for source, content in found:
        hit = next((w for w in wanted if _jaccard(source, w[0]) >= 0.5 and _jaccard(content, w[1]) >= 0.5), None)
        if hit is not None:
            wanted.remove(hit)
            tally.right += 1


def _jaccard(a: Sequence[int], b: Sequence[int]) -> float:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def _covered(found: list[tuple[int, int]], wanted: list[list[int]]) -> float:
    total = sum(e - s for s, e in wanted)
    return sum(max(0, min(e, t) - max(s, b)) for s, e in wanted for b, t in found) / max(1, total)


def _touch(found: list[tuple[int, int]], wanted: list[list[int]]) -> bool:
    return any(min(e, t) > max(s, b) for s, e in wanted for b, t in found)


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--tuning", action="store_true", help="the half the rules were tuned on")
    cli.add_argument("--held-back", action="store_true", help="the fifth the encoder was not trained on")
    cli.add_argument("--model", type=Path, help="folder of an encoder; default: the shipped one")
    cli.add_argument("--no-model", action="store_true", help="rules only")
    cli.add_argument("--misses", default="", help="show what was missed of one kind: direct, mixed, indirect")
    args = cli.parse_args()
    if not DATA.exists():
        print(f"{DATA.name} is not here: nothing measured.")
        return 0
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    chosen = is_held_back if args.held_back else lambda name: in_tuning_half(name) == args.tuning
    rows = [r for r in rows if chosen(r["doc"])]
    for line in report(rows, pick(args), args.misses):
        print(line)
    return 0


def report(rows: list[dict[str, Any]], recogniser: Recogniser, shown: str = "") -> Iterable[str]:
    """The figures over labelled reports, line by line, then what was missed of the kind ``shown``."""
    names = [f"{g} {p}" for g in ("direct", "all") for p in ("source", "cue", "content")]
    found = ["direct found", "mixed found", "indirect found"]
    tallies = {n: Tally() for n in [*names, "pairs", *found, "attitudes shown"]}
    misses: list[str] = []
    docs = [Document(row["doc"], row["doc"], row["text"]) for row in rows]
    for doc, row, quotations in zip(docs, rows, read(docs, recogniser), strict=True):
        compare(doc, quotations, row["attributions"], tallies, misses)
    for name, tally in tallies.items():
        if name.endswith("found"):
            held, sourced = tally.found / tally.wanted, tally.right / tally.wanted
            yield f"{name:16s} {held:.3f} found, {sourced:.3f} with source, of {tally.wanted}"
        elif name == "attitudes shown":
            yield f"{name:16s} {tally.right} of {tally.wanted}"
        else:
            yield f"{name:16s} {tally}"
    yield from (miss for miss in misses if shown and miss.startswith(shown))


if __name__ == "__main__":
    sys.exit(main())
