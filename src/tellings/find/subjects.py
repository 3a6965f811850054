"""Subjects: whose verb a cue is."""

from tellings.find.clause_words import is_adverb, is_auxiliary, is_time, word_class
from tellings.find.clauses import Token
from tellings.find.sources import Source, clause_start, ends_core, name_alone, phrase_before, read_phrase
from tellings.lexicon import load_words

_MOST_COMMAS = 6
_CLAUSAL = frozenset(
    {
        "that",
        "because",
        "if",
        "when",
        "while",
        "although",
        "though",
        "which",
        "who",
        "where",
        "but",
        "so",
        "as",
        "after",
        "before",
    }
)
_DATING = frozenset({"last", "this", "earlier", "late", "early"})
_DATED = 6  # words of an opening such as "two long years ago"
_OFFICE = 4  # words of an office between a body's name and a person's
_FARTHEST = 30  # words between quoted words and their verb that may be one subject


def subject_of(tokens: list[Token], i: int) -> tuple[Source | None, int]:
    """The subject of the verb at ``i`` standing before it, and the index where its noun phrase (or clause) begins."""
    j = i - 1
    while j >= 0 and (
        is_adverb(tokens[j]) or (tokens[j].kind == "w" and tokens[j].mention < 0 and is_auxiliary(tokens[j]))
    ):
        j -= 1
    j = _before_time(tokens, j)
    if j < 0:
        return None, 0
    if tokens[j].kind == "p" and tokens[j].text in (",", "–", "—", "--", "-"):
        return _with_insertion(tokens, j)
    low = clause_start(tokens, j)
    if low > j:
        return None, low
    whole = _after_quoted(tokens, low, j)
    source = whole or phrase_before(tokens, low, j)
    parenthetical = i + 2 < len(tokens) and tokens[i + 1].text == "," and tokens[i + 2].kind != "q"
    if whole is None and not parenthetical:
        source = _behind_open_apposition(tokens, source)
    if low >= 2 and tokens[low - 1].low == "who" and tokens[low - 2].kind == "w":
        source = _before_relative(tokens, low - 1, j)
    elif source and source.strength == "pronoun" and tokens[source.first].low == "who":
        source = None
    elif source and source.strength == "other" and source.start and tokens[source.start - 1].low == "and":
        source = _before_list(tokens, source.start - 1, j)
    return source, (source.start if source else low)


def _before_list(tokens: list[Token], joint: int, j: int) -> Source | None:
    """The noun whose description a list ends: "people working in boats and carts said"; ``None`` for no such noun."""
    low = clause_start(tokens, joint - 1)
    core = low
    while core < joint and not ends_core(tokens[core]) and not _is_participle(tokens[core]):
        core += 1
    head = phrase_before(tokens, low, core - 1) if low < core < joint else None
    verbs = any(t.kind == "w" and t.mention < 0 and t.low in word_class("auxiliaries") for t in tokens[low:joint])
    if head is None or verbs or head.start != low or not _is_people(tokens[core - 1]):
        return None
    return Source(low, j + 1, head.first, head.last, "office")


def _is_participle(token: Token) -> bool:
    return token.kind == "w" and token.mention < 0 and token.text.islower() and token.low.endswith("ing")


def _is_people(token: Token) -> bool:
    known = (load_words("speech_nouns"), load_words("person_nouns"), load_words("role_heads"))
    return any(token.low in words or token.low.removesuffix("s") in words for words in known)


def _before_relative(tokens: list[Token], who: int, j: int) -> Source | None:
    """The noun phrase that a relative clause without commas describes: "two officials who asked not to be named"."""
    head = phrase_before(tokens, clause_start(tokens, who - 1), who - 1)
    return Source(head.start, j + 1, head.first, head.last, head.strength) if head else None


def _after_quoted(tokens: list[Token], low: int, j: int) -> Source | None:
    """Two noun phrases joined by "and" between quoted words and their verb; ``None`` where there is one."""
    start = low
    while start > 0 and j - start < _FARTHEST and tokens[start - 1].kind == "w":
        start -= 1
        if tokens[start].mention < 0 and _is_clausal(tokens[start]):
            return None
    if (
        start == 0
        or tokens[start - 1].kind != "q"
        or not any(t.low == "and" and t.mention < 0 for t in tokens[start:j])
    ):
        return None
    source = read_phrase(tokens, start, j + 1)
    return source if source and source.strength != "other" else None


def _is_clausal(token: Token) -> bool:
    """Whether a word has its own clause: a helper of a verb, or a word that joins clauses."""
    return is_auxiliary(token) or token.low in _CLAUSAL


def _behind_open_apposition(tokens: list[Token], source: Source | None) -> Source | None:
    """The person before a description nobody closed by a comma: "Ana Bel, a singer and poet said"; else ``source``."""
    if source is None or source.strength in ("person", "pronoun"):
        return source
    for p in range(source.start - 1, max(0, source.start - 12), -1):
        token = tokens[p]
        if token.kind == "p" and token.text == ",":
            head = phrase_before(tokens, clause_start(tokens, p - 1), p - 1)
            opened = p + 1 < source.end and (
                tokens[p + 1].low in ("a", "an", "the") or (p + 1 == source.start and _is_role(tokens, source))
            )
            if head and head.strength == "person" and head.last == p and opened and _begins_clause(tokens, head.start):
                return Source(head.start, source.end, head.first, head.last, "person")
            return source
        if token.kind != "w" or (token.mention < 0 and _is_clausal(token)):
            return source
    return source


def _is_role(tokens: list[Token], source: Source) -> bool:
    """Whether a noun phrase without an article names the role of one person: "chairman of the port"."""
    core = source.start
    while core + 1 < source.end and not ends_core(tokens[core + 1]):
        core += 1
    low = tokens[core].low
    return (low in load_words("role_heads") or low in load_words("person_nouns")) and not low.endswith("s")


def _before_time(tokens: list[Token], j: int) -> int:
    """The index before "on Monday", "on 8 May" or "last week" where that stands between a subject and its verb."""
    k = j - (j > 0 and tokens[j].text.isdecimal() and is_time(tokens[j - 1]))
    while k > 0 and is_time(tokens[k]):
        k -= 1
    if k == j:
        return j
    k -= k > 0 and tokens[k].text.isdecimal()
    while (
        k > 0
        and tokens[k].low in ("on", "in", "last", "this", "late", "early", "earlier", "the")
        and tokens[k].mention < 0
    ):
        k -= 1
    whole = (
        tokens[k].mention >= 0
        or tokens[k].text == ","
        or tokens[k].low in load_words("speech_nouns")
        or tokens[k].low in word_class("pronouns")
    )
    return k if k >= 0 and (whole or tokens[k + 1].low in _DATING) else j


def _with_insertion(tokens: list[Token], close: int) -> tuple[Source | None, int]:
    """The subject before an insertion that ends at ``close``: "Lewis Carr, mayor of Tarn, said"."""
    best: Source | None = None
    commas = 0
    mark = tokens[close].text
    for p in range(close - 2, max(-1, close - 60), -1):
        if tokens[p].kind == "q":
            break
        if tokens[p].text != mark or tokens[p].kind != "p":
            continue
        commas += 1
        if commas > _MOST_COMMAS:
            break
        low = clause_start(tokens, p - 1) if p else 0
        head = phrase_before(tokens, low, p - 1) if p else None
        if low >= 2 and tokens[low - 1].low == "who" and tokens[low - 2].kind == "w":
            called = head if head and tokens[head.start - 1].low in ("as", "named", "called") else None
            head = _before_relative(tokens, low - 1, p - 1)
            if called and head:
                head = Source(head.start, head.end, called.first, called.last, called.strength)
        if head is None or not _begins_clause(tokens, head.start) or not _may_insert(tokens, p + 1, close):
            continue
        named = name_alone(tokens, p + 1, close) if head.strength != "person" else None
        if named is not None:
            return Source(head.start, close, named.first, named.last, "person"), head.start
        whole = Source(head.start, close, head.first, head.last, head.strength)
        if head.strength == "person":
            return whole, head.start
        best = best or (whole if head.strength != "other" else None)
    if best is None and tokens[close].text == ",":
        head = phrase_before(tokens, clause_start(tokens, close - 1), close - 1)
        best = head if head and head.strength == "person" and head.start == 0 else None
    return best, best.start if best else close


def _begins_clause(tokens: list[Token], start: int) -> bool:
    if start == 0:
        return True
    before = tokens[start - 1]
    return before.kind != "w" or is_time(before) or is_adverb(before) or before.low in word_class("openers")


def _may_insert(tokens: list[Token], start: int, end: int) -> bool:
    """Whether ``[start, end)`` may be a description put between a name and its verb."""
    first = tokens[start]
    if first.low in ("who", "whom", "which", "whose", "where"):
        return True
    if any(t.kind == "w" and t.mention < 0 and is_auxiliary(t) for t in tokens[start:end]) and not any(
        t.low in ("who", "which", "whose", "that", "where") for t in tokens[start:end]
    ):
        return False
    return first.kind == "w" and first.low not in ("but", "because", "that", "if", "he", "she", "they", "it")


def _after_opening(tokens: list[Token], limit: int) -> int:
    """The index after an opening like "On Monday," or "Eight years ago,"; 0 where the subject opens the clause."""
    comma = next((c for c in range(limit) if tokens[c].text == ","), -1)
    if comma <= 0 or tokens[0].kind != "w":
        return 0
    while comma + 2 < limit and tokens[comma + 1].text.isdigit() and tokens[comma + 2].text == ",":
        comma += 2
    first, last = tokens[0], tokens[comma - 1]
    adverbial = first.mention < 0 and first.low in word_class("prepositions")
    dated = last.low in ("ago", "later", "earlier", "afterwards") and comma <= _DATED
    dated = dated or any(t.low in ("after", "before") for t in tokens[1:4])
    return comma + 1 if adverbial or dated or is_time(first) or is_adverb(first) else 0


def _leads_to_person(tokens: list[Token], k: int) -> bool:
    """Whether an office and a name follow what they belong to: "Velmark TV news reporter Ana Bel"."""
    at = next((p for p in range(k, min(len(tokens), k + _OFFICE)) if tokens[p].mention >= 0), None)
    if at is None or at == k or tokens[at].name != "person":
        return False
    plain = all(t.kind == "w" and t.text.islower() and not is_adverb(t) for t in tokens[k:at])
    return plain and _is_people(tokens[at - 1])


def main_subject(tokens: list[Token], limit: int, at: int = 0) -> Source | None:
    """The noun phrase that opens the clause at ``at``, adverbials passed over; it ends before the first verb known."""
    if at == 0:
        at = _after_opening(tokens, min(limit, len(tokens)))
    while at < limit and (
        tokens[at].kind != "w" or is_adverb(tokens[at]) or tokens[at].low in ("but", "and", "yet", "so")
    ):
        if tokens[at].kind == "q":
            return None
        at += 1
    for k in range(at, min(limit, at + 14)):
        token = tokens[k]
        if token.low in ("he", "she", "they", "it") and k == at:
            return Source(k, k + 1, k, k + 1, "pronoun")
        ends = (
            token.kind != "w"
            or is_auxiliary(token)
            or is_adverb(token)
            or (token.mention < 0 and token.low in word_class("prepositions"))
        )
        named = (
            k > at
            and tokens[k - 1].mention >= 0
            and token.mention != tokens[k - 1].mention
            and not (tokens[k - 1].low.endswith(("'s", "’s")) or token.mention >= 0 or token.text[:1].isupper())
        )
        if ends or (named and token.low not in load_words("speech_nouns") and not _leads_to_person(tokens, k)):
            source = read_phrase(tokens, at, k) if k > at else None
            return source if source and source.strength != "other" else None
    return None
