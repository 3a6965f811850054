"""The people, organisations, places of a report: chains of mentions."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from tellings.find.descriptions import Described, find_descriptions
from tellings.find.name_chains import Chain, build_chains, commonest
from tellings.find.role_phrases import find_roles
from tellings.model.document import Document
from tellings.model.reading import Block, Entity, Mention, Role, Sentence
from tellings.model.span import Span
from tellings.text.name_words import PEOPLE, PLACE, flags_of, word_class

_STYLED = re.compile(
    r"(?:^|\s)((?:Pope|King|Queen|Prince|Princess|Emperor|Sheikh|Saint|Mother|Sister|Dalai|Patriarch|Emir|Lord|Lady))\s$"
)
_HONORIFIC = re.compile(r"\b((?:Mr|Mrs|Ms|Dr|Sir|Dame|Mx)\.?)\s$")
_OWN_ARTICLE = re.compile(r"[\w,;]\s+The\s$")
_BRACKETS = re.compile(r"[()\[\]]")
"""Inside a name they are an editor's: "(President Ana) Bel"."""
_MOST_LOOKED_AT = 300
"""Mentions of one person that are searched for roles: who is named more often has been introduced by then."""
_MOST_ROLES = 12
"""Roles kept for one person of one report; a list of more is a parse gone wrong."""


def link_entities(
    doc: Document, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...]
) -> tuple[Entity, ...]:
    """Each mention belongs to exactly one entity, under the fullest name printed; ids count from "e0" in text order.

    A single name goes to the full name it is short for; where it could be two people and neither was called so
    before, it stays alone. Roles are the words printed with a person's name; a description ("the Veltran leader")
    joins the person whom alone it fits.
    """
    text = doc.text
    chains = build_chains(text, mentions)
    starts = [s.span.start for s in sentences]
    people = [m.span.start for m in mentions if m.kind == "person"]
    roles = [_roles(text, sentences, starts, people, chain) for chain in chains]
    described: dict[int, list[Described]] = defaultdict(list)
    for description in find_descriptions(text, sentences, chains, roles):
        described[description.chain].append(description)
    return tuple(
        _entity(text, f"e{index}", chain, roles[index], described[index]) for index, chain in enumerate(chains)
    )


def _roles(
    text: str, sentences: Sequence[Sentence], starts: Sequence[int], people: Sequence[int], chain: Chain
) -> list[Role]:
    if chain.kind != "person":
        return []
    roles: dict[str, Role] = {}
    for mention in chain.mentions[:_MOST_LOOKED_AT]:
        at = bisect_right(starts, mention.span.start) - 1
        if at < 0 or sentences[at].span.end < mention.span.end:
            continue
        for role in find_roles(text, sentences[at].span, mention, people):
            roles.setdefault(role.text, role)
    return sorted(roles.values(), key=lambda role: role.span)[:_MOST_ROLES]


def _entity(text: str, name_id: str, chain: Chain, roles: Sequence[Role], described: Sequence[Described]) -> Entity:
    forms = [text[m.span.start : m.span.end] for m in chain.mentions]
    names = [" ".join(_BRACKETS.sub("", form).split()) for form in forms]
    titled = [t for m in chain.mentions for t in _titled(text, m.span, roles)] if chain.kind == "person" else []
    titled.extend(
        f"The {name}" for name, m in zip(names, chain.mentions, strict=True) if _has_own_article(text, m.span)
    )
    descriptions = [" ".join(text[d.span.start : d.span.end].split()) for d in described if d.national]
    spans = sorted({*(m.span for m in chain.mentions), *(d.span for d in described)}, key=lambda s: (s.start, s.end))
    return Entity(
        id=name_id,
        name=_fullest(text, chain, names),
        kind=chain.kind,
        aliases=tuple(commonest([*names, *titled, *descriptions])),
        mentions=tuple(spans),
        roles=tuple(roles),
    )


def _fullest(text: str, chain: Chain, names: Sequence[str]) -> str:
    """The longest form in words that is no headline in capitals; of equal ones the commonest."""
    calm = [n for n in names if not n.isupper() or len(n) < 6] or list(names)
    ranked = commonest(calm)
    if chain.kind == "person":
        best = max(
            ranked,
            key=lambda n: (len([w for w in n.split() if len(w.rstrip(".")) > 1]), len(n.split()), -ranked.index(n)),
        )
        if " " not in best:
            styles = [
                m
                for span in chain.mentions
                if (m := _STYLED.search(text, max(0, span.span.start - 12), span.span.start))
            ]
            if styles:
                return f"{styles[0][1]} {best}"
        return best.title() if best.isupper() and len(best) > 4 else best
    if chain.kind == "group":
        return ranked[0]
    return max(ranked, key=lambda n: (len(n.split()), -ranked.index(n)))


def _titled(text: str, name: Span, roles: Sequence[Role]) -> list[str]:
    """The forms with the words printed before the name: "President Ana Bel", "Veltran President Ana Bel"."""
    found = []
    for role in roles:
        if 0 < name.start - role.span.end <= 1:
            words = role.text.split()
            found.append(" ".join([*words, *text[name.start : name.end].split()]))
            first = next((k for k, word in enumerate(words) if not _is_nation(word)), 0)
            if first:
                found.append(" ".join([*words[first:], *text[name.start : name.end].split()]))
    if not found:
        match = _HONORIFIC.search(text[max(0, name.start - 6) : name.start])
        if match:
            found.append(f"{match[1]} {' '.join(text[name.start : name.end].split())}")
    return found


def _has_own_article(text: str, name: Span) -> bool:
    """Whether "The" belongs to a name: it has a capital inside a sentence, or a paper's name follows."""
    if not text.endswith("The ", 0, name.start):
        return False
    inside = bool(_OWN_ARTICLE.search(text[max(0, name.start - 8) : name.start]))
    return inside or text[name.start : name.end].rpartition(" ")[2] in word_class("paper_endings")


def _is_nation(word: str) -> bool:
    """Whether a word before a title says whose it is or is an everyday one: "Veltran", "U.S.", "former"."""
    return (
        bool(flags_of(word.removesuffix("'s").removesuffix("’s")) & (PEOPLE | PLACE))
        or word.endswith(("'s", "’s"))
        or word.islower()
    )
