"""A sentence of a draft laid on one sentence of a report: which of its parts are borne out, which clash."""

import re
from collections.abc import Iterator, Sequence

from tellings.lexicon import load_table
from tellings.model.span import Span
from tellings.story.check_deeds import compare_deeds, compare_negation, compare_stopped, compare_tense
from tellings.story.check_line import Line, Named, Said, Value
from tellings.story.check_names import STRANGER, Names
from tellings.story.check_numbers import compare_days, compare_ordinals, compare_values
from tellings.story.check_parts import Asked, Compared, Fault, Told, is_free
from tellings.story.check_turned import compare_turned
from tellings.story.check_words import alike, as_printed, words_of
from tellings.text.names import fold
from tellings.text.spans import overlap
from tellings.text.words import rarity, stem

# A word told just before or in the headline, not in the sentence itself, counts so much.
NEARBY = 0.7
# The share that the sentence itself must have: what stands around it tells what it is about, not what it says.
OWN = 0.45
# The share that must be there where the draft's own verb was not found, so that it may be the word that is missing.
WHOLE = 0.9
# What a name or number counts beside words, of which a middling one has about 3.
MARK = 2.0
# Prepositions by which a name may hang in the draft though the report names it just before.
_LOOSE = frozenset(("of", "for", "with"))
_WHERE = frozenset(("in", "at", "on", "near"))


def ask(line: Line, outside: Sequence[Span]) -> Asked:
    """What one sentence of a report has to hold to bear out ``line``; ``outside`` is tested elsewhere."""
    text = line.reading.document.text
    blank = [
        *outside,
        *(n.span for n in line.names),
        *(span for v in line.values for span in _figures(text, v)),
        *(d.span for d in line.days),
    ]
    kept = list(text[line.span.start : line.span.end])
    for span in blank:
        for at in range(max(span.start, line.span.start), min(span.end, line.span.end)):
            kept[at - line.span.start] = " " if text[at].isalnum() else text[at]
    reporting = {stem(word) for word in load_table("checking")["reporting"]["words"]}
    names = {word for n in line.names for word in words_of(line.words_at(n.span))}
    words = [word for word in words_of("".join(kept)) if word not in reporting and word not in names]
    undated = line.reading.document.published.earliest is None
    return Asked(line, tuple(dict.fromkeys(words)), tuple(outside), undated)


def _figures(text: str, value: Value) -> list[Span]:
    """The words of a value without the noun it counts."""
    words = list(re.finditer(r"[\w.,%$£€-]+", text[value.span.start : value.span.end]))
    kept = [m for m in words if not any(alike(w, o) for w in words_of(m.group()) for o in value.of)]
    return [Span(value.span.start + m.start(), value.span.start + m.end()) for m in kept]


def compare(asked: Asked, told: Told, names: Names) -> Compared:
    """The report's sentence ``told`` as evidence for the draft's."""
    faults = [
        *compare_values(asked, told.line),
        *compare_days(asked, told.line),
        *compare_ordinals(asked, told.line),
        *_compare_names(asked, told, names),
        *compare_deeds(asked, told.line, names),
        *compare_turned(asked, told),
        *compare_negation(asked, told.line),
        *compare_stopped(asked, told.line),
        *_compare_voices(asked, told.line, names),
    ]
    if not any(f.kind == "status" for f in faults):
        faults += compare_tense(asked, told.line)
    if any(f.kind == "swap" and f.clash for f in faults):
        faults = [f for f in faults if f.clash or f.kind != "name"]
    aligned = any(alike(d.word, e.word) for d in asked.line.deeds if d.verb for e in told.line.deeds)
    own, whole = cover(asked, told)
    if whole < WHOLE and asked.words and not any(deed.verb for deed in asked.line.deeds):
        faults.append(Fault("deed", False, "no report says it in words near enough"))
    return Compared(told, whole if own >= OWN else min(whole, OWN), tuple(dict.fromkeys(faults)), aligned)


def cover(asked: Asked, told: Told) -> tuple[float, float]:
    """The share (0 to 1) of the draft's words, by how rare they are, that the report's sentence has: alone, where the
    names and numbers of both count too, and with what stands around it."""
    total = own = near = 0.0
    marks = [bool(n.ids & told.line.actors) for n in asked.line.names if is_free(asked, n.span)]
    marks += [any(v.low == w.low and v.unit == w.unit for w in told.line.values) for v in asked.line.values]
    served: list[tuple[str, str]] = [(word, word) for word in asked.words if word in told.line.words]
    for word in asked.words:
        weight = max(0.5, rarity(word))
        total += weight
        if _serves(word, told.line.words, served):
            own += weight
        elif any(alike(word, other) for other in told.near_words):
            near += NEARBY * weight
    if not total:
        return 1.0, 1.0
    return (own + MARK * sum(marks)) / (total + MARK * len(marks)), (own + near) / total


def _serves(word: str, words: Sequence[str], served: list[tuple[str, str]]) -> bool:
    """Whether a report's word stands for the draft's, noted in ``served``.

    It cannot for two draft's words of one meaning: "provider" is not both "free" and "offered".
    """
    if (word, word) in served:
        return True
    for other in words:
        if alike(word, other) and not any(o == other and alike(w, word) for w, o in served):
            served.append((word, other))
            return True
    return False


def _compare_names(asked: Asked, told: Told, names: Names) -> Iterator[Fault]:
    line = told.line
    mine = asked.line.actors
    for name in asked.line.names:
        if not is_free(asked, name.span) or _is_voice(name, asked, line, names):
            continue
        yield from _compare_owner(name, asked, line, names)
        stranger = any(actor.startswith(STRANGER) for actor in name.ids)
        printed = fold(asked.line.words_at(name.span))
        if (stranger or " " in printed) and not name.ids & line.actors and printed in fold(line.text):
            continue
        if name.ids & line.actors:
            yield from _compare_slot(name, asked, line, names)
            continue
        rivals = [n for n in line.names if not n.ids & mine and _one_slot(n, name)]
        printed = asked.line.words_at(name.span)
        if rivals and _same_matter(asked, line):
            said = line.words_at(rivals[0].span)
            yield Fault("name", True, f"the reports say “{said}”, the draft says “{printed}”")
        elif (
            not name.ids & told.near_actors
            or (name.slots - _LOOSE and not _is_source(name, asked))
            or _has_rival(name, asked, line, names)
        ):
            yield Fault("name", False, f"the reports do not say it of {printed}")


def _is_voice(name: Named, asked: Asked, line: Line, names: Names) -> bool:
    """Whether a name only says whose word it is, and the report has it from the same."""
    mine = [s for s in asked.line.said if s.who & name.ids]
    if not mine or any(overlap(name.span, content) for s in mine for content in s.content):
        return False
    return any(s.who & name.ids or names.speaks_for(s.who, name.ids) for s in line.said)


def _is_source(name: Named, asked: Asked) -> bool:
    """Whether a name stands in what the draft gives as source: "a statement from the Harsk Ministry"."""
    printed = asked.line.words_at(name.span)
    inside = any(overlap(name.span, content) for s in asked.line.said for content in s.content)
    return not inside and any(printed in s.name for s in asked.line.said if s.name)


def _has_rival(name: Named, asked: Asked, line: Line, names: Names) -> bool:
    """Whether the report's sentence names another of the kind, so that it need not be about this one."""
    mine = asked.line.actors
    kinds = {names.kind(actor) for actor in name.ids}
    verbs = [d.word for d in asked.line.deeds if d.verb]
    ends = [e.trigger.end for e in line.deeds if any(alike(e.word, word) for word in verbs)]
    end = max(ends, default=line.span.end)
    placed = frozenset() if name.slots & _WHERE else _WHERE
    return any(
        names.kind(actor) in kinds
        for n in line.names
        if (n.span.start < end or n.owns) and not n.slots & placed
        for actor in n.ids - mine
    )


def _one_slot(name: Named, other: Named) -> bool:
    """Whether two names hang on like prepositions: where it is, whither, whence, by whom."""
    mine = name.slots - {"of", "with", "for"}
    return bool(mine & other.slots or (mine & _WHERE and other.slots & _WHERE))


def _same_matter(asked: Asked, line: Line) -> bool:
    """Whether the draft's deeds are in the report's sentence, or it tells none but what is so."""
    light = {stem(word) for word in load_table("checking")["light"]["verbs"]}
    verbs = [d.word for d in asked.line.deeds if d.verb]
    heavy = [word for word in verbs if word not in light]
    return all(any(alike(word, other) for other in line.words) for word in heavy) and (
        bool(heavy) or "be" in verbs or any(any(alike(word, d.word) for d in line.deeds) for word in verbs)
    )


def _compare_slot(name: Named, asked: Asked, line: Line, names: Names) -> Iterator[Fault]:
    """A name that goes from, to or by in the draft must not go the other way in the report."""
    ways = {"from", "to", "by", "against"}
    mine = name.slots & ways
    if not mine:
        return
    theirs = [n for n in line.names if n.ids & name.ids]
    if all((n.slots & ways) and not n.slots & mine for n in theirs):
        rivals = [n for n in line.names if n.slots & mine]
        said = f", which have “{min(mine)} {line.words_at(rivals[0].span)}”" if rivals else ""
        yield Fault("name", True, f"“{min(mine)} {asked.line.words_at(name.span)}” turns the reports round{said}")


def _compare_owner(name: Named, asked: Asked, line: Line, names: Names) -> Iterator[Fault]:
    if not name.owns:
        return
    if not any(alike(a, b) for a in name.owns for b in line.words):
        owned = as_printed(asked.line.text, min(name.owns))
        yield Fault("name", False, f"the reports do not speak of {asked.line.words_at(name.span)} {owned}")
        return
    owners = [n for n in line.names if n.owns and any(alike(a, b) for a in name.owns for b in n.owns)]
    if owners and not any(n.ids & name.ids for n in owners):
        said, printed = line.words_at(owners[0].span), asked.line.words_at(name.span)
        yield Fault("name", True, f"the reports say it of {said}, the draft of {printed}")


def _is_deed(said: Said, line: Line) -> bool:
    """Whether what introduces the words is a deed that is tested as one: "promised", "called off"."""
    table = load_table("checking")
    light = {stem(word) for word in (*table["light"]["verbs"], *table["reporting"]["words"])}
    return any(
        overlap(deed.trigger, cue) and deed.verb and deed.word not in light for deed in line.deeds for cue in said.cue
    )


def _compare_voices(asked: Asked, line: Line, names: Names) -> Iterator[Fault]:
    for said in asked.line.said:
        if said.kind == "scare" or not said.who:
            continue
        if _is_deed(said, asked.line):
            continue
        voices = [s for s in line.said if s.who]
        if any(s.who & said.who for s in voices) or said.kind != "indirect":
            continue
        who = names.name(min(said.who))
        if voices:
            yield Fault("speaker", True, f"the reports have it from {voices[0].name}, the draft from {who}")
        elif not said.who & line.actors:
            yield Fault("speaker", False, f"the reports do not have it from {who}")
