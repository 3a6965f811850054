"""The language of a search: words, "phrases", and fields such as ``said:"Ilse Marek"``."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tellings.errors import UsageError
from tellings.model.library import Query

FIELDS: Mapping[str, str] = {
    "person": "persons",
    "place": "places",
    "outlet": "outlets",
    "said": "said",
    "since": "since",
    "until": "until",
    "not": "without",
}
"""The fields as they are written, and what they are called in a ``Query``."""

_QUOTES = str.maketrans("“”„«»", '"""""')
_TOKEN = re.compile(r'(?P<minus>-?)(?:(?P<field>[A-Za-z_]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_ADDRESS = ("http", "https", "ftp", "file")


def read_query(given: str | Sequence[str], *, today: date) -> Query:
    """The query that a text means, or the arguments of a command.

    An argument of several words without a field is a phrase: the shell has taken its quotation marks away.

    Raises:
        UsageError: when a field or a day is not known, a quotation mark is not closed, or nothing is asked for.
    """
    text = given if isinstance(given, str) else " ".join(_quote(argument) for argument in given)
    text = text.translate(_QUOTES)
    if text.count('"') % 2:
        raise UsageError(f"The query {text[:80]!r} has a quotation mark that is not closed.")
    found: dict[str, list[str]] = {name: [] for name in ("words", "phrases", *FIELDS.values())}
    for token in _TOKEN.finditer(text):
        value = (token["phrase"] if token["phrase"] is not None else token["word"]).strip()
        name = (token["field"] or "").lower()
        if name in _ADDRESS and value.startswith("//"):
            name, value = "", f"{name}:{value}"
        if name and name not in FIELDS:
            raise UsageError(f"There is no field {name[:40]!r} to search in. Choose one of: {', '.join(FIELDS)}.")
        if not value:
            continue
        if token["minus"] and name:
            raise UsageError(f"-{name}: is not understood: leave out single words only, as in -football.")
        kind = "without" if token["minus"] else FIELDS[name] if name else "words" if token["word"] else "phrases"
        found[kind].append(value)
    days = {name: _read_day(name, found.pop(name), today) for name in ("since", "until")}
    query = Query(**{name: tuple(values) for name, values in found.items()}, **days)  # type: ignore[arg-type]
    if query == Query() or query == Query(without=query.without):
        raise UsageError(
            'The query asks for nothing. Write words, "a phrase", or one of '
            + ", ".join(f"{name}:..." for name in FIELDS)
            + "."
        )
    return query


def write_query(query: Query) -> str:
    """The query as a text that means the same."""
    parts = [*query.words, *(f'"{phrase}"' for phrase in query.phrases)]
    for name, attribute in FIELDS.items():
        value = getattr(query, attribute)
        values = value if isinstance(value, tuple) else (value.isoformat(),) if value else ()
        parts += [f'{name}:"{one}"' if re.search(r"\s", one) else f"{name}:{one}" for one in values]
    return " ".join(parts)


def _quote(argument: str) -> str:
    if '"' in argument or not re.search(r"\s", argument.strip()):
        return argument
    name, colon, rest = argument.partition(":")
    if colon and name.isalpha() and not re.search(r"\s\w+:", rest):
        return f'{name}:"{rest.strip()}"'
    return argument if re.search(r"(?:^|\s)(?:-\w|\w+:\S)", argument) else f'"{argument.strip()}"'


def _read_day(name: str, values: Sequence[str], today: date) -> date | None:
    if len(values) > 1:
        raise UsageError(f"{name}: is given more than once.")
    if not values:
        return None
    near = {"today": 0, "yesterday": 1}
    if values[0].lower() in near:
        return today - timedelta(days=near[values[0].lower()])
    try:
        return date.fromisoformat(values[0])
    except ValueError as err:
        raise UsageError(f"{name}:{values[0][:40]} is no day. Write {name}:2031-05-09, today or yesterday.") from err
