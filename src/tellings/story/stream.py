"""Stories as reports come in: new, joined, merged, split, folded, closed, opened again; each move with its reason."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tellings.model.story import Fingerprint, Known, Move, Step, Story
from tellings.story import reasons
from tellings.story.fingerprint import SCHEME
from tellings.story.folding import fold_copies
from tellings.story.gathering import Cluster, Gathering, Weigh, likely_enough
from tellings.story.kept import Hashes, Kept, keep
from tellings.story.nearness import Frequencies, weigh
from tellings.story.profile import Profile, find_central, in_time

DAYS = 90
"""A story is closed when its last report is so many days older than the newest: of it one report is then held."""
MOST = 1_000_000
"""So many reports are held at most; beyond, the stories that rested longest are closed."""
MOST_CLOSED = 100_000
"""So many closed stories can be opened again; beyond, those that rested longest are let go of."""
SPLIT = -1.5
"""The parts of a story are two from so much lower log-odds than join stories, or stories would come and go."""
LOOKED_AT = (4, 6, 9, 13, 19, 28, 42, 63, 95)
"""A story is looked at for parts when it has grown to so many reports."""


@dataclass(slots=True)
class _Held:
    """A story that is held: the number of its cluster, and what cannot be had from there."""

    documents: list[str]
    absorbed: list[str]
    number: int = 0
    title: str = ""
    first: int = 0
    last: int = 0
    size: int = 0
    counted: Profile | None = None
    copies: dict[str, str] = field(default_factory=dict)
    closed: bool = False

    def meet(self, prints: Sequence[Kept]) -> None:
        """Widens the days of the story to these reports."""
        firsts = [p.earliest.toordinal() for p in prints if p.earliest]
        lasts = [p.latest.toordinal() for p in prints if p.latest]
        self.first = min([*firsts, *([self.first] if self.first else [])], default=0)
        self.last = max([self.last, *lasts])


class Stream:
    """Stories that reports come to, step by step; ``known`` is where it goes on from.

    What a step does depends on the stories held and on the reports of the step, not on their order. ``days``, ``most``
    and ``most_closed`` bound what is held (see ``DAYS``, ``MOST``, ``MOST_CLOSED``). ``beside`` counts reports that are
    held elsewhere: two are taken for one story less readily among many (see ``likely_enough``).

    Raises:
        ValueError: when two stories hold the same report, or fingerprints are of another scheme than this one compares.
    """

    def __init__(
        self,
        known: Known | None = None,
        *,
        days: int = DAYS,
        most: int = MOST,
        most_closed: int = MOST_CLOSED,
        weigh: Weigh = weigh,
        beside: int = 0,
    ) -> None:
        known = known or Known()
        self._days, self._most, self._most_closed, self._weigh = days, most, most_closed, weigh
        self._beside = beside
        self._frequencies = Frequencies()
        self._apart = _pair_up(known.apart)
        self._together = tuple(frozenset(docs) for docs in known.together)
        self._gathering = Gathering(self._frequencies, weigh=weigh, apart=self._apart)
        self._held: dict[str, _Held] = {}
        self._story_of: dict[str, str] = {}
        self._taken: set[str] = set()
        self._open: list[tuple[int, str, int]] = []
        self._closed: list[tuple[int, str]] = []
        self._newest = self._prints = 0
        self._restore(known)

    @property
    def reports(self) -> int:
        """How many fingerprints are held."""
        return self._prints

    def take(self, prints: Iterable[Fingerprint]) -> Step:
        """The reports of one step, of a day for instance, brought to their stories; known ones are passed by."""
        fresh = {p.doc: keep(p) for p in _check(prints) if p.doc not in self._story_of}
        ordered = [fresh[doc] for doc in sorted(fresh)]
        counted = self._count_first(ordered)
        likely = likely_enough(self._beside + self._prints + len(ordered))
        left = self._gathering.gather([self._put_alone(p) for p in ordered], likely)
        for terms in counted:
            self._frequencies.add(terms, -1)
        self._newest = max([self._newest, *(p.latest.toordinal() for p in ordered if p.latest)])
        moves: list[Move] = []
        touched: set[str] = set()
        for number in sorted(left, key=lambda n: self._gathering.clusters[n].key):
            story = self._settle(number, fresh, moves)
            touched |= {story, *self._split(story, moves)}
        stories = tuple(self.tell(story) for story in sorted(touched))
        self._close()
        return Step(tuple(moves), stories)

    def tell(self, story: str) -> Story:
        """The story of that id as it stands.

        Raises:
            KeyError: when no such story is held.
        """
        return _tell(story, self._held[story])

    def stories(self) -> tuple[Story, ...]:
        """All stories held, the closed ones too, by id."""
        return tuple(self.tell(story) for story in sorted(self._held))

    def _put_alone(self, print_: Kept) -> int:
        return self._gathering.put(self._gathering.make([print_], ties=self._tie([print_.doc])))

    def _tie(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(name for name in names if name in self._apart)

    def _count_first(self, ordered: Sequence[Kept]) -> list[Hashes]:
        """The terms of the stories the reports seem to tell, counted among those held.

        Where less is known than comes in, what is common now is learnt from what comes in. It is counted by story: a
        word is not common because many reports tell of one thing.
        """
        if len(ordered) <= len(self._held):
            return []
        rough = Gathering(self._frequencies, weigh=self._weigh, room=len(ordered))
        rough.gather([rough.put(rough.make([p])) for p in ordered], likely_enough(self._beside + len(ordered)))
        terms = [cluster.profile.terms for _, cluster in sorted(rough.clusters.items())]
        for held in terms:
            self._frequencies.add(held)
        return terms

    def _settle(self, number: int, fresh: Mapping[str, Kept], moves: list[Move]) -> str:
        """The id of the story a cluster is, kept with all that came to it."""
        cluster = self._gathering.drop(number)
        new = sorted(p.doc for p in cluster.prints if p.doc in fresh)
        if cluster.known is None:
            story = self._name(new)
            self._held[story] = _Held([], [], size=len(cluster.prints))
            moves.append(Move("new", story, tuple(new), reasons.new(cluster, len(new), self._days)))
        else:
            story = cluster.known
            moves += self._join(story, cluster)
        held = self._held[story]
        held.documents += new
        held.meet([fresh[doc] for doc in new])
        self._story_of.update(dict.fromkeys(new, story))
        kept, copies = fold_copies(cluster.prints, fresh)
        moves += [Move("fold", story, (copy.doc,), reasons.fold(copy), copy.of) for copy in copies]
        held.copies.update({copy.doc: copy.of for copy in copies})
        self._prints += len(kept) - len(cluster.prints) + len(new)
        self._keep(story, kept, cluster)
        return story

    def _join(self, story: str, cluster: Cluster) -> list[Move]:
        """The moves that bring other stories and reports to one that was there before."""
        held = self._held[story]
        before, moves = _tell(story, held), []
        if held.closed:
            held.closed = False
            named = tuple(sorted(doc for _, docs in cluster.came for doc in docs)) or before.documents
            moves.append(Move("reopen", story, named, reasons.reopen(before, cluster, self._days)))
        for other, odds in cluster.merged:
            lost = self._held.pop(other)
            told = _tell(other, lost)
            moves.append(Move("merge", story, told.documents, reasons.merge(odds, before, told, cluster), other))
            self._forget_terms(lost)
            held.documents += lost.documents
            held.absorbed += [other, *lost.absorbed]
            held.copies.update(lost.copies)
            held.first = min(day for day in (held.first, lost.first) if day) if held.first or lost.first else 0
            held.last = max(held.last, lost.last)
            self._story_of.update(dict.fromkeys(lost.documents, story))
        for odds, docs in cluster.came:
            came = [p for p in cluster.prints if p.doc in docs]
            moves.append(Move("join", story, tuple(sorted(docs)), reasons.join(odds, before, came, cluster)))
        return moves

    def _split(self, story: str, moves: list[Move]) -> list[str]:
        """The ids of the stories that leave ``story``, where it has grown into several."""
        held = self._held[story]
        prints = self._gathering.clusters[held.number].prints
        before, held.size = held.size, len(prints)
        if not any(before < size <= len(prints) for size in LOOKED_AT):
            return []
        alone = Gathering(self._frequencies, weigh=self._weigh, apart=self._apart)
        numbers = [alone.put(alone.make([p], ties=self._tie([p.doc]))) for p in sorted(prints, key=in_time)]
        alone.gather(numbers, likely_enough(self._beside + self._prints) + SPLIT)
        parts = sorted((c for c in alone.clusters.values()), key=lambda c: (-len(c.prints), c.key))
        leaving = [part for part in parts[1:] if len(part.prints) > 1 and not self._tears(part, prints)]
        made = []
        for part in leaving:
            gone = {p.doc for p in part.prints}
            gone |= {copy for copy, of in held.copies.items() if of in gone}
            name = self._name(sorted(gone))
            moves.append(Move("split", story, tuple(sorted(gone)), reasons.split(part, parts[0]), name))
            self._part(story, name, gone, part.prints)
            made.append(name)
        return made

    def _tears(self, part: Cluster, prints: Sequence[Kept]) -> bool:
        """Whether the part would take away some of what a person put together, and leave some."""
        going = {p.doc for p in part.prints}
        left = {p.doc for p in prints} - going
        return any(docs & going and docs & left for docs in self._together)

    def _part(self, story: str, name: str, gone: set[str], prints: Sequence[Kept]) -> None:
        """Takes the documents ``gone`` out of ``story`` into a story of their own."""
        held = self._held[story]
        left = [p for p in self._gathering.clusters[held.number].prints if p.doc not in gone]
        copies = {copy: held.copies.pop(copy) for copy in sorted(gone & held.copies.keys())}
        self._held[name] = _Held(sorted(gone), [], size=len(prints), copies=copies)
        self._held[name].meet(prints)
        held.documents = [doc for doc in held.documents if doc not in gone]
        held.size, held.first, held.last = len(left), 0, 0
        held.meet(left)
        self._story_of.update(dict.fromkeys(gone, name))
        self._gathering.drop(held.number)
        self._keep(story, left)
        self._keep(name, prints)

    def _keep(self, story: str, prints: Sequence[Kept], made: Cluster | None = None) -> None:
        """Puts the story in with these reports, perhaps all of those ``made`` has; its old cluster is gone already."""
        held = self._held[story]
        self._forget_terms(held)
        ties = self._tie([story, *held.documents, *held.absorbed]) if self._apart else frozenset()
        if made is not None and len(made.prints) == len(prints):
            cluster = replace(made, known=story, came=(), merged=(), ties=ties)
        else:
            cluster = self._gathering.make(prints, story, ties=ties)
        held.number, held.counted = self._gathering.put(cluster), cluster.profile
        self._frequencies.add(cluster.profile.terms)
        if not held.closed:
            central = find_central(cluster.profile, prints)
            held.title = next((p.title for p in central if p.title), held.title)
            heapq.heappush(self._open, (held.last or self._newest, story, held.number))

    def _forget_terms(self, held: _Held) -> None:
        if held.counted is not None:
            self._frequencies.add(held.counted.terms, -1)
            held.counted = None

    def _name(self, docs: Sequence[str]) -> str:
        """An id made of the first document whose id is not taken: given once, never again."""
        names = ["s" + doc[1:] for doc in docs]
        name = next((name for name in names if name not in self._taken), None)
        counter = 2
        while name is None:
            name = f"{names[0]}-{counter}" if f"{names[0]}-{counter}" not in self._taken else None
            counter += 1
        self._taken.add(name)
        return name

    def _close(self) -> None:
        """Closes the stories that rested too long or are too many, and lets go of closed ones that are too many."""
        while self._open and (self._open[0][0] < self._newest - self._days or self._prints > self._most):
            last, story, number = heapq.heappop(self._open)
            held = self._held.get(story)
            if held is None or held.number != number or held.closed:
                continue
            held.closed = True
            cluster = self._gathering.drop(number)
            self._prints -= len(cluster.prints) - 1
            self._keep(story, find_central(cluster.profile, cluster.prints)[:1])
            heapq.heappush(self._closed, (last, story))
        while len(self._closed) > self._most_closed:
            _, story = heapq.heappop(self._closed)
            held = self._held.get(story)
            if held is not None and held.closed:
                self._let_go(story)

    def _let_go(self, story: str) -> None:
        held = self._held.pop(story)
        self._prints -= len(self._gathering.drop(held.number).prints)
        self._forget_terms(held)
        for doc in held.documents:
            del self._story_of[doc]

    def _restore(self, known: Known) -> None:
        """Takes up the stories as they stand."""
        at_hand = {p.doc: keep(p) for p in _check(known.fingerprints)}
        self._newest = max((p.latest.toordinal() for p in known.fingerprints if p.latest), default=0)
        for story in sorted(known.stories, key=lambda s: (s.last or date.min, s.id)):
            self._taken |= {story.id, *story.absorbed}
            for doc in story.documents:
                if self._story_of.setdefault(doc, story.id) != story.id:
                    raise ValueError(f"Report {doc} is in two stories: {self._story_of[doc]} and {story.id}.")
            prints = [at_hand[doc] for doc in story.documents if doc in at_hand]
            if not prints:
                continue
            kept, copies = fold_copies(prints, at_hand)
            held = _Held(list(story.documents), list(story.absorbed), title=story.title, size=len(kept))
            held.copies = {copy.doc: copy.of for copy in copies}
            held.meet(prints)
            self._held[story.id] = held
            self._prints += len(kept)
            self._keep(story.id, kept)
        self._close()


def _tell(story: str, held: _Held) -> Story:
    return Story(
        id=story,
        title=held.title or "Untitled story",
        documents=tuple(sorted(held.documents)),
        first=date.fromordinal(held.first) if held.first else None,
        last=date.fromordinal(held.last) if held.last else None,
        absorbed=tuple(sorted(held.absorbed)),
    )


def _check(prints: Iterable[Fingerprint]) -> Iterator[Fingerprint]:
    for print_ in prints:
        if print_.scheme != SCHEME:
            raise ValueError(
                f"The fingerprint of {print_.doc} is of scheme {print_.scheme}, this version compares {SCHEME}: "
                "make it anew from the reading of the report."
            )
        yield print_


def _pair_up(apart: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    pairs: dict[str, set[str]] = defaultdict(set)
    for one, other in apart:
        pairs[one].add(other)
        pairs[other].add(one)
    return {name: frozenset(others) for name, others in pairs.items()}
