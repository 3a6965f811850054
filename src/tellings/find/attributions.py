"""Attributions inside one clause: which cue gives which words to which noun phrase."""

from dataclasses import dataclass, field

from tellings.find.clause_words import is_adverb, is_time, word_class
from tellings.find.clauses import Token
from tellings.find.cues import Verb, cue_words, verb_at
from tellings.find.extents import content_end
from tellings.find.frames import forward, goes_on_at, is_adverbial, takes_object
from tellings.find.sources import Source, clause_start, phrase_before, read_phrase, source_after
from tellings.find.subjects import main_subject, subject_of
from tellings.find.verb_readings import has_be_before, is_no_verb, may_speak
from tellings.lexicon import load_words

_UNFINISHED = frozenset(",?!…—–")
_JOINING = frozenset({"and", "but", "while", "as", "although", "though", "whereas"})
_TEMPORAL = frozenset({"after", "when", "as", "because", "while", "before", "since"})
_NONE = frozenset({"any", "no", "little"})
_SHORT = 20  # tokens of a sentence that may hang quoted words on a verb the lexicon does not know
_BEFORE_PARTICIPLE = frozenset(
    {
        "and",
        "by",
        "while",
        "but",
        "after",
        "before",
        "when",
        "in",
        "also",
        "then",
        "despite",
        "without",
        "for",
        "of",
        "even",
    }
)


@dataclass(slots=True)
class Said:
    """One cue with source and content as token indices, ends exclusive; its part of the clause begins at ``link``."""

    cue: tuple[int, int]
    verb: Verb | None
    source: Source | None
    contents: list[tuple[int, int]] = field(default_factory=list)
    link: int = 0
    inherits: bool = False
    forward: bool = True


def read_attributions(tokens: list[Token]) -> list[Said]:
    """The attributions of a clause in order of their cues; one without content looks back to the clause before."""
    found: list[Said] = []
    cues = cue_words()
    i = 0
    while i < len(tokens):
        token = tokens[i]
        made = None
        if token.low not in cues:
            i += 1
            continue
        if (
            token.low in word_class("sure")
            and i + 1 < len(tokens)
            and tokens[i + 1].low == "that"
            and has_be_before(tokens, i)
        ):
            source, start = subject_of(tokens, i)
            if source is not None and source.strength != "other":
                found.append(Said((i, i + 1), None, source, [(i + 2, len(tokens))], start))
        elif token.low == "according" and i + 2 < len(tokens) and tokens[i + 1].low == "to":
            made = _according(tokens, i, 2)
        else:
            verb = verb_at(tokens, i)
            if verb is not None:
                made = _read_verb(tokens, i, verb, found)
        if made is not None:
            found.append(made)
            i = max(i + 1, made.cue[1])
        else:
            i += 1
    _cut_at_links(tokens, found)
    if not found:
        plain = _plain_verb(tokens)
        return [plain] if plain else []
    return found


def _plain_verb(tokens: list[Token]) -> Said | None:
    """The attribution by a past tense the lexicon does not know: "..., he chuckled"; only where little else stands."""
    if tokens[0].kind != "q" or tokens[0].low not in _UNFINISHED or len(tokens) > _SHORT:
        return None
    for k in range(2, min(len(tokens), 12)):
        token = tokens[k]
        if token.kind != "w" or token.low in word_class("auxiliaries"):
            return None
        if token.mention < 0 and token.low.endswith("ed") and token.text.islower() and len(token.low) > 3:
            source = read_phrase(tokens, 1, k)
            if (
                source is None
                or source.strength not in ("person", "pronoun")
                or tokens[source.last - 1].end < tokens[k - 1].start
            ):
                return None
            return Said((k, k + 1), None, source, [(0, 1)], 1, forward=False)
    return None


def _cut_at_links(tokens: list[Token], found: list[Said]) -> None:
    """A content ends where the next cue of the same source takes over, or another source speaks after ", and"."""
    for at, said in enumerate(found):
        for later in found[at + 1 :]:
            cut = later.link if later.inherits else -1
            if cut < 0 and said.forward and later.source is not said.source:
                cut = _coordination(tokens, later.link)
            if cut >= 0:
                said.contents = [(a, min(b, cut)) for a, b in said.contents if a < cut]


def _coordination(tokens: list[Token], link: int) -> int:
    """The index of the comma of ", and" or ", while" before the part that begins at ``link``; -1 for none."""
    while link > 1 and tokens[link - 1].kind == "w" and (is_adverb(tokens[link - 1]) or is_time(tokens[link - 1])):
        link -= 1
    joined = link >= 2 and tokens[link - 1].low in _JOINING and tokens[link - 2].text == ","
    return link - 2 if joined else -1


def _according(tokens: list[Token], i: int, width: int) -> Said | None:
    k = i + width
    first = i if i and tokens[i - 1].low == "that" else 0
    leads = not any(
        t.kind != "p" and not is_adverb(t) and t.low not in ("but", "and", "meanwhile") for t in tokens[first:i]
    )
    if not leads:
        source = source_after(tokens, k) or read_phrase(tokens, k, _phrase_end(tokens, k))
        low = i - 1 if i and tokens[i - 1].text == "," else i
        return Said((i, k), None, source, [(0, low)], i, forward=False) if source and low > 0 else None
    end = _lead_end(tokens, k)
    source = read_phrase(tokens, k, end)
    if source is None or end + 1 >= len(tokens):
        return None
    return Said((i, k), None, source, [(end + 1, len(tokens))], i)


def _phrase_end(tokens: list[Token], k: int) -> int:
    while k < len(tokens) and tokens[k].kind == "w":
        k += 1
    return k


def _lead_end(tokens: list[Token], k: int) -> int:
    """Where the noun phrase of a leading "According to ..." ends: at a comma, a description between commas passed."""
    commas = [c for c in range(k, min(len(tokens), k + 60)) if tokens[c].text == ","]
    if not commas:
        return len(tokens)
    end = commas[0]
    for nearest in commas[1:]:
        first = tokens[end + 1]
        described = first.low in ("a", "an", "the", "who", "which") or first.low in load_words("speech_nouns")
        verbs = any(t.low in word_class("auxiliaries") for t in tokens[end + 1 : nearest])
        if (
            not described
            or (verbs and first.low not in ("who", "which"))
            or (first.low == "the" and nearest - end > 12)
        ):
            break
        return nearest
    return end


def _read_verb(tokens: list[Token], i: int, verb: Verb, found: list[Said]) -> Said | None:
    end = i + 1 + len(verb.rest)
    before = tokens[i - 1] if i else None
    if is_no_verb(tokens, i, verb) or _is_blamed(tokens, i, verb):
        return None
    if before is None and verb.form in ("past", "s"):
        source = source_after(tokens, end)
        return Said((i, end), verb, source, [(source.end + 1, len(tokens))], i) if source else None
    passive = has_be_before(tokens, i)
    if passive and verb.form != "ing":
        return None
    if verb.form == "ing" and not passive:
        return _read_participle(tokens, i, end, verb, found)
    if before is not None and (before.kind == "q" or (before.text == "," and "say" in verb.frames)):
        inverted = _read_inverted(tokens, i, end, verb)
        if inverted is not None:
            return inverted
    joined = i
    while joined > 0 and (
        is_adverb(tokens[joined - 1]) or is_time(tokens[joined - 1]) or tokens[joined - 1].low in ("last", "this", "on")
    ):
        joined -= 1
    if joined > 0 and tokens[joined - 1].low in ("and", "but", "then", "or") and verb.form != "base":
        return _inherit(tokens, i, end, verb, found, joined - 1)
    source, start = subject_of(tokens, i)
    if source is None and before is not None and before.low in ("who", "which"):
        source = (
            phrase_before(tokens, clause_start(tokens, i - 3), i - 3) if i >= 3 and tokens[i - 2].text == "," else None
        )
        source = _named_before(tokens, source)
        start = source.start if source else i
        return _with_forward(tokens, i, end, verb, source, start) if source else None
    if source is None or not may_speak(tokens, source, verb):
        return None
    return _read_normal(tokens, i, end, verb, source, start)


def _is_blamed(tokens: list[Token], i: int, verb: Verb) -> bool:
    """Whether a noun has the verb done to it: "the floods blamed on a dam", where nobody is said to blame."""
    return verb.lemma == "blame" and i + 1 < len(tokens) and tokens[i + 1].low == "on"


def _read_participle(tokens: list[Token], i: int, end: int, verb: Verb, found: list[Said]) -> Said | None:
    """ "..., adding that": the words belong to who spoke before, or to the subject of the clause."""
    at = i
    while at > 0 and is_adverb(tokens[at - 1]):
        at -= 1
    if at >= 2 and tokens[at - 1].low in ("point", "times", "stage") and tokens[at - 2].low in ("one", "at"):
        at -= 3 if tokens[at - 2].low == "one" else 2
    before = tokens[at - 1] if at > 0 else None
    if before is not None and before.low == "as" and i >= 2 and tokens[i - 2].low in ("quoted", "cited", "reported"):
        source, start = subject_of(tokens, i - 2)
        return _with_forward(tokens, i, end, verb, source, start) if source else None
    if before is not None and before.kind == "w" and before.low not in _BEFORE_PARTICIPLE:
        if before.low in word_class("media"):
            return _inherit(tokens, i, end, verb, [], i)
        if before.mention < 0 and before.low not in load_words("speech_nouns"):
            return None
        source, start = subject_of(tokens, i)
        if source is not None and tokens[source.start].low in _NONE:
            return None
        return (
            _with_forward(tokens, i, end, verb, source, start)
            if source and source.strength in ("person", "office")
            else None
        )
    if i <= 1:
        comma = next(
            (c for c in range(end, min(len(tokens), end + 60)) if tokens[c].text == "," or _closes(tokens[c])), None
        )
        source = main_subject(tokens, len(tokens), comma + 1) if comma is not None else None
        if source is None or comma is None:
            return None
        stop = comma if tokens[comma].text == "," else comma + 1
        return Said((i, end), verb, source, [(_object_start(tokens, end, verb), stop)], i)
    return _inherit(tokens, i, end, verb, found, at - 1 if before is not None and before.text == "," else at)


def _named_before(tokens: list[Token], source: Source | None) -> Source | None:
    """The person whom a noun phrase before "who" describes: "by Ana Bel, the owner of the port, who said"."""
    if source is None or source.strength == "person" or source.start < 2 or tokens[source.start - 1].text != ",":
        return source
    last = source.start - 1
    first = last
    while first > 0 and tokens[first - 1].name == "person" and tokens[first - 1].mention == tokens[last - 1].mention:
        first -= 1
    described = tokens[source.start].low in ("the", "a", "an") and first < last
    return Source(first, source.end, first, last, "person") if described else source


def _closes(token: Token) -> bool:
    return token.kind == "q" and token.low == ","


def _inherit(tokens: list[Token], i: int, end: int, verb: Verb, found: list[Said], link: int) -> Said | None:
    mode, start = forward(tokens, end, verb)
    if mode == "none" or (mode == "object" and not takes_object(verb, tokens, start, len(tokens))):
        return None
    owner = _owner(found, verb)
    if owner is not None:
        return Said((i, end), verb, owner.source, [(start, len(tokens))], link, inherits=True)
    source = main_subject(tokens, link)
    if source is not None and tokens[source.first].low in ("it", "this", "that"):
        source = _after_conjunction(tokens, link) or source
    return Said((i, end), verb, source, [(start, len(tokens))], link, inherits=True) if source else None


def _after_conjunction(tokens: list[Token], link: int) -> Source | None:
    """The person who opens the last clause before ``link``: "It came after Ana Bel chided the port, accusing it"."""
    for at in range(link - 2, 0, -1):
        if tokens[at].kind == "q":
            return None
        if tokens[at].low in _TEMPORAL and tokens[at].mention < 0 and tokens[at + 1].kind == "w":
            source = main_subject(tokens, link, at + 1)
            return source if source and source.strength == "person" else None
    return None


def _owner(found: list[Said], verb: Verb) -> Said | None:
    """Whose words go on: the last cue of the same tense that is more than a thought, else the first."""
    for said in reversed(found):
        if (
            said.verb is not None
            and said.source is not None
            and said.verb.frames != {"think"}
            and (verb.form == "ing" or said.verb.form == verb.form)
        ):
            return said
    return next((s for s in found if s.source is not None), None)


def _read_inverted(tokens: list[Token], i: int, end: int, verb: Verb) -> Said | None:
    if "say" not in verb.frames and "tell" not in verb.frames:
        return None
    source = source_after(tokens, end)
    if source is None or source.strength == "other":
        return None
    left = i - 1 if tokens[i - 1].text == "," else i
    quoted = tokens[left - 1].kind == "q" if left else False
    after = tokens[source.end] if source.end < len(tokens) else None
    if not quoted:
        subject, _ = subject_of(tokens, i)
        if (
            subject is not None
            and subject.strength in ("person", "office")
            and not (after is None or after.text in (".", ","))
        ):
            return None
        if subject is not None and subject.strength == "person":
            return None
        if source.strength == "pronoun" or left < 3:
            return None
    contents = [(_left_start(tokens, left), left)]
    if after is not None:
        more = source.end + 1 if after.text in (",", ":", "—", "–", ";") else source.end
        if more < len(tokens) and tokens[more].kind == "q":
            contents.append((more, len(tokens)))
    return Said((i, end), verb, source, contents, i, forward=False)


def _left_start(tokens: list[Token], end: int) -> int:
    start = 0
    while start < end and tokens[start].kind == "w" and tokens[start].low in ("but", "and", "so"):
        start += 1
    return start


def _read_normal(tokens: list[Token], i: int, end: int, verb: Verb, source: Source, start: int) -> Said | None:
    mode, at = forward(tokens, end, verb)
    left = _left_end(tokens, start)
    quoted_left = left > 0 and tokens[left - 1].kind == "q"
    parenthetical = left > 0 and (bool(verb.frames & {"say", "tell"}) or (quoted_left and mode == "none"))
    apart = mode == "that" and tokens[end].low != "that"
    if parenthetical and (mode == "none" or (quoted_left and (mode in ("object", "clause") or apart))):
        contents = [(_left_start(tokens, left), left)]
        more = goes_on_at(tokens, end, at, left)
        if left > 1 and tokens[left - 1].low in ("and", "but") and end + 1 < len(tokens) and tokens[end].text == ",":
            contents, more = [(end + 1, len(tokens))], None  # "and, some say, late": what follows is theirs
        if more is not None:
            contents.append((more, len(tokens)))
        return Said((i, end), verb, source, contents, start, forward=False)
    if mode == "none":
        opened = 0 < start <= 2 and tokens[0].low in _JOINING | {"so", "yet", "still"} and end + 3 < len(tokens)
        if opened and tokens[end].text == "," and "say" in verb.frames:
            return Said((i, end), verb, source, [(end + 1, len(tokens))], start)
        return Said((i, end), verb, source, [], start)
    last = content_end(tokens, start, at, during=mode == "object" and verb.form == "ing")
    if mode == "object" and not takes_object(verb, tokens, at, last):
        return None
    contents = [(at, last)]
    if parenthetical and quoted_left and mode in ("quote", "colon"):
        contents.insert(0, (_left_start(tokens, left), left))
    return Said((i, end), verb, source, contents, start)


def _with_forward(tokens: list[Token], i: int, end: int, verb: Verb, source: Source, start: int) -> Said | None:
    mode, at = forward(tokens, end, verb)
    if mode == "none" or (mode == "object" and not takes_object(verb, tokens, at, len(tokens))):
        return None
    return Said((i, end), verb, source, [(at, len(tokens))], start)


def _left_end(tokens: list[Token], start: int) -> int:
    """Where content before the subject ends; 0 where only an adverbial or nothing stands there."""
    if start == 0:
        return 0
    before = tokens[start - 1]
    if before.kind == "q":
        return start
    if before.kind == "p" and before.text in (",", "—", "–", "--", "-"):
        if tokens[start - 2].kind == "q":
            return start - 1
        return start - 1 if start >= 3 and not is_adverbial(tokens[: start - 1]) else 0
    return 0


def _object_start(tokens: list[Token], end: int, verb: Verb) -> int:
    _, start = forward(tokens, end, verb)
    return start
