"""What several reports call the same person, side by side."""

from collections import Counter
from collections.abc import Mapping, Sequence

from tellings.lexicon import load_table
from tellings.model.brief import Finding, Telling, Verdict
from tellings.model.document import Document
from tellings.model.reading import Role
from tellings.model.span import Evidence
from tellings.model.story import MergedActor, Told
from tellings.story.origins import count_origins, count_texts
from tellings.text.names import hash_id
from tellings.text.spans import cite
from tellings.text.words import content_stems

# How the heading of such a comparison begins.
OFFICE = "the office of"
# Ways to say a rank; stems.
_RANKS = {"third": "3", "three": "3", "second": "2", "two": "2", "first": "1", "one": "1", "fourth": "4", "four": "4"}


def compare_offices(told: Told) -> tuple[Finding, ...]:
    """For each person whose role two or more reports print, one finding: one office, or different words for it.

    Different roles of one person can all hold, so there is no conflict here.
    """
    documents = {r.document.id: r.document for r in told.readings}
    roles = {(r.document.id, e.id): e.roles for r in told.readings for e in r.entities}
    findings = []
    for actor in told.actors:
        printed = [
            (doc, role) for doc, entity in actor.members for role in roles.get((doc, entity), ()) if _is_office(role)
        ]
        if actor.kind == "person" and count_texts(told, {doc for doc, _ in printed}) > 1:
            findings.append(_compare(told, actor, printed, documents))
    return tuple(findings)


def _is_office(role: Role) -> bool:
    """False for whose kin or property somebody is: "wife of the mayor", "Ferrari's"."""
    words = role.text.replace("’", "'").split()
    own = words[-1].endswith(("'s", "s'")) if words else True
    kin = load_table("claim_frames")["kin"]["nouns"]
    return not own and not any(word.strip(",.;:").casefold() in kin for word in words)


def _compare(
    told: Told, actor: MergedActor, printed: Sequence[tuple[str, Role]], documents: Mapping[str, Document]
) -> Finding:
    by_words: dict[str, list[Evidence]] = {}
    for doc, role in sorted(printed, key=lambda p: (p[0], p[1].span)):
        words = " ".join(role.text.split())
        by_words.setdefault(words, []).append(cite(documents[doc], role.span.start, role.span.end))
    tellings = [
        Telling(words, None, words, tuple(sorted({e.doc for e in evidence})), None, tuple(dict.fromkeys(evidence)))
        for words, evidence in by_words.items()
    ]
    tellings.sort(key=lambda t: (-len(t.documents), t.evidence[0]))
    docs = {doc for doc, _ in printed}
    verdict, why = _judge(printed, docs)
    return Finding(
        id=hash_id("f", "office", actor.id),
        about=f"{OFFICE} {actor.name}",
        kind="other",
        verdict=verdict,
        origins=count_origins(told, docs),
        tellings=tuple(tellings),
        why=why,
    )


def _judge(printed: Sequence[tuple[str, Role]], docs: set[str]) -> tuple[Verdict, str]:
    stems: dict[str, set[str]] = {doc: set() for doc in docs}
    for doc, role in printed:
        stems[doc] |= {_RANKS.get(s, s) for s in content_stems(role.text)}
    spread = Counter(stem for own in stems.values() for stem in own)
    shared = max(spread.values(), default=0)
    if shared == len(docs) or (shared > 1 and shared * 2 > len(docs)):
        return "agree", f"{shared} of {len(docs)} reports that say what the person is name the same office."
    return "compatible", "The reports describe the same person in different words; all can hold."
