"""ninjs 3.0 as its specification has it: no property that it does not know, each of the type it has there.

Written from https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json, for the properties that matter to a brief.
"""

from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
import pytest

from tellings.exports.formats.as_ninjs import to_ninjs
from tellings.model.brief import Briefing
from tests import attacks, harbour

Moment = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
Uri = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9+.-]*:[A-Za-z0-9%\-._~:/?#\[\]@!$&'()*+,;=]+$")]


class Strict(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """As ``additionalProperties: false``."""


class Standard(Strict):
    name: str = ""
    version: str = ""
    schema: Uri = "x:y"


class Worded(Strict):
    value: str
    role: str = ""
    contentType: str = ""  # noqa: N815


class Body(Worded):
    charCount: int = 0  # noqa: N815
    wordCount: int = 0  # noqa: N815


class Concept(Strict):
    name: str = ""
    rel: str = ""
    uri: Uri = "x:y"
    literal: str = ""


class Event(Concept):
    id: str = ""


class InfoSource(Strict):
    name: str = ""
    role: str = ""
    uri: Uri = "x:y"
    literal: str = ""


class Rendition(Strict):
    name: str
    uri: Uri = "x:y"
    href: Uri = "x:y"
    contentType: str = ""  # noqa: N815
    title: str = ""


class Ninjs(Strict):
    uri: Uri
    type: Literal[
        "text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"
    ] = "text"  # fmt: skip
    representationType: Literal["full", "partial"] = "full"  # noqa: N815
    version: str = ""
    firstCreated: Moment = "2031-01-01T00:00:00Z"  # noqa: N815
    versionCreated: Moment = "2031-01-01T00:00:00Z"  # noqa: N815
    contentCreated: Moment = "2031-01-01T00:00:00Z"  # noqa: N815
    language: str = ""
    title: str = ""
    by: str = ""
    edNote: str = ""  # noqa: N815
    headlines: list[Worded] = []
    descriptions: list[Worded] = []
    bodies: list[Body] = []
    people: list[Concept] = []
    organisations: list[Concept] = []
    places: list[Concept] = []
    subjects: list[Concept] = []
    events: list[Event] = []
    infoSources: list[InfoSource] = []  # noqa: N815
    renditions: list[Rendition] = []
    associations: list["Association"] = []
    standard: Standard | None = None


class Association(Ninjs, kw_only=True):
    name: str


def read(written: str) -> Ninjs:
    item: Ninjs = msgspec.json.decode(written, type=Ninjs)
    assert item.standard is not None
    assert (item.standard.name, item.standard.version) == ("ninjs", "3.0")
    return item


def test_a_story_is_as_the_specification_has_it() -> None:
    item = read(to_ninjs(harbour.briefing(), harbour.DOCUMENTS))

    assert (item.type, item.representationType) == ("text", "full")
    assert [body.contentType for body in item.bodies] == ["text/plain", "text/markdown"]
    assert len(item.associations) == len(harbour.DOCUMENTS)
    assert {one.representationType for one in item.associations} == {"partial"}
    assert len({one.name for one in item.associations}) == len(item.associations)


def test_several_stories_are_one_composite_item() -> None:
    one = harbour.briefing()
    several = Briefing(one.generator, (one.stories[0], one.stories[0]), ())
    item = read(to_ninjs(several, harbour.DOCUMENTS))

    assert item.type == "composite"
    assert [part.type for part in item.associations] == ["text", "text"]


def test_a_hostile_brief_keeps_to_it_too() -> None:
    briefing, document = attacks.briefing()
    item = read(to_ninjs(briefing, (document,)))

    links = [rendition.href for one in item.associations for rendition in one.renditions]
    assert all(urlsplit(link).scheme in ("http", "https") for link in links)


@pytest.mark.parametrize(
    "wrong",
    ['{"type": "text"}', '{"uri": "urn:a:b", "kind": "text"}', '{"uri": "urn:a:b", "version": 3}'],
)
def test_what_is_not_ninjs_is_told_apart(wrong: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(wrong, type=Ninjs)
