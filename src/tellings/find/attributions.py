"""Attributions inside one clause: which cue gives which words to which noun phrase."""

from dataclasses import dataclass, field

from tellings.find.clauses import Token
from tellings.find.cues import Verb, verb_at
from tellings.find.sources import (
    Source,
    clause_start,
    is_adverb,
    is_time,
    phrase_before,
    read_phrase,
    source_after,
    subject_of,
    word_class,
)
from tellings.lexicon import load_words


@dataclass(slots=True)
class Said:
    """One cue with its source and content as token indices, ends exclusive; ``link`` is where its own part of the clause begins."""

    cue: tuple[int, int]
    verb: Verb | None
    source: Source | None
    contents: list[tuple[int, int]] = field(default_factory=list)
    link: int = 0
    inherits: bool = False
    forward: bool = True


_UNFINISHED = frozenset(",?!…—–")
_SHORT = 20  # tokens of a sentence that may hang quoted words on a verb the lexicon does not know


def read_attributions(tokens: list[Token]) -> list[Said]:
    """The attributions of a clause in order of their cues; one without content looks back to quoted words before the clause."""
    found: list[Said] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        made = None
        if token.low in word_class("sure") and i + 1 < len(tokens) and tokens[i + 1].low == "that" and _auxiliary_before(tokens, i):
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
    """"..., he chuckled": any past tense after quoted words and the one who speaks, where the sentence holds little else."""
    if tokens[0].kind != "q" or tokens[0].low not in _UNFINISHED or len(tokens) > _SHORT:
        return None
    for k in range(2, min(len(tokens), 12)):
        token = tokens[k]
        if token.kind != "w" or token.low in word_class("auxiliaries"):
            return None
        if token.mention < 0 and token.low.endswith("ed") and token.text.islower() and len(token.low) > 3:
            source = read_phrase(tokens, 1, k)
            if source is None or source.strength not in ("person", "pronoun") or tokens[source.last - 1].end < tokens[k - 1].start:
                return None
            return Said((k, k + 1), None, source, [(0, 1)], 1, forward=False)
    return None


def _cut_at_links(tokens: list[Token], found: list[Said]) -> None:
    """A content ends where the next cue of the same source takes over."""
    for at, said in enumerate(found):
        for later in found[at + 1 :]:
            if later.inherits or (said.forward and later.source is not said.source and _is_coordinated(tokens, later.link)):
                said.contents = [(a, min(b, later.link)) for a, b in said.contents if a < later.link]


def _is_coordinated(tokens: list[Token], link: int) -> bool:
    """Whether ", and" or ", while" stands before the part that begins at ``link``."""
    while link > 1 and tokens[link - 1].kind == "w" and (is_adverb(tokens[link - 1]) or is_time(tokens[link - 1])):
        link -= 1
    return (
        link >= 2
        and tokens[link - 1].low in ("and", "but", "while", "as", "although", "though", "whereas")
        and tokens[link - 2].text == ","
    )


def _according(tokens: list[Token], i: int, width: int) -> Said | None:
    k = i + width
    leads = not any(t.kind != "p" and not is_adverb(t) and t.low not in ("but", "and", "meanwhile") for t in tokens[:i])
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
    """Where the noun phrase of a leading "According to ..." ends: at a comma, descriptions between commas passed over."""
    commas = [c for c in range(k, min(len(tokens), k + 60)) if tokens[c].text == ","]
    if not commas:
        return len(tokens)
    end = commas[0]
    for nearest in commas[1:]:
        first = tokens[end + 1]
        described = first.low in ("a", "an", "the", "who", "which") or first.low in load_words("speech_nouns")
        verbs = any(t.low in word_class("auxiliaries") for t in tokens[end + 1 : nearest])
        if not described or (verbs and first.low not in ("who", "which")) or first.low == "the" and nearest - end > 12:
            break
        return nearest
    return end


def _read_verb(tokens: list[Token], i: int, verb: Verb, found: list[Said]) -> Said | None:
    end = i + 1 + len(verb.rest)
    before = tokens[i - 1] if i else None
    if _is_noun_or_adjective(tokens, i, verb):
        return None
    if before is None and verb.form in ("past", "s"):
        source = source_after(tokens, end)
        return Said((i, end), verb, source, [(source.end + 1, len(tokens))], i) if source else None
    passive = _auxiliary_before(tokens, i)
    if passive and verb.form != "ing":
        return None
    if verb.form == "ing" and not passive:
        return _read_participle(tokens, i, end, verb, found)
    if before is not None and (before.kind == "q" or (before.text == "," and "say" in verb.frames)):
        inverted = _read_inverted(tokens, i, end, verb)
        if inverted is not None:
            return inverted
    joined = i
    while joined > 0 and (is_adverb(tokens[joined - 1]) or is_time(tokens[joined - 1]) or tokens[joined - 1].low in ("last", "this", "on")):
        joined -= 1
    if joined > 0 and tokens[joined - 1].low in ("and", "but", "then", "or") and verb.form != "base":
        return _inherit(tokens, i, end, verb, found, joined - 1)
    source, start = subject_of(tokens, i)
    if source is None and before is not None and before.low == "who":
        source = phrase_before(tokens, clause_start(tokens, i - 3), i - 3) if i >= 3 and tokens[i - 2].text == "," else None
        start = source.start if source else i
        return _with_forward(tokens, i, end, verb, source, start) if source else None
    if source is None or not _may_speak(tokens, source, verb):
        return None
    return _read_normal(tokens, i, end, verb, source, start)


def _is_noun_or_adjective(tokens: list[Token], i: int, verb: Verb) -> bool:
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before is None:
        return verb.form != "ing" and not _leads_inverted(tokens, i + 1 + len(verb.rest), verb)
    if before.kind == "w" and before.mention < 0:
        low = before.low
        if verb.form == "base" and low in ("to", "not", "n't"):
            return True
        if low in word_class("negations"):
            return True
        if verb.form != "ing" and low in word_class("prepositions") | (word_class("determiners") - word_class("pronouns")) | {"that's"}:
            return True
        if low.endswith(("'s", "’s", "s'", "s’")) and verb.form in ("s", "base", "past"):
            return True
    if verb.form != "ing" and before.mention >= 0 and before.low.endswith(("'s", "’s", "s’", "s'")):
        return True
    if verb.form == "base" and before.kind == "w" and not (
        before.low in ("they", "who", "some", "others", "many") or before.low.endswith("s") or is_adverb(before) or before.low in ("people", "police", "officials", "have", "two", "three", "media", "men", "women", "both")
    ):
        return True
    if after is not None and verb.form in ("base", "s") and after.kind == "w" and after.mention < 0:
        if after.low in word_class("auxiliaries") or (verb_at(tokens, i + 1) is not None and after.low.endswith("ed")):
            return True
    return after is not None and after.low == "by" and verb.form in ("past", "participle")


def _leads_inverted(tokens: list[Token], end: int, verb: Verb) -> bool:
    """Whether the sentence opens "Said Ana Bel: "..."."""
    source = source_after(tokens, end) if "say" in verb.frames and verb.form in ("past", "s") else None
    if source is None or source.strength == "other" or source.end + 1 >= len(tokens):
        return False
    return tokens[source.end].text in (",", ":") and tokens[source.end + 1].kind == "q"


def _auxiliary_before(tokens: list[Token], i: int) -> bool:
    """Whether a form of "be" governs the verb: a passive, or a continuous form."""
    j = i - 1
    while j >= 0 and (is_adverb(tokens[j]) or tokens[j].low in ("being", "been", "not")):
        if tokens[j].low in ("being", "been"):
            return True
        j -= 1
    return j >= 0 and tokens[j].kind == "w" and (tokens[j].low in word_class("be") or tokens[j].low.endswith(("'re", "’re")))


def _may_speak(tokens: list[Token], source: Source, verb: Verb) -> bool:
    first = tokens[source.first]
    if source.strength in ("person", "office"):
        return True
    if source.strength == "pronoun":
        return first.low != "it" or True
    plain = verb.form == "past" and bool(verb.frames & {"say", "tell", "think", "demand"})
    plural = tokens[source.last - 1].low.endswith("s")
    return source.end - source.start <= 12 and (plain or plural) and (
        plural or first.low in word_class("determiners") or first.text[:1].isupper()
    )


_BEFORE_PARTICIPLE = frozenset(
    {"and", "by", "while", "but", "after", "before", "when", "in", "also", "then", "despite", "without", "for", "of", "even"}
)


def _read_participle(tokens: list[Token], i: int, end: int, verb: Verb, found: list[Said]) -> Said | None:
    """"..., adding that": the words belong to who spoke before, or to the subject of the clause."""
    at = i
    while at > 0 and is_adverb(tokens[at - 1]):
        at -= 1
    before = tokens[at - 1] if at else None
    if before is not None and before.low == "as" and i >= 2 and tokens[i - 2].low in ("quoted", "cited", "reported"):
        source, start = subject_of(tokens, i - 2)
        return _with_forward(tokens, i, end, verb, source, start) if source else None
    if before is not None and before.kind == "w" and before.low not in _BEFORE_PARTICIPLE:
        if before.low in word_class("media"):
            return _inherit(tokens, i, end, verb, [], i)
        if before.mention < 0 and before.low not in load_words("speech_nouns"):
            return None
        source, start = subject_of(tokens, i)
        return _with_forward(tokens, i, end, verb, source, start) if source and source.strength in ("person", "office") else None
    if i <= 1:
        comma = next((c for c in range(end, min(len(tokens), end + 60)) if tokens[c].text == "," or _closes(tokens[c])), None)
        source = main_subject(tokens, len(tokens), comma + 1) if comma is not None else None
        if source is None or comma is None:
            return None
        stop = comma if tokens[comma].text == "," else comma + 1
        return Said((i, end), verb, source, [(_object_start(tokens, end, verb), stop)], i)
    return _inherit(tokens, i, end, verb, found, at - 1 if before is not None and before.text == "," else at)


def _closes(token: Token) -> bool:
    return token.kind == "q" and token.low == ","


def _inherit(tokens: list[Token], i: int, end: int, verb: Verb, found: list[Said], link: int) -> Said | None:
    mode, start = _forward(tokens, end, verb)
    if mode == "none" or (mode == "object" and not _takes_object(verb, tokens, start, len(tokens))):
        return None
    owner = _owner(found, verb)
    if owner is not None:
        return Said((i, end), verb, owner.source, [(start, len(tokens))], link, inherits=True)
    source = main_subject(tokens, link)
    return Said((i, end), verb, source, [(start, len(tokens))], link, inherits=True) if source else None


def _owner(found: list[Said], verb: Verb) -> Said | None:
    """Whose words go on: the last cue of the same tense that is more than a thought, else the first."""
    for said in reversed(found):
        if said.verb is not None and said.source is not None and said.verb.frames != {"think"} and (
            verb.form == "ing" or said.verb.form == verb.form
        ):
            return said
    return next((s for s in found if s.source is not None), None)


def main_subject(tokens: list[Token], limit: int, at: int = 0) -> Source | None:
    """The noun phrase that opens the clause at ``at``, leading adverbials passed over; its head ends before the first verb known."""
    if at == 0 and tokens and tokens[0].kind == "w" and (
        tokens[0].low in word_class("prepositions") or is_time(tokens[0]) or is_adverb(tokens[0])
    ):
        at = next((c + 1 for c in range(min(limit, len(tokens))) if tokens[c].text == ","), 0)
    while at < limit and (tokens[at].kind != "w" or is_adverb(tokens[at]) or tokens[at].low in ("but", "and", "yet", "so")):
        if tokens[at].kind == "q":
            return None
        at += 1
    for k in range(at, min(limit, at + 14)):
        token = tokens[k]
        if token.low in ("he", "she", "they", "it") and k == at:
            return Source(k, k + 1, k, k + 1, "pronoun")
        ends = token.kind != "w" or token.low in word_class("auxiliaries") or is_adverb(token) or (
            token.mention < 0 and token.low in word_class("prepositions")
        )
        named = k > at and tokens[k - 1].mention >= 0 and token.mention != tokens[k - 1].mention and not (
            tokens[k - 1].low.endswith(("'s", "’s")) or token.mention >= 0 or token.text[:1].isupper()
        )
        if ends or (named and token.low not in load_words("speech_nouns")):
            source = read_phrase(tokens, at, k) if k > at else None
            return source if source and source.strength != "other" else None
    return None


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
        if subject is not None and subject.strength in ("person", "office") and not (after is None or after.text in (".", ",")):
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
    mode, at = _forward(tokens, end, verb)
    left = _left_end(tokens, start)
    quoted_left = left > 0 and tokens[left - 1].kind == "q"
    parenthetical = left > 0 and (bool(verb.frames & {"say", "tell"}) or (quoted_left and mode == "none"))
    apart = mode == "that" and tokens[end].low != "that"
    if parenthetical and (mode == "none" or (quoted_left and (mode in ("object", "clause") or apart))):
        contents = [(_left_start(tokens, left), left)]
        more = _continues(tokens, end, at, left)
        if more is not None:
            contents.append((more, len(tokens)))
        return Said((i, end), verb, source, contents, start, forward=False)
    if mode == "none":
        return Said((i, end), verb, source, [], start)
    if mode == "object" and not _takes_object(verb, tokens, at, len(tokens)):
        return None
    contents = [(at, len(tokens))]
    if parenthetical and quoted_left and mode == "quote":
        contents.insert(0, (_left_start(tokens, left), left))
    return Said((i, end), verb, source, contents, start)


def _with_forward(tokens: list[Token], i: int, end: int, verb: Verb, source: Source, start: int) -> Said | None:
    mode, at = _forward(tokens, end, verb)
    if mode == "none" or (mode == "object" and not _takes_object(verb, tokens, at, len(tokens))):
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
        return start - 1 if start >= 4 and not _is_adverbial(tokens[: start - 1]) else 0
    return 0


def _is_adverbial(tokens: list[Token]) -> bool:
    """Whether the words are an opening like "On Monday" or "At a meeting in Tarn", not a clause of their own."""
    first = tokens[0]
    opening = first.low in word_class("prepositions") | {"when", "while", "if", "although", "though", "as", "once", "asked", "speaking", "last", "but", "and"}
    if not (opening or is_time(first) or is_adverb(first) or first.low.endswith("ing") or first.low in ("meanwhile", "however", "asked")):
        return False
    if first.low in ("for", "with", "in") and any(t.low in word_class("auxiliaries") or t.low in ("it's", "it’s") for t in tokens if t.kind == "w"):
        return False
    return not any(t.kind == "q" for t in tokens)


def _continues(tokens: list[Token], end: int, at: int, left: int) -> int | None:
    """Where the words go on after a parenthetical "he said"; ``None`` when they do not."""
    comma = next((c for c in range(end, len(tokens)) if tokens[c].kind == "q" or tokens[c].text in (",", ":", "—", "–", ";")), None)
    if comma is None:
        return None
    if tokens[comma].kind == "q":
        return comma
    if comma + 1 < len(tokens) and tokens[comma + 1].kind == "q":
        return comma + 1
    after = tokens[comma + 1] if comma + 1 < len(tokens) else None
    short = not any(t.low in word_class("auxiliaries") for t in tokens[:left]) and left <= 8
    if after is not None and after.kind == "w" and after.mention < 0:
        short = short or after.low in word_class("auxiliaries") or after.low in ("at", "to", "for", "into", "from", "than", "that")
    return comma + 1 if short and tokens[left - 1].kind != "q" and comma + 3 < len(tokens) else None


def _takes_object(verb: Verb, tokens: list[Token], start: int, end: int) -> bool:
    """Whether what follows the verb is what it says: something quoted, or a demand, promise or charge."""
    if tokens[start].low in ("off", "up", "back", "away", "down", "out", "in"):
        return False
    if any(t.kind == "q" for t in tokens[start:end]):
        return bool(verb.frames & {"judge", "demand", "say", "tell", "bare"})
    return "demand" in verb.frames and end - start >= 3


def _object_start(tokens: list[Token], end: int, verb: Verb) -> int:
    _, start = _forward(tokens, end, verb)
    return start


def _forward(tokens: list[Token], k: int, verb: Verb) -> tuple[str, int]:
    """How the words after a cue begin and where: that, colon, quote, clause, object or none."""
    addressed = "tell" not in verb.frames
    while k < len(tokens):
        token = tokens[k]
        low = token.low
        if token.kind == "q":
            return "quote", k
        if token.text == ":":
            return ("colon", k + 1) if k + 1 < len(tokens) else ("none", k)
        if token.text == ",":
            if k + 1 < len(tokens) and tokens[k + 1].kind == "q":
                return "quote", k + 1
            closing = _insertion_end(tokens, k)
            if closing is None:
                return "none", k
            k = closing
        elif token.kind == "p":
            if token.text not in ("(", ")"):
                return "none", k
            k += 1
        elif low == "that":
            return "that", k + 1
        elif low in ("whether", "if", "how", "why", "what", "where") and verb.form != "ing":
            return "clause", k
        elif is_adverb(token) or is_time(token) or (low in ("last", "this", "next", "late", "early") and k + 1 < len(tokens) and is_time(tokens[k + 1])):
            k += 1
        elif low == "to" and not _is_infinitive(tokens, k):
            k = _skip_phrase(tokens, k + 1)
        elif token.mention < 0 and low in word_class("prepositions") and low not in ("of", "for", "to", "as", "like", "over", "against", "about"):
            k = _skip_phrase(tokens, k + 1)
        elif not addressed and not _is_subject(tokens, k):
            k, addressed = _skip_phrase(tokens, k), True
        elif _takes_clause(tokens, k, verb):
            return "clause", k
        else:
            return "object", k
    return "none", k


def _insertion_end(tokens: list[Token], k: int) -> int | None:
    """The index after an insertion between commas that is followed by "that" or quoted words."""
    for c in range(k + 1, min(len(tokens) - 1, k + 25)):
        if tokens[c].kind == "q":
            return None
        if tokens[c].text == "," and (tokens[c + 1].low == "that" or tokens[c + 1].kind == "q"):
            return c + 1
    return None


def _is_infinitive(tokens: list[Token], k: int) -> bool:
    after = tokens[k + 1] if k + 1 < len(tokens) else None
    return after is None or after.kind == "q" or (
        after.mention < 0 and after.text.islower() and after.low not in word_class("determiners") | word_class("addressees") | load_words("speech_nouns")
    )


def _is_subject(tokens: list[Token], k: int) -> bool:
    return tokens[k].low in ("he", "she", "they", "it", "there", "we", "i")


def _skip_phrase(tokens: list[Token], k: int) -> int:
    """The index after the short noun phrase that begins at ``k``."""
    start = k
    while k < len(tokens) and tokens[k].kind == "w" and k - start < 9:
        token = tokens[k]
        if k > start and token.mention < 0:
            last = tokens[k - 1]
            ended = last.low in word_class("addressees") | word_class("media") or is_time(last) or last.mention >= 0
            if token.low in word_class("prepositions") | word_class("determiners") | word_class("auxiliaries") | {"that", "he", "she", "they", "it", "there"}:
                return k
            if ended and not is_time(token) and token.low not in word_class("media") and token.low not in load_words("speech_nouns") and token.low not in word_class("addressees") and token.low != "and":
                return k
        elif k > start and tokens[k - 1].low in word_class("addressees") | word_class("media"):
            return k
        k += 1
    return k


_BELIEFS = frozenset({"believe", "think", "hope", "fear", "feel", "doubt", "suspect", "reckon", "guess", "worry", "understand", "know"})


def _takes_clause(tokens: list[Token], k: int, verb: Verb) -> bool:
    """Whether a clause without "that" begins at ``k``: it opens like a noun phrase, and some verb follows."""
    first = tokens[k]
    if verb.lemma == "say":
        return first.low != "to" or not _is_infinitive(tokens, k)
    if not (verb.frames & {"bare", "tell"} or verb.lemma in _BELIEFS):
        return False
    opens = (
        first.mention >= 0
        or first.text[:1].isupper()
        or first.text[:1].isdigit()
        or first.low in word_class("determiners") | {"he", "she", "they", "it", "there", "we", "i", "you"}
        or first.low.endswith("s")
    )
    return opens and any(
        t.kind == "w"
        and t.mention < 0
        and (t.low in word_class("auxiliaries") or (t.low.endswith("ed") and len(t.low) > 4) or t.low.endswith(("n't", "n’t", "'re", "’re", "'d", "’d")))
        for t in tokens[k + 1 : k + 20]
    )
