"""Who asks: one name for every request, with a way to reach the person behind it."""

import re

from tellings.version import VERSION

TOKEN = "tellings"
"""The name by which a robots.txt speaks to this program."""

_CONTACT = re.compile(r"[\x21-\x27\x2a-\x7e]{3,200}")


def identify(contact: str) -> str:
    """What requests carry as their user agent: "tellings/0.1.0 (+desk@tarn.example)".

    Raises:
        ValueError: when ``contact`` cannot stand in a request.
    """
    contact = contact.strip()
    if not contact:
        return f"{TOKEN}/{VERSION}"
    if not _CONTACT.fullmatch(contact):
        raise ValueError(f"{contact[:60]!r} is no contact: give a mail or web address, without spaces.")
    return f"{TOKEN}/{VERSION} (+{contact})"
