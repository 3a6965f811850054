"""A story in each of the formats of ``tellings export``, to be saved."""

from typing import Annotated, Literal

from msgspec import Meta

from tellings import app
from tellings.daily.last_brief import find_last_brief
from tellings.daily.page_places import place_on_pages
from tellings.web.api.operations import Answer, Call, Operation
from tellings.web.api.stories import BEHIND, StoryAsked, as_briefed, require_story

To = Annotated[
    Literal[
        "html", "md", "txt", "json", "atom", "csv", "parquet", "events", "ics", "timelinejs", "jsonld", "annotations",
        "ninjs", "newsml", "stix", "misp", "pdf", "docx",
    ],
    Meta(description="The format, as `tellings export --to` has it."),
]  # fmt: skip
Tlp = Annotated[
    Literal["red", "amber+strict", "amber", "green", "clear"],
    Meta(description="How far `stix` and `misp` may be passed on."),
]


class ExportAsked(StoryAsked, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which story, in which format."""

    to: To
    tlp: Tlp = "clear"


def export_story(call: Call[ExportAsked, None]) -> Answer:
    """The brief of a story as it was made last, with what people decided on it, as a file in the format asked for.

    What each format carries and leaves out stands in the guide to exporting. `parquet`, `pdf` and `docx` need a part
    that may not be installed on the server (501).
    """
    asked, store = call.asked, call.web.store
    story = require_story(store, asked.story)
    last = find_last_brief(store, story)
    form = app.EXPORTS[asked.to]
    briefed = as_briefed(store, last.brief, asked.to)
    places = place_on_pages(store, briefed) if form.placed else {}
    written = app.export(briefed, asked.to, tlp=asked.tlp, places=places)
    headers = {
        "Content-Disposition": f'attachment; filename="{story}{form.suffix}"',
        BEHIND: str(last.behind),
    }
    return Answer(written, form.media, headers)


_MEDIA = {form.media.partition(";")[0] for form in app.EXPORTS.values()}

OPERATIONS = (
    Operation(
        "GET",
        "/stories/{story}/export",
        export_story,
        "stories",
        None,
        tuple(sorted(_MEDIA)),
        ExportAsked,
        fails=(501,),
        tells=(BEHIND,),
    ),
)
