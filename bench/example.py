"""The shipped example and its brief, read as the command reads them; ``python -m bench.example`` shows the misses."""

import json
from collections.abc import Mapping
from typing import Any

from bench import gold
from tellings import app


def brief_example() -> tuple[dict[str, Any], dict[str, Any], Mapping[str, str]]:
    """The hand reading, the briefing as its JSON reads, and the text of each document by its location."""
    answers = json.loads(gold.ANSWERS.read_text(encoding="utf-8"))
    folder = (gold.ANSWERS.parent / answers["reports"]).resolve()
    briefed = app.brief(folder)
    texts = {doc.location: doc.text for doc in briefed.documents}
    return answers, json.loads(app.render(briefed, "json")), texts


def main() -> None:
    """Prints each measure of the example and what it misses."""
    for name, tally in gold.score(*brief_example()).items():
        print(f"{name:26s} {tally.hits / tally.total:.3f} ({tally.hits}/{tally.total})")
        for miss in tally.misses:
            print(f"    - {miss}")


if __name__ == "__main__":
    main()
