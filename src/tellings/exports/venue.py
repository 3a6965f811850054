"""Where a thing takes place, as far as its words tell: a place that is merely named in them is none."""

import re
from collections.abc import Iterator

from tellings.exports.characters import show_line
from tellings.model.brief import Actor, Brief, TimelineEntry

# Words of a name at most; characters before it that say what is done there; characters of a text that are looked at,
# as many as ten long sentences have: what has more is no sentence.
_NAME_WORDS, _FAR, _READ = 6, 300, 2000
_SETTLED = "capital|city|town|village|port|island|region|province|district|state|suburb|valley|county|resort"
_BEFORE_NAME = (
    rf"(?:(?:the|a|an)\s+(?:[\w’'-]+\s+){{0,3}}?(?:{_SETTLED})(?:\s+of|,)?\s+"
    r"|(?:the\s+)?(?:(?:north|south|east|west|central|downtown|upper|lower|inner|outer|nearby|neighbou?ring)[a-z-]*\s+)?)"
)
_MOTION = (
    r"travel\w*|go|goes|going|gone|went|fl(?:y|ies|ying|own|ew)|return\w*|c[oa]me|coming|dr(?:ive|ove|iven|iving)|"
    r"sail\w*|walk\w*|march\w*|trips?|visits?|journeys?|tours?|flights?|mov(?:e|es|ed|ing)|head\w*|send|sends|sent|"
    r"brought|taken|tow\w*|deploy\w*|rush\w*|evacuat\w*|ferried|shipped"
)
_BETWEEN = r"(?:\s+(?:back|home|again|together|early|later|[a-z]+ly|by\s+[a-z]+|(?:on|next|this|last)\s+[A-Za-z]+))?"
_GOAL = (
    rf"\b(?:(?:{_MOTION}){_BETWEEN}\s+to|(?:leav\w*|left|bound|head\w*|set\s+off)\s+for"
    r"|visit(?:s|ed|ing)?|tour(?:s|ed|ing)?)"
)
_HELD = (
    r"\b(?:held|meets?|met|meeting|gathers?|gathered|begins?|starts?|opens?|takes?\s+place|took\s+place"
    r"|arrives?|arrived|due)"
)
_SITE = r"(?:in|at|near|outside|inside|around|across|throughout|off)"
_SURE = re.compile(
    rf"(?:{_GOAL}|{_HELD}(?:\s+(?:on\s+)?[A-Z]\w+)?\s+{_SITE}|(?:^|[.;]\s+)(?:In|At|Near|Outside|Inside|Across))\s+{_BEFORE_NAME}$"
)
_PERHAPS = re.compile(rf"\b{_SITE}\s+{_BEFORE_NAME}$", re.IGNORECASE)
# What a thing is about or comes after is not where it is; nor is the place of whoever does it, or says so.
_ASIDE = re.compile(
    r"\b(?:who|whom|whose|which|where|when|after|before|because|since|while|although|despite|following|amid)\b"
    r"|\b(?:about|over|against|ends?|ending|ended|on|for|from|condemn\w*|criticis\w*|criticiz\w*)\s+"
    r"(?:(?:the|an?|its|his|her|their)\s+)?(?!(?:[A-Z][a-z]*day|[A-Z][a-z]+\s+\d+)\b)(?:[\w’'-]+\s+){1,3}$"
    r"|\b(?i:said|says|say|told|tells|saying|born|based|lives?|living|interest|confidence|role|stake|investment)\s+$"
)  # fmt: skip
# "the capital, Orlan" is one phrase.
_CUT = re.compile(r"(?<!capital),|[;:()“”\"—–]")
# A name that goes on is another name, or tells of what kind something is: "the Orlan minister", "Orlan's minister".
_AFTER = re.compile(
    r"\s*(?:$|[,.;:!?…()“”\"—–])|\s+(?:and|or|but|nor|on|in|at|to|for|from|by|with|as|is|was|are|were|be|been|has|had|have|will|would|"
    r"can|could|may|might|must|shall|should|after|before|when|where|which|who|that|while|since|during|until|till|over|"
    r"about|amid|near|this|next|last|late|later|early|earlier|again|today|tomorrow|tonight|yesterday|not|if|because|"
    r"between|within|around|soon|the|a|an|\w+ed|\w+ly|\d\S*)\b"
)  # fmt: skip


class Venues:
    """The places of a brief by their names; ``of`` picks the one where an entry of its timeline takes place."""

    def __init__(self, brief: Brief) -> None:
        self._places: dict[str, Actor] = {}
        for actor in brief.entities:
            if actor.kind == "place":
                for name in (actor.name, *actor.aliases):
                    self._places.setdefault(show_line(name), actor)
        starts = sorted({re.escape(name.split()[0]) for name in self._places if name.split()}, key=len, reverse=True)
        self._starts = re.compile(rf"(?<![\w’'-])(?:{'|'.join(starts)})(?!\w)") if starts else None

    def of(self, entry: TimelineEntry) -> Actor | None:
        """The place that the words of the entry say it is in, at, near, or goes to; ``None`` where they leave it open.

        What its line says counts before what the cited words say around it. Several places are none, unless one is the
        goal of a trip or stands behind what is held there. The words are English; other languages have no venue.
        """
        for texts in ([entry.what], [place.text for place in entry.evidence]):
            found = [pair for text in dict.fromkeys(map(show_line, texts)) for pair in self._find(text)]
            if found:
                sure = {actor.id: actor for actor, certain in found if certain}
                among = sure or {actor.id: actor for actor, _ in found}
                return next(iter(among.values())) if len(among) == 1 else None
        return None

    def _find(self, text: str) -> Iterator[tuple[Actor, bool]]:
        """Places that the text puts something in, and whether it says so beyond doubt."""
        for start in self._starts.finditer(text[:_READ]) if self._starts else ():
            actor = self._named_at(text, start.start())
            if actor is None:
                continue
            before = text[max(0, start.start() - _FAR) : start.start()]
            clause = _CUT.split(before)[-1]
            certain = bool(_SURE.search(before))
            site = _PERHAPS.search(clause)
            if certain and not _ASIDE.match(clause.strip()):
                yield actor, True
            elif site and not _ASIDE.search(clause[: site.start()]):
                yield actor, False

    def _named_at(self, text: str, start: int) -> Actor | None:
        """The place whose whole name stands there, and is no part of a longer one."""
        words = list(re.finditer(r"\S+", text[start : start + 200]))[:_NAME_WORDS]
        for word in reversed(words):
            name = text[start : start + word.end()]
            for kept in (name, name.rstrip(',.;:!?…)”"—–')):
                if (actor := self._places.get(kept)) and _AFTER.match(text, start + len(kept)):
                    return actor
        return None
