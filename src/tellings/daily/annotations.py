"""Annotations that people made elsewhere, taken in as reviews: on the lines that rest on the annotated words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO
from urllib.parse import unquote

from tellings.daily.judgements import load_kept, read_judgement
from tellings.daily.reviews import note_story, review_line
from tellings.daily.stories import show_story
from tellings.errors import InputError, UsageError
from tellings.exports.as_reviews import to_taken_in, to_taken_in_json
from tellings.model.document import Document, Skipped
from tellings.model.review import Judgement, QuotedWords, TakenIn
from tellings.model.span import Span
from tellings.ports import Store
from tellings.readers.annotations import LARGEST, Remark, Target, read_annotations
from tellings.readers.canonical import clean_url
from tellings.readers.sources import printable
from tellings.story.reviewed_lines import Line, find_line, find_resting, list_lines, quote_span
from tellings.text.anchoring import EFFORT, Effort, EffortSpentError, Ground, fold_words
from tellings.text.names import hash_id

__all__ = ["TakenIn", "take_in", "take_in_files", "to_taken_in", "to_taken_in_json"]

SAME, CLEARLY = 0.5, 0.2
"""A verdict is on the line that shares so much of the words, and so much more of them than any other line; where two
lines rest on one sentence nobody can say which was meant."""

VERBS = ("confirm", "reject", "correct", "note")
"""What is taken from annotations; who is who and what belongs to which story is decided in the library itself."""

SHOWN = 300
"""Characters of annotated words that a note on a report begins with, where no line rests on them."""

MOST_TOLD = 20
"""Reasons listed where nothing could be taken in."""

TOO_MUCH = (
    "was not looked for: too many before it in the file were edited, or stand in several places. Give it in parts"
)
"""Why an annotation is left out that would cost more than one file may: ``anchoring.EFFORT``."""

_REPORT, _STORY = "urn:tellings:report:", "urn:tellings:story:"
_ID = re.compile(r"r[0-9a-f]{12}")


def take_in(store: Store, files: Iterable[tuple[str, bytes]], *, by: str, now: datetime) -> TakenIn:
    """What came of the annotations of files, by name; each is kept once, however often it is given.

    A decision keeps its time, and who made it; where that is not said it is ``by``, ``now``. A verdict whose line is
    not clear becomes a note, and what cannot be placed is left out with its reason: the others are taken in. Of a file
    with very many edited words those past ``EFFORT`` are left out so, and those that stand as they are taken in.
    """
    taking = _Taking(store, by, now)
    left_out: list[Skipped] = []
    lines = 0
    for name, data in files:
        found = read_annotations(data, name)
        taking.effort.left = EFFORT
        left_out += found.skipped
        lines += found.lines
        for remark in found.remarks:
            try:
                taking.take(remark)
            except UsageError as err:
                left_out.append(Skipped(remark.where, str(err).partition("\n")[0]))
            except EffortSpentError:
                left_out.append(Skipped(remark.where, TOO_MUCH))
    return TakenIn(tuple(taking.taken), taking.known, lines, tuple(taking.noted), tuple(left_out))


def take_in_files(store: Store, paths: Iterable[str], *, stdin: BinaryIO, by: str, now: datetime) -> TakenIn:
    """``take_in`` of the files at the paths, "-" for ``stdin``; one that cannot be read is left out.

    Raises:
        InputError: when there was nothing in them.
    """
    files: list[tuple[str, bytes]] = []
    unread: list[Skipped] = []
    for path in dict.fromkeys(paths):
        try:
            if path == "-":
                files.append((path, stdin.read(LARGEST + 1)))
                continue
            with open(path, "rb") as file:
                files.append((printable(path), file.read(LARGEST + 1)))
        except (OSError, ValueError) as err:
            unread.append(Skipped(printable(path), f"cannot be read: {getattr(err, 'strerror', None) or err}"))
    made = take_in(store, files, by=by, now=now)
    left_out = (*unread, *made.left_out)
    if left_out and not (made.reviews or made.known or made.lines):
        told = "\n".join(f"{one.location}: {one.reason}" for one in left_out[:MOST_TOLD])
        raise InputError(f"no annotation could be taken in.\n{told}")
    return replace(made, left_out=left_out)


@dataclass(frozen=True, slots=True)
class _Decision:
    """A remark as it is to be kept: what is said, by whom and when, under which id."""

    remark: Remark
    by: str
    at: datetime
    id: str

    @property
    def said(self) -> str:
        """What a note says that stands for the remark: its verdict, and its words."""
        verb, note = self.remark.verb, self.remark.note
        return note if verb == "note" else f"{verb}: {note}".strip(" :")


class _Taking:
    """The library while annotations are taken in, and what has come of it so far."""

    def __init__(self, store: Store, by: str, now: datetime) -> None:
        self.store, self.by, self.now = store, by, now
        self.taken: list[Judgement] = []
        self.noted: list[Skipped] = []
        self.known = 0
        self._ids = {read_judgement(review).id for review in store.list_reviews()}
        self.effort = Effort(EFFORT)
        self._documents: dict[str, Document] = {}
        self._grounds: dict[str, Ground] = {}
        self._lines: dict[str, tuple[Line, ...]] = {}
        self._stated: Mapping[str, str] | None = None
        self._edited: set[QuotedWords] = set()

    def take(self, remark: Remark) -> None:
        """Keeps the remark, unless it is kept already.

        Raises:
            UsageError: when it cannot be placed.
        """
        made = _Decision(remark, remark.by or self.by, min(remark.at or self.now, self.now), _name(remark))
        if made.id in self._ids:
            self.known += 1
            return
        if remark.verb not in VERBS:
            raise UsageError(f"{remark.verb[:40]!r} is not taken from annotations: decide it in the library itself.")
        self.taken.append(self._keep(made))
        self._ids.add(made.id)

    def _keep(self, made: _Decision) -> Judgement:
        remark = made.remark
        source = remark.targets[0].source
        if source.startswith(_STORY):
            if remark.verb != "note":
                raise UsageError("Of a whole story only notes are taken from annotations.")
            given = unquote(source.removeprefix(_STORY))
            return note_story(
                self.store, given, remark.note, by=made.by, now=self.now, at=made.at, named=made.id
            )  # fmt: skip
        places = self._place(remark.targets)
        doc = places[0][0]
        story = self.store.find_stories([doc]).get(doc)
        if story is None:
            raise UsageError("The report is in no story: there is no brief to review.")
        if remark.layer == "documents":
            return self._put(made, story, "documents", doc, remark.verb, remark.note)
        anchors = [words for _, words in places if words is not None]
        if not anchors:
            if remark.verb != "note":
                self._say_noted(made, "no words were selected, so it is a note on the report")
            return self._put(made, story, "documents", doc, "note", made.said)
        line, why = self._choose(made, story, anchors)
        if not why and line is not None:
            return self._put(made, story, line.layer, line.id, remark.verb, remark.note)
        if remark.verb == "correct":
            raise UsageError(f"It is not clear what was corrected: {why}.")
        if line is not None:
            self._say_noted(made, f"{why}, so it is a note on one of them")
            return self._put(made, story, line.layer, line.id, "note", made.said)
        self._say_noted(made, f"{why}, so it is a note on the report")
        words = anchors[0].exact
        shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
        return self._put(made, story, "documents", anchors[0].doc, "note", f"“{' '.join(shown.split())}” {made.said}")

    def _put(self, made: _Decision, story: str, layer: str, item: str, verb: str, note: str) -> Judgement:
        field, value = (made.remark.field, made.remark.now) if verb == "correct" else ("", "")
        return review_line(
            self.store, story, layer, item, verb, by=made.by, now=self.now, at=made.at, named=made.id,
            field=field, value=value, note=note, as_typed=True,
        )  # fmt: skip

    def _say_noted(self, made: _Decision, why: str) -> None:
        self.noted.append(Skipped(made.remark.where, f"{made.remark.verb}: {why}"))

    def _choose(self, made: _Decision, story: str, anchors: Sequence[QuotedWords]) -> tuple[Line | None, str]:
        """The line, and why it is not clear that it is the one."""
        lines, remark = self._lines_of(story), made.remark
        if remark.verb != "note" and self._edited.intersection(anchors):
            return None, "the words were edited since, and may say something else now"
        if remark.text:
            for line in lines:
                if line.layer == remark.layer:
                    probe = Judgement(
                        "r", story, line.layer, "note", made.by, made.at,
                        text=remark.text, anchors=tuple(anchors), kind=line.kind,
                    )  # fmt: skip
                    found = find_line(probe, anchors, lines)
                    if found is not None:
                        return found, ""
            return None, "no line rests on the words"
        resting = find_resting(anchors, lines)
        if not resting:
            return None, "no line rests on the words"
        (share, line), next_share = resting[0], resting[1][0] if len(resting) > 1 else 0.0
        if remark.verb == "note" or len(resting) == 1 or (share >= SAME and share - next_share >= CLEARLY):
            return line, ""
        return line, "more than one line rests on the words"

    def _lines_of(self, story: str) -> tuple[Line, ...]:
        if story not in self._lines:
            brief = load_kept(self.store, story) or show_story(self.store, story).briefing.stories[0]
            self._lines[story] = list_lines(brief)
        return self._lines[story]

    def _place(self, targets: Iterable[Target]) -> list[tuple[str, QuotedWords | None]]:
        """The report of each target that is found, and where its words stand; ``None`` where none were selected.

        Raises:
            UsageError: when not one is found.
        """
        why = ""
        places: list[tuple[str, QuotedWords | None]] = []
        for target in targets:
            docs = self._find_reports(target.source)
            selected = target.quote is not None or target.end > 0
            found = [(doc, self._find_words(doc, target) if selected else None) for doc in docs]
            found = [each for each in found if each[1] is not None or not selected]
            if not docs:
                why = why or f"No report of {target.source[:200]} is in the library."
            elif not found:
                why = "The words are not in the report, or in more than one place of it."
            places += found[:1]
        if not places:
            raise UsageError(why)
        return places

    def _find_reports(self, source: str) -> list[str]:
        """The reports of a name or an address, those in a story first."""
        if source.startswith(_REPORT):
            docs = [unquote(source.removeprefix(_REPORT))]
        else:
            address = clean_url(source)
            docs = list(self.store.find_page(address)) or self._find_stated(address)
        new = [doc for doc in docs if doc not in self._documents]
        self._documents |= {doc.id: doc for doc in self.store.load_documents(new)}
        placed = self.store.find_stories(docs)
        return sorted((doc for doc in docs if doc in self._documents), key=lambda doc: (doc not in placed, doc))

    def _find_stated(self, address: str) -> list[str]:
        """The report that says it is from this address, where none was read from there."""
        if self._stated is None:
            self._stated = {clean_url(r.url): r.id for r in self.store.list_reports() if r.url}
        return [self._stated[address]] if address in self._stated else []

    def _find_words(self, doc: str, target: Target) -> QuotedWords | None:
        """Where the selected words stand; a position alone counts only off the web, where it is one of the text."""
        text = self._documents[doc].text
        ours = target.source.startswith(_REPORT) and target.end > 0
        span: Span | None = None
        if target.quote is not None:
            if doc not in self._grounds:
                self._grounds[doc] = Ground(text, self.effort)
            span = self._grounds[doc].find(replace(target.quote, start=target.start if ours else None))
        elif ours and target.end <= len(text):
            span = Span(target.start, target.end)
        if span is None or not text[span.start : span.end].strip():
            return None
        words = quote_span(doc, text, span)
        if target.quote is not None and fold_words(words.exact) != fold_words(target.quote.exact):
            self._edited.add(words)
        return words


def _name(remark: Remark) -> str:
    """The id under which the remark is kept: that of the decision it is, else one made of all it says."""
    if _ID.fullmatch(remark.review):
        return remark.review
    at = remark.at.isoformat() if remark.at else ""
    return hash_id("r", "annotation", remark.by, at, remark.verb, remark.note, *map(repr, remark.targets))
