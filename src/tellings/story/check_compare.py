"""A sentence of a draft laid on one sentence of a report: which of its parts are borne out, which clash."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tellings.lexicon import load_table
from tellings.model.reading import EventStatus
from tellings.model.span import Span
from tellings.model.when import Period
from tellings.story.check_line import Day, Deed, Line, Named, Value
from tellings.story.check_names import STRANGER, Ids, Names
from tellings.story.check_words import alike, opposed, words_of
from tellings.text.names import fold
from tellings.text.spans import overlap
from tellings.text.words import rarity, stem

# A word told just before or in the headline, not in the sentence itself, counts so much.
NEARBY = 0.7
# The share that the sentence itself must have: what stands around it tells what it is about, not what it says.
OWN = 0.55
# Words: a sentence no longer than this is taken for one clause.
BRIEF = 12
# Values in other units of the same measure are equal within this share: reports round what they convert.
ROUNDING = 0.03
_DONE = frozenset(("happened", "under_way"))
_OPEN = frozenset(("expected", "possible"))
_WHERE = frozenset(("in", "at", "on", "near"))
_STATUS_SAID: Mapping[EventStatus, str] = {
    "happened": "as having happened", "under_way": "as under way", "expected": "as expected", "possible": "as possible",
    "denied": "as denied", "cancelled": "as cancelled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of the draft's sentence that a report's sentence does not bear out; ``clash`` where it says otherwise."""

    kind: str
    clash: bool
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence of the draft with what is to be borne out by one sentence: ``words`` without names and numbers."""

    line: Line
    words: tuple[str, ...]
    outside: tuple[Span, ...]
    """Quoted words and roles, which are tested by themselves."""
    undated: bool = False
    """Whether nobody knows what day the draft counts its days from."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a report with what stands around it."""

    line: Line
    near_words: frozenset[str]
    near_actors: Ids


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome for one pair: the share of the draft's words that stand in the report, and the faults."""

    told: Told
    coverage: float
    faults: tuple[Fault, ...]
    aligned: bool
    """Whether the report's sentence has a deed of the draft's."""


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
        *_compare_values(asked, told.line),
        *_compare_days(asked, told.line),
        *_compare_ordinals(asked, told.line),
        *_compare_names(asked, told, names),
        *_compare_deeds(asked, told.line, names),
        *_compare_negation(asked, told.line),
        *_compare_stopped(asked, told.line),
        *_compare_voices(asked, told.line, names),
    ]
    if any(f.kind == "swap" and f.clash for f in faults):
        faults = [f for f in faults if f.clash or f.kind != "name"]
    aligned = any(alike(d.word, e.word) for d in asked.line.deeds if d.verb for e in told.line.deeds)
    own, whole = cover(asked, told)
    return Compared(told, whole if own >= OWN else min(whole, OWN), tuple(dict.fromkeys(faults)), aligned)


def cover(asked: Asked, told: Told) -> tuple[float, float]:
    """The share (0 to 1) of the draft's words, by how rare they are, that the report's sentence has, alone and with
    what stands around it."""
    total = own = near = 0.0
    for word in asked.words:
        weight = max(0.5, rarity(word))
        total += weight
        if any(alike(word, other) for other in told.line.words):
            own += weight
        elif any(alike(word, other) for other in told.near_words):
            near += NEARBY * weight
    return (own / total, (own + near) / total) if total else (1.0, 1.0)


def _free(asked: Asked, span: Span) -> bool:
    return not any(overlap(span, other) for other in asked.outside)


def _compare_values(asked: Asked, line: Line) -> Iterator[Fault]:
    for value in asked.line.values:
        if not _free(asked, value.span) or any(_fits(value, other) for other in line.values):
            continue
        printed = asked.line.words_at(value.span)
        rivals = [v for v in line.values if _comparable(value, v)]
        if rivals:
            said = " and ".join(f"“{line.words_at(v.span)}”" for v in rivals[:2])
            yield Fault("number", True, f"the reports say {said}, the draft says “{printed}”")
        else:
            yield Fault("number", False, f"“{printed}” is not in the reports")
    yield from _compare_figures(asked, line)


def _compare_figures(asked: Asked, line: Line) -> Iterator[Fault]:
    """Figures that no finder took for a value or a date must stand in the report as they are."""
    text = asked.line.reading.document.text
    known = [*(v.span for v in asked.line.values), *(d.span for d in asked.line.days), *asked.outside]
    for match in re.finditer(r"\d[\d.,]*", text[asked.line.span.start : asked.line.span.end]):
        span = Span(asked.line.span.start + match.start(), asked.line.span.start + match.end())
        if not any(overlap(span, other) for other in known) and not re.search(
            rf"\b{re.escape(match.group())}\b", line.text
        ):
            yield Fault("number", False, f"“{match.group()}” is not in the reports")


def _fits(value: Value, other: Value) -> bool:
    """Whether the report's value bears out the draft's: equal, or a bound of the one holds the other."""
    if value.unit != other.unit or not _same_thing(value, other):
        return False
    if value.printed_unit != other.printed_unit and value.unit:
        return value.low <= other.high * (1 + ROUNDING) and other.low <= value.high * (1 + ROUNDING)
    if value.exact:
        return value.low == other.low and (value.high == other.high or not other.exact)
    return value.low <= other.high and other.low <= value.high


def _same_thing(value: Value, other: Value) -> bool:
    if value.unit or not value.of or not other.of:
        return True
    return any(alike(a, b) for a in value.of for b in other.of)


def _comparable(value: Value, other: Value) -> bool:
    return value.unit == other.unit and _same_thing(value, other)


def _compare_days(asked: Asked, line: Line) -> Iterator[Fault]:
    known = [d for d in line.days if d.period]
    for day in asked.line.days:
        if not _free(asked, day.span):
            continue
        printed = asked.line.words_at(day.span)
        if day.period is None:
            if not any(line.words_at(d.span).lower() == printed.lower() for d in line.days):
                yield Fault("date", False, f"it stays open what day “{printed}” is")
            continue
        fitting = [
            d for d in known if d.period and _same_days(day.period, d.period) and _same_deed(day, d, asked, line)
        ]
        if any(_same_slot(day, d) for d in fitting):
            continue
        said = [f"“{line.words_at(d.span)}”" for d in known]
        if fitting or any(d.period and _disjoint(day.period, d.period) for d in known):
            yield Fault("date", True, f"the reports say {' and '.join(said[:2])}, the draft says “{printed}”")
        else:
            yield Fault("date", False, f"the reports do not date it to “{printed}”")


def _same_deed(day: Day, other: Day, asked: Asked, line: Line) -> bool:
    """False where the report's day dates another deed than the one the draft dates."""
    dated = [d for d in asked.line.deeds if d.time == day.span] or [d for d in asked.line.deeds if d.verb]
    pairs = [e for e in line.deeds if any(alike(d.word, e.word) for d in dated)]
    if not pairs or any(e.time == other.span for e in pairs):
        return True
    return not any(e.time == other.span for e in line.deeds) and all(e.time is None for e in pairs)


def _same_slot(day: Day, other: Day) -> bool:
    return not day.slot or not other.slot or day.slot == other.slot


def _same_days(asked: Period, told: Period) -> bool:
    """Whether the report's days bear out the draft's: the same, or days within a longer stretch of the draft."""
    if asked.clock and told.clock and asked.clock != told.clock:
        return False
    return asked.start <= told.start and told.end <= asked.end


def _disjoint(asked: Period, told: Period) -> bool:
    return asked.end < told.start or told.end < asked.start


def _compare_ordinals(asked: Asked, line: Line) -> Iterator[Fault]:
    text = asked.line.reading.document.text
    for word in sorted(asked.line.ordinals):
        places = [
            m.start() + asked.line.span.start for m in re.finditer(rf"\b{word}\b", asked.line.text, re.IGNORECASE)
        ]
        inside = [*(d.span for d in asked.line.days), *asked.outside, *(n.span for n in asked.line.names)]
        if all(any(s.start <= at < s.end for s in inside) for at in places):
            continue
        if word in line.ordinals and not _counts_alike(text[places[0] :], word, line.text):
            yield Fault("ordinal", True, f"the reports do not count what the draft calls “{word}” so")
            continue
        if word not in line.ordinals:
            others = sorted(line.ordinals)
            clash = bool(others)
            yield Fault(
                "ordinal",
                clash,
                f"the reports say “{others[0]}”, the draft says “{word}”" if clash else f"no report says “{word}”",
            )
            continue
        if re.match(r"\w+\s+(?:part|day|time|of)\b", text[places[0] :]) and not asked.line.days:
            continue
        for day in asked.line.days:
            if day.period and not any(d.period == day.period for d in line.days):
                yield Fault(
                    "ordinal",
                    False,
                    f"the reports count it over another stretch than “{asked.line.words_at(day.span)}”",
                )


def _counts_alike(text: str, word: str, told: str) -> bool:
    """Whether the same ordinal stands before a like noun."""
    mine = words_of(" ".join(text.split()[1:5]))[:2]
    for match in re.finditer(rf"\b{word}\b", told, re.IGNORECASE):
        theirs = words_of(" ".join(told[match.end() :].split()[:5]))[:3]
        if not mine or any(alike(a, b) for a in mine for b in theirs):
            return True
    return False


def _compare_names(asked: Asked, told: Told, names: Names) -> Iterator[Fault]:
    line = told.line
    mine = asked.line.actors
    for name in asked.line.names:
        if not _free(asked, name.span):
            continue
        yield from _compare_owner(name, asked, line, names)
        if any(actor.startswith(STRANGER) for actor in name.ids) and fold(asked.line.words_at(name.span)) in fold(
            line.text
        ):
            continue
        if name.ids & line.actors:
            yield from _compare_slot(name, asked, line, names)
            continue
        rivals = [n for n in line.names if not n.ids & mine and _one_slot(n, name)]
        printed = asked.line.words_at(name.span)
        if rivals and _same_matter(asked, line):
            said = line.words_at(rivals[0].span)
            yield Fault("name", True, f"the reports say “{said}”, the draft says “{printed}”")
        elif not name.ids & told.near_actors or name.slots - {"of"} or _has_rival(name, asked, line, names):
            yield Fault("name", False, f"the reports do not say it of {printed}")


def _has_rival(name: Named, asked: Asked, line: Line, names: Names) -> bool:
    """Whether the report's sentence names another of the kind, so that it need not be about this one."""
    mine = asked.line.actors
    kinds = {names.kind(actor) for actor in name.ids}
    verbs = [d.word for d in asked.line.deeds if d.verb]
    ends = [e.trigger.end for e in line.deeds if any(alike(e.word, word) for word in verbs)]
    end = max(ends, default=line.span.end)
    return any(names.kind(actor) in kinds for n in line.names if n.span.start < end or n.owns for actor in n.ids - mine)


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
        yield Fault("name", False, f"the reports do not speak of {asked.line.words_at(name.span)} {min(name.owns)}")
        return
    owners = [n for n in line.names if n.owns and any(alike(a, b) for a in name.owns for b in n.owns)]
    if owners and not any(n.ids & name.ids for n in owners):
        said, printed = line.words_at(owners[0].span), asked.line.words_at(name.span)
        yield Fault("name", True, f"the reports say it of {said}, the draft of {printed}")


def _compare_deeds(asked: Asked, line: Line, names: Names) -> Iterator[Fault]:
    table = load_table("checking")
    light = {stem(word) for word in table["light"]["verbs"]}
    reporting = {stem(word) for word in table["reporting"]["words"]}
    for deed in asked.line.deeds:
        if not deed.verb or not _free(asked, deed.trigger) or deed.word in reporting:
            continue
        pairs = [d for d in line.deeds if d.word == deed.word]
        pairs = pairs or [d for d in line.deeds if alike(d.word, deed.word)]
        if pairs:
            yield from _compare_pair(deed, pairs, asked, line, names)
        elif deed.word not in light and not any(alike(deed.word, word) for word in line.words):
            yield Fault("deed", False, f"no report says “{asked.line.words_at(deed.trigger)}” of it")
        elif deed.word not in light and deed.word not in line.words:
            yield Fault("deed", False, f"no report clearly says “{asked.line.words_at(deed.trigger)}” of it")
        elif deed.status in _DONE and not deed.negated:
            others = [d for d in line.deeds if d.word not in reporting]
            if others and all(d.status in _OPEN | {"cancelled"} for d in others):
                yield Fault(
                    "status",
                    True,
                    f"the reports tell it {_STATUS_SAID[others[0].status]}, the draft as having happened",
                )
            else:
                yield from _compare_subject(deed, asked, line, names)
        else:
            yield from _compare_subject(deed, asked, line, names)


def _compare_pair(deed: Deed, pairs: Sequence[Deed], asked: Asked, line: Line, names: Names) -> Iterator[Fault]:
    fitting = [d for d in pairs if _same_status(deed, d)]
    if not fitting:
        other = pairs[0]
        told = "denied" if other.negated else other.status
        own = "denied" if deed.negated else deed.status
        clash = not (own in _OPEN and told in _DONE)
        why = f"the reports tell “{line.words_at(other.trigger)}” {_STATUS_SAID[told]}, the draft {_STATUS_SAID[own]}"
        yield Fault("status", clash, why)
        return
    named = [d for d in fitting if d.subject or d.object]
    if not deed.subject and not deed.object:
        return
    if deed.subject and deed.object and not any(d.subject & deed.subject and d.object & deed.object for d in named):
        if not (
            _mutual(deed.word)
            and any(_turned(replace(deed, subject=deed.object, object=deed.subject), d, names) == "" for d in named)
        ):
            clash = any(d.subject & deed.object or d.object & deed.subject for d in named)
            yield Fault(
                "swap",
                clash,
                f"the reports do not have it done by {names.name(min(deed.subject))} to {names.name(min(deed.object))}",
            )
            return
    if not named:
        yield from _compare_subject(deed, asked, line, names)
        return
    faults = [_turned(deed, d, names) for d in named]
    if all(faults):
        yield Fault("swap", True, next(f for f in faults if f))


def _mutual(word: str) -> bool:
    """Whether who does it with whom is the same the other way round."""
    return word in {stem(verb) for verb in load_table("checking")["mutual"]["verbs"]}


def _turned(deed: Deed, other: Deed, names: Names) -> str:
    """How who does it to whom differs; empty where it does not."""
    for one, two, way in ((deed.subject, other.subject, "by"), (deed.object, other.object, "to")):
        if one and two and not one & two:
            return f"the reports have it done {way} {names.name(min(two))}, the draft {way} {names.name(min(one))}"
    return ""


def _compare_subject(deed: Deed, asked: Asked, line: Line, names: Names) -> Iterator[Fault]:
    """Without a like verb it is not known whose deed it is where the report names several."""
    if not deed.subject:
        return
    if deed.object and not _mutual(deed.word):
        yield Fault(
            "swap",
            False,
            f"no report clearly has {names.name(min(deed.subject))} do it to {names.name(min(deed.object))}",
        )
        return
    free = [n for n in line.names if not n.slots - {"of"} and not n.ids & asked.line.actors]
    if free and not any(n.ids & deed.subject and not n.slots - {"of"} for n in line.names):
        yield Fault("name", False, f"the reports do not clearly say it of {names.name(min(deed.subject))}")


def _same_status(deed: Deed, other: Deed) -> bool:
    if deed.negated != other.negated:
        return False
    if deed.negated:
        return True
    if deed.status in _DONE:
        return other.status in _DONE
    if deed.status == "possible":
        return other.status in _OPEN | {"under_way"}
    return other.status == deed.status or (deed.status == "expected" and other.status == "under_way")


def _compare_negation(asked: Asked, line: Line) -> Iterator[Fault]:
    for word in asked.words:
        others = [other for other in line.words if alike(word, other)]
        if others and all((word in asked.line.negated) != (other in line.negated) for other in others):
            turned = "deny" if any(o in line.negated for o in others) else "do not deny"
            yield Fault(
                "denial",
                True,
                f"the reports {turned} “{word}”, the draft does not"
                if turned == "deny"
                else f"the draft denies “{word}”, the reports do not",
            )
            return
        if not others:
            contrary = [other for other in line.words if opposed(word, other) and other not in asked.line.words]
            if contrary:
                yield Fault("denial", True, f"the reports say “{contrary[0]}”, the draft says “{word}”")
                return


def _compare_stopped(asked: Asked, line: Line) -> Iterator[Fault]:
    """What the reports tell as called off or put off is not borne out where the draft does not say so."""
    stopping = {stem(word) for word in load_table("checking")["stopping"]["verbs"]}
    for deed in line.deeds:
        if deed.word not in stopping or deed.negated or any(alike(deed.word, word) for word in asked.line.words):
            continue
        clause = words_of(line.reading.document.text[deed.span.start : deed.span.end])
        clause = list(line.words) if len(line.words) <= BRIEF else clause
        if any(alike(word, other) for word in asked.words for other in clause):
            yield Fault("status", True, f"the reports say “{line.words_at(deed.trigger)}” of it, the draft does not")
            return


def _compare_voices(asked: Asked, line: Line, names: Names) -> Iterator[Fault]:
    for said in asked.line.said:
        if said.kind == "scare" or not said.who:
            continue
        voices = [s for s in line.said if s.who]
        if any(s.who & said.who for s in voices) or said.kind != "indirect":
            continue
        who = names.name(min(said.who))
        if voices:
            yield Fault("speaker", True, f"the reports have it from {voices[0].name}, the draft from {who}")
        elif not said.who & line.actors:
            yield Fault("speaker", False, f"the reports do not have it from {who}")
