"""Clauses: a sentence cut where a new verb takes over."""

import re
from collections.abc import Sequence
from itertools import pairwise

from tellings.lexicon import load_table
from tellings.model.span import Span
from tellings.text.clocks import NO_CLAUSE
from tellings.text.verbs import VerbGroup

# Where one clause may end and the next begin; the cut falls before the word and after the mark.
_BORDER = re.compile(
    r"(?=[,;:—–(\s])(?:[,;:—–(]\s+|\s-\s|\s(?=(?:a(?:fter|lthough|s|nd|mid)|b(?:efore|ecause|ut)|if|despite|following"
    r"|o(?:r|nce)|s(?:ince|o)|th(?:at|ough)|un(?:til|less)|w(?:hen|hile|here|ho|hich|hose|hether))\s)"
    rf"(?!{NO_CLAUSE}))",
    re.IGNORECASE,
)
# Behind a mark these begin a clause as surely as without it: "to Tarn and Orlan, and will then attend".
_OPENS = re.compile(r"(?:and|but|so|when)\s", re.IGNORECASE)


def split_clauses(text: str, sentence: Span, groups: Sequence[VerbGroup]) -> tuple[Span, ...]:
    """One span for each verb group, in order; together they cover the sentence.

    Between two groups the cut is at the last border before the second one's subject; where there is none, after a
    verb of saying or else before the second group.
    """
    saying = load_table("claim_frames")["saying"]["verbs"]
    cuts = [sentence.start]
    for one, two in pairwise(groups):
        borders = list(_BORDER.finditer(text, one.trigger.end, two.span.start))
        bare = one.trigger.end if one.lemma in saying else two.span.start
        cuts.append(_choose(text, borders) if borders else bare)
    cuts.append(sentence.end)
    return tuple(Span(a, b) for a, b in pairwise(cuts) if a < b)


def _choose(text: str, borders: Sequence[re.Match[str]]) -> int:
    """A subordinator is the surest border, then the last mark: lists before it belong to the first clause."""
    for border in reversed(borders):
        if not border.group().strip() or _OPENS.match(text, border.end()):
            return border.end()
    return borders[-1].end()
