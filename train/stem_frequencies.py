"""Counts in how many documents each stem stands: writes ``lexicon/stem_frequency.txt``.

    python train/stem_frequencies.py DATA

DATA holds ``attribution/wikinews.jsonl`` (Wikinews, CC BY 2.5) and ``entities/gmb_silver.jsonl.gz`` (Groningen
Meaning Bank, public-domain text); only counts are kept. GMB has no document borders in this copy, so fifteen
sentences in a row count as one document, about the length of a short report.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tellings.text.words import content_stems

SENTENCES_A_DOCUMENT = 15
FEWEST = 3


def read_documents(data: Path) -> Iterator[str]:
    """The texts to count in, one at a time."""
    with (data / "attribution" / "wikinews.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
    with gzip.open(data / "entities" / "gmb_silver.jsonl.gz", "rt", encoding="utf-8") as lines:
        while chunk := list(islice(lines, SENTENCES_A_DOCUMENT)):
            yield "\n".join(" ".join(json.loads(line)["tokens"]) for line in chunk)


def main() -> None:
    """Writes the list beside the other word lists."""
    counts: Counter[str] = Counter()
    total = 0
    for text in read_documents(Path(sys.argv[1])):
        total += 1
        counts.update(set(content_stems(text)))
    kept = sorted((stem, n) for stem, n in counts.items() if n >= FEWEST and not stem.isdigit())
    out = Path(__file__).parent.parent / "src/tellings/lexicon/stem_frequency.txt"
    head = [
        "# In how many documents of background news English a stem stands; '*' is the number of documents.",
        "# Made by train/stem_frequencies.py from Wikinews (CC BY 2.5) and the Groningen Meaning Bank (public domain).",
        f"* {total}",
    ]
    out.write_text("\n".join([*head, *(f"{stem} {n}" for stem, n in kept)]) + "\n", encoding="utf-8")
    print(f"{len(kept)} stems of {total} documents -> {out}")


if __name__ == "__main__":
    main()
