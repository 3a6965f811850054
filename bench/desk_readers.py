"""Readers of the desk for locust: each opens a page, reads for a while, opens the next. See bench/desk.py."""

import json
import os
import random
from pathlib import Path
from typing import Any

from locust import HttpUser, task

ASKED: list[dict[str, Any]] = json.loads(Path(os.environ["DESK_ASKED"]).read_text(encoding="utf-8"))
BARE = os.environ.get("DESK_BARE") == "1"
WORDS = ("president", "court", "police", "said", "border", "vote", "senator", "judge", "school", "health")

# Few stories are read by many: the hundredth is opened a hundredth as often as the first.
WEIGHTS = [1 / (1 + rank) for rank in range(len(ASKED))]


THINKS = 7.0
"""Seconds a reader looks at a page in the mean, exponentially, ten times that at most: as TPC-W has it."""


class Reader(HttpUser):
    """Somebody at the desk, who looks at each page for some seconds."""

    def wait_time(self) -> float:
        """Seconds until the next page."""
        return min(random.expovariate(1 / THINKS), 10 * THINKS)

    def pick(self) -> dict[str, Any]:
        """A story, the much read ones more often."""
        return random.choices(ASKED, WEIGHTS)[0]

    def open(self, path: str, name: str) -> None:
        """Asks for a page; beside it the bare page of the framework takes the place of all."""
        self.client.get("/" if BARE else path, name="bare" if BARE else name)

    @task(4)
    def list_stories(self) -> None:
        """The first page."""
        self.open("/", "stories")

    @task(12)
    def read_story(self) -> None:
        """A story."""
        self.open(f"/stories/{self.pick()['story']}", "story")

    @task(3)
    def read_section(self) -> None:
        """A section of a story, whole."""
        section = random.choice(("timeline", "compared", "voices", "entities"))
        self.open(f"/stories/{self.pick()['story']}/sections/{section}", "section")

    @task(6)
    def read_report(self) -> None:
        """A report."""
        self.open(f"/reports/{random.choice(self.pick()['docs'])}", "report")

    @task(3)
    def search(self) -> None:
        """A search for a word or two."""
        self.open(f"/search?q={random.choice(WORDS)}+{random.choice(WORDS)}", "search")

    @task(2)
    def look_up_somebody(self) -> None:
        """A person."""
        people = self.pick()["people"]
        if people:
            self.open(f"/people/{random.choice(people)}", "person")

    @task(1)
    def ask_the_api(self) -> None:
        """What a program asks for."""
        self.open(f"/api/stories/{self.pick()['story']}", "api story")
