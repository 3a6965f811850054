"""Who said it, against hand-labelled reports.

    python -m bench.speaking [--tuning] [--misses KIND]

Reads ../shared/data/attribution/wikinews.jsonl and prints, for direct, mixed and indirect speech, how many of the
utterances whose speaker is labelled were found, how many carry the right name, how many a wrong one and how many none.
Then ../shared/data/attribution/polnear_dev.jsonl: how many attributions have a source that overlaps the labelled one.
Rules are tuned on the reports whose hash is even; the others are measured unless --tuning is given.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.attribution import DATA, in_tuning_half
from tellings.flow import read_documents
from tellings.model.document import Document
from tellings.model.reading import Quotation, Reading
from tellings.model.span import Span
from tellings.ports import RulesOnly
from tellings.text.names import fold

POLNEAR = DATA.parent / "polnear_dev.jsonl"
_HALF = 0.5  # share of the labelled words a quotation has to hold
_CLIPPED = 4  # letters from which a name inside a longer one may be the same


def is_same_name(found: str, wanted: str) -> bool:
    """Whether two names may be one speaker's: one stands in the other, or the last names agree and no first differs."""
    mine, theirs = fold(found).split(), fold(wanted).split()
    if not mine or not theirs:
        return False
    one, other = " ".join(mine), " ".join(theirs)
    if one == other or (min(len(one), len(other)) >= _CLIPPED and (one in other or other in one)):
        return True
    return mine[-1] == theirs[-1] and (min(len(mine), len(theirs)) == 1 or mine[0][0] == theirs[0][0])


def _share(spans: tuple[Span, ...], wanted: list[list[int]]) -> float:
    held = sum(max(0, min(e, t.end) - max(s, t.start)) for s, e in wanted for t in spans)
    return held / max(1, sum(e - s for s, e in wanted))


def names_of(reading: Reading, quotation: Quotation) -> list[str]:
    """Every name the report gives the speaker of the quotation."""
    speaker = next((s for s in reading.speakers if s.span == quotation.speaker), None)
    if speaker is None:
        return []
    entity = next((e for e in reading.entities if e.id == speaker.entity), None)
    return [speaker.name, *(sorted({entity.name, *entity.aliases}) if entity else [])]


def compare(reading: Reading, gold: list[dict[str, Any]], tally: Counter[tuple[str, str]], misses: list[str]) -> None:
    """Adds one report to the tally, keyed by the kind labelled and what became of the speaker."""
    for a in gold:
        if not a["speech"] or not a.get("speaker"):
            continue
        hits = [q for q in reading.quotations if q.kind != "scare" and _share(q.content, a["content"]) >= _HALF]
        names = [n for q in hits for n in names_of(reading, q)]
        right = any(is_same_name(n, a["speaker"]) for n in names)
        what = "right" if right else "wrong" if names else "none" if hits else "lost"
        tally[a["kind"], what] += 1
        if not right:
            words = " ... ".join(reading.document.text[s:e] for s, e in a["content"])
            printed = " ".join(reading.document.text[s:e] for s, e in a["source"])
            wanted = f"want {a['speaker']!r} ({printed!r}) got {names[:2]}"
            misses.append(f"{a['kind']} {what} {reading.document.id}: {wanted} {words[:90]!r}")


def overlap(reading: Reading, gold: list[dict[str, Any]], tally: Counter[tuple[str, str]], misses: list[str]) -> None:
    """Adds one report whose labels give source spans only: a source that overlaps is right."""
    for a in gold:
        if not a["source"]:
            continue
        hits = [q for q in reading.quotations if q.kind != "scare" and _share(q.content, a["content"]) >= _HALF]
        right = any(_share(q.source, a["source"]) > 0 for q in hits)
        what = "right" if right else "wrong" if any(q.source for q in hits) else "none" if hits else "lost"
        tally[a["kind"], what] += 1
        if what in ("wrong", "none"):
            text = reading.document.text
            printed = " ".join(text[s:e] for s, e in a["source"])
            got = [text[s.start : s.end] for q in hits for s in q.source]
            words = " ".join(text[s:e] for s, e in a["content"])
            misses.append(f"{a['kind']} {what} {reading.document.id}: want {printed!r} got {got[:2]} {words[:90]!r}")


def measure(
    path: Path,
    judge: Callable[[Reading, list[dict[str, Any]], Counter[tuple[str, str]], list[str]], None],
    *,
    tuning: bool,
) -> list[str]:
    """Prints the table of one file and returns its misses."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    tally: Counter[tuple[str, str]] = Counter()
    misses: list[str] = []
    for row in rows:
        if in_tuning_half(row["doc"]) == tuning:
            (reading,) = read_documents([Document(row["doc"], row["doc"], row["text"])], RulesOnly())
            judge(reading, row["attributions"], tally, misses)
    print(path.name)
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for (kind, what), n in tally.items():
        by_kind[kind][what] += n
    for kind in ("direct", "mixed", "indirect"):
        counts = by_kind[kind]
        found = counts["right"] + counts["wrong"] + counts["none"]
        print(
            f"{kind:9s} {counts['right'] / max(1, counts.total()):.3f} right of {counts.total()}; of {found} found "
            f"{counts['right'] / max(1, found):.3f} right, {counts['wrong']} wrong, {counts['none']} without a name"
        )
    return misses


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--tuning", action="store_true", help="the half the rules are tuned on")
    cli.add_argument("--misses", default="", help="show what was missed of one kind: direct, mixed, indirect")
    args = cli.parse_args()
    for path, judge in ((DATA, compare), (POLNEAR, overlap)):
        if not path.exists():
            print(f"{path.name} is not here: nothing measured.")
            continue
        for miss in measure(path, judge, tuning=args.tuning):
            if args.misses and miss.startswith(args.misses):
                print("  ", miss)
    return 0


if __name__ == "__main__":
    sys.exit(main())
