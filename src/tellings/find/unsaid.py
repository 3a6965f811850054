"""What a report says was not said: "did not say whether", "no sign that Tarn had pledged"."""

import re

from tellings.model.reading import Quotation

# Characters before a cue in which a denial of it stands.
_BEFORE = 120
_NOT = re.compile(r"(?:\b(?:not|never|cannot)|n[’']t)(?:\s+\w+ly|\s+yet|\s+even)?\s*$", re.IGNORECASE)
_NO_SIGN = re.compile(
    r"\b(?:no|any|without|little|lack of|nor)\s+(?:\w+\s+){0,2}"
    r"(?:sign|evidence|indication|suggestion|proof|hint|word|confirmation)s?\s+(?:that|of)\b[^.;:!?]*$",
    re.IGNORECASE,
)


def is_unsaid(text: str, quotation: Quotation) -> bool:
    """Whether the report denies that the words were said: shown as somebody's words they would turn it round.

    Words in quotation marks were said by somebody, whatever the verb beside them.
    """
    if quotation.kind != "indirect" or not quotation.cue:
        return False
    cue = quotation.cue[0].start
    before = text[max(0, cue - _BEFORE) : cue]
    return _NOT.search(before) is not None or _NO_SIGN.search(before) is not None
