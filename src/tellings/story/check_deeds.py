"""Deeds of a draft against those of a report's sentence: who, to whom, whether it happened, whether it is denied."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tellings.lexicon import load_table
from tellings.model.reading import EventStatus
from tellings.story.check_line import Deed, Line
from tellings.story.check_names import Names
from tellings.story.check_parts import Asked, Fault, is_free, stands_alone
from tellings.story.check_verbs import coming_verbs, helps, past_verbs, with_particle
from tellings.story.check_words import alike, as_printed, opposed, words_of
from tellings.text.spans import overlap
from tellings.text.words import stem

# Words: a sentence no longer than this is taken for one clause.
BRIEF = 12
_JOINT = re.compile(
    r"[,;:.()]|\b(?:and|but|when|while|after|before|because|since|as|if|that|who|which|in|at|on)\b", re.I
)
# Words of meaning after "was" that tell what is so.
SAID_OF = 4
_SEATS = frozenset(map(stem, ("seat", "home", "headquarters", "base", "site", "venue")))
_DONE = frozenset(("happened", "under_way"))
_OPEN = frozenset(("expected", "possible"))
_STATUS_SAID: Mapping[EventStatus, str] = {
    "happened": "as having happened", "under_way": "as under way", "expected": "as expected", "possible": "as possible",
    "denied": "as denied", "cancelled": "as cancelled",
}  # fmt: skip


def compare_deeds(asked: Asked, line: Line, names: Names) -> Iterator[Fault]:
    """Deeds of the draft that the sentence does not tell, or tells of another or with another status."""
    table = load_table("checking")
    light = {stem(word) for word in table["light"]["verbs"]}
    reporting = {stem(word) for word in table["reporting"]["words"]}
    for deed in asked.line.deeds:
        if not deed.verb or not is_free(asked, deed.trigger):
            continue
        if deed.word in reporting and not stands_alone(deed, asked.line):
            continue
        if _gives_words(deed, asked.line) or helps(
            asked.line.text[deed.trigger.end - asked.line.span.start :], deed.word
        ):
            continue
        pairs = [d for d in line.deeds if d.word == deed.word]
        pairs = pairs or [d for d in line.deeds if alike(d.word, deed.word)]
        if deed.word == "be":
            pairs = [d for d in pairs if _of_one_thing(asked.line, deed, line, d)]
            said = _what_is_so(asked, deed)
            if said and not any(alike(one, two) for one in said for two in line.words):
                yield Fault("deed", False, f"no report says “{as_printed(asked.line.text, said[0])}” of it")
                continue
            if said and said[0] in _SEATS:
                continue  # "Tarn is the seat of it" and "its seat is in Tarn": the name is tested by itself
        if pairs:
            yield from _compare_pair(deed, pairs, asked, line, names)
        elif deed.word not in light and not any(alike(deed.word, word) for word in line.words):
            yield Fault("deed", False, f"no report says “{asked.line.words_at(deed.trigger)}” of it")
        elif deed.word not in {*light, *line.words} and not (_is_done(deed) and _all_done(line)):
            yield Fault("deed", False, f"no report clearly says “{asked.line.words_at(deed.trigger)}” of it")
        elif _is_done(deed) and (others := _deeds_of(asked, line, reporting)):
            if all(d.status in _OPEN | {"cancelled"} for d in others):
                told = _STATUS_SAID[others[0].status]
                yield Fault("status", True, f"the reports tell it {told}, the draft as having happened")
            else:
                yield from _compare_subject(deed, asked, line, names)
        else:
            yield from _compare_subject(deed, asked, line, names)


def _what_is_so(asked: Asked, deed: Deed) -> list[str]:
    """The words of meaning that follow "was" up to the next joint, without what is tested elsewhere."""
    text = asked.line.reading.document.text
    clause = _JOINT.split(text[deed.trigger.end : asked.line.span.end])[0]
    return [word for word in words_of(clause) if word in asked.words]


def _of_one_thing(mine: Line, deed: Deed, theirs: Line, other: Deed) -> bool:
    """Whether "was" is followed by a like word in both, so that it is the same that is so."""
    after = [
        words_of(line.reading.document.text[d.trigger.end : line.span.end])[:SAID_OF]
        for line, d in ((mine, deed), (theirs, other))
    ]
    return not after[0] or any(alike(one, two) for one in after[0] for two in after[1])


def _deeds_of(asked: Asked, line: Line, reporting: set[str]) -> list[Deed]:
    """The deeds of the report's sentence in whose clauses most of the draft's words stand."""
    found: dict[int, list[Deed]] = {}
    for deed in line.deeds:
        if deed.word not in reporting:
            clause = words_of(line.reading.document.text[deed.span.start : deed.span.end])
            shared = sum(any(alike(word, other) for other in clause) for word in asked.words)
            found.setdefault(shared, []).append(deed)
    return found[max(found)] if found else []


def _compare_pair(deed: Deed, pairs: Sequence[Deed], asked: Asked, line: Line, names: Names) -> Iterator[Fault]:
    fitting = [d for d in pairs if _same_status(deed, d)]
    if not fitting:
        other = pairs[0]
        told = "denied" if other.negated else other.status
        own = "denied" if deed.negated else deed.status
        # Where both turn something round, they may say the same of it in other words: "did not let in", "kept out".
        both = "denied" in (told, own) and asked.line.negated and line.negated
        clash = not (own in _OPEN and told in _DONE) and not both
        why = f"the reports tell “{line.words_at(other.trigger)}” {_STATUS_SAID[told]}, the draft {_STATUS_SAID[own]}"
        yield Fault("status", clash, why)
        return
    if deed.status in _DONE and not any(d.verb or _is_participle(d, line) for d in fitting) and not _all_done(line):
        yield Fault("status", False, f"no report clearly says that “{asked.line.words_at(deed.trigger)}” is so")
        return
    named = [d for d in fitting if d.subject or d.object]
    if not deed.subject and not deed.object:
        return
    if deed.subject and deed.object and not any(_both(deed, d) for d in named):
        turned = replace(deed, subject=deed.object, object=deed.subject)
        if _mutual(deed.word) and any(_both(turned, d) for d in named):
            return
        if not (_mutual(deed.word) and any(not _turned(turned, d, names) for d in named)):
            clash = any(d.subject & deed.object or d.object & deed.subject for d in named)
            who, whom = names.name(min(deed.subject)), names.name(min(deed.object))
            yield Fault("swap", clash, f"the reports do not have it done by {who} to {whom}")
            return
    if not named:
        yield from _compare_subject(deed, asked, line, names)
        return
    faults = [_turned(deed, d, names) for d in named]
    if all(faults):
        yield Fault("swap", True, next(f for f in faults if f))


def _gives_words(deed: Deed, line: Line) -> bool:
    """Whether a verb only gives words in marks to somebody, who is tested with them: "wrote", "tweeted"."""
    quoting = {stem(word) for word in load_table("checking")["quoting"]["verbs"]}
    return deed.word in quoting and any(
        said.kind == "direct" and (said.who or said.name) and any(overlap(deed.trigger, cue) for cue in said.cue)
        for said in line.said
    )


def _is_done(deed: Deed) -> bool:
    return deed.status in _DONE and not deed.negated


def _is_participle(deed: Deed, line: Line) -> bool:
    """Whether it follows a comma as what came of the rest: "a wall fell, killing two"."""
    text = line.reading.document.text
    return text[: deed.trigger.start].endswith(", ") and text[: deed.trigger.end].endswith("ing")


def _all_done(line: Line) -> bool:
    """Whether a report's sentence tells only what has happened."""
    return bool(line.deeds) and all(d.status in _DONE and not d.negated for d in line.deeds)


def _both(deed: Deed, other: Deed) -> bool:
    return bool(other.subject & deed.subject and other.object & deed.object)


def _mutual(word: str) -> bool:
    """Whether who does it with whom is the same the other way round."""
    return word in {stem(verb) for verb in load_table("checking")["mutual"]["verbs"]}


def _turned(deed: Deed, other: Deed, names: Names) -> str:
    """How who does it to whom differs; empty where it does not."""
    for one, two, way in ((deed.subject, other.subject, "by"), (deed.object, other.object, "to")):
        if one and two and not one & two:
            return f"the reports have it done {way} {names.name(min(two))}, the draft {way} {names.name(min(one))}"
    if _mutual(deed.word):
        return ""
    for one, two, same in (
        (deed.object, other.subject, deed.subject & other.subject),
        (deed.subject, other.object, deed.object & other.object),
    ):
        if one & two and not same and not (one & other.subject and one & other.object):
            return f"the reports have it the other way round for {names.name(min(one & two))}"
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
    if deed.negated or deed.status == other.status:
        return True
    stopping = _stopping()
    if deed.word in stopping and other.word in stopping and not {deed.status, other.status} & _OPEN:
        return True
    if deed.status in _DONE:
        return other.status in _DONE
    if deed.status == "possible":
        return other.status in _OPEN | {"under_way"}
    return other.status == deed.status or (deed.status == "expected" and other.status == "under_way")


def compare_tense(asked: Asked, line: Line) -> Iterator[Fault]:
    """A verb in the past that the report has only as to come: "ran until May" of what "will run until May"."""
    start = asked.line.span.start
    text = list(asked.line.text)
    for span in asked.outside:
        at = range(max(0, span.start - start), max(0, min(len(text), span.end - start)))
        text[at.start : at.stop] = " " * len(at)
    coming = coming_verbs(line.text)
    for base, printed in past_verbs("".join(text)).items():
        if base in coming:
            yield Fault("status", True, f"the reports tell “{base}” as to come, the draft says “{printed}”")
            return


def compare_negation(asked: Asked, line: Line) -> Iterator[Fault]:
    """A word that one of the two turns round and the other does not, or says the contrary of."""
    light = {stem(word) for word in load_table("checking")["light"]["verbs"]}
    deeds = {deed.word for deed in asked.line.deeds if deed.verb} - light
    agreed = [word for word in asked.words if word in asked.line.negated and _denies(line, word)]
    for word in asked.words:
        if word not in deeds and agreed and (word in light or asked.words.index(word) < asked.words.index(agreed[0])):
            continue
        printed = as_printed(asked.line.text, word)
        others = [other for other in line.words if alike(word, other)]
        if others and all((word in asked.line.negated) != (other in line.negated) for other in others):
            sure = not (asked.line.negated and line.negated)
            if any(other in line.negated for other in others):
                yield Fault("denial", sure, f"the reports deny “{printed}”, the draft does not")
            else:
                yield Fault("denial", sure, f"the draft denies “{printed}”, the reports do not")
            return
        contrary = [o for o in line.words if opposed(word, o) and o not in asked.line.words] if not others else []
        if contrary:
            told = as_printed(line.text, contrary[0])
            yield Fault("denial", True, f"the reports say “{told}”, the draft says “{printed}”")
            return


def _denies(line: Line, word: str) -> bool:
    return any(alike(word, other) for other in line.negated)


def _goes_on(asked: Asked, line: Line) -> bool:
    """Whether the report tells the draft's own deed as done, so that what was stopped is another thing."""
    mine = [d for d in asked.line.deeds if d.verb and _is_done(d) and is_free(asked, d.trigger)]
    theirs = [d for d in line.deeds if d.verb and _is_done(d)]
    return bool(mine) and all(any(alike(d.word, e.word) for e in theirs) for d in mine)


def _stopping() -> set[str]:
    return {stem(word) for word in load_table("checking")["stopping"]["verbs"]}


def compare_stopped(asked: Asked, line: Line) -> Iterator[Fault]:
    """What the reports tell as called off or put off is not borne out where the draft does not say so."""
    stopping = _stopping()
    if asked.line.negated or _goes_on(asked, line):
        return
    for deed in line.deeds:
        if deed.word not in stopping or deed.negated or any(alike(deed.word, word) for word in asked.line.words):
            continue
        clause = words_of(line.reading.document.text[deed.span.start : deed.span.end])
        clause = list(line.words) if len(line.words) <= BRIEF else clause
        if any(alike(word, other) for word in asked.words for other in clause):
            printed = line.words_at(with_particle(line.reading.document.text, deed.trigger))
            yield Fault("status", True, f"the reports say “{printed}” of it, the draft does not")
            return
