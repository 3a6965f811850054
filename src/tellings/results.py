"""What the use cases hand back: records of the model, put together so that they show themselves in a notebook."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tellings.model.brief import Briefing
from tellings.model.document import Document, Skipped
from tellings.model.reading import Reading
from tellings.model.story import Story

if TYPE_CHECKING:
    from tellings.notebook.fragment import Page
    from tellings.notebook.tables import Table


@dataclass(frozen=True, slots=True)
class Briefed:
    """A briefing and the documents its citations point into; it shows itself in a notebook."""

    briefing: Briefing
    documents: tuple[Document, ...]

    @property
    def findings(self) -> "Table":
        """What the reports agree and differ on, a row for each value of each fact."""
        from tellings.notebook.tables import list_findings

        return list_findings(self.briefing)

    @property
    def quotations(self) -> "Table":
        """Who said what, a row for each utterance."""
        from tellings.notebook.tables import list_quotations

        return list_quotations(self.briefing)

    @property
    def timeline(self) -> "Table":
        """What happened or is expected when, a row for each."""
        from tellings.notebook.tables import list_timeline

        return list_timeline(self.briefing)

    def page(self) -> "Page":
        """The page of the briefing, which a notebook shows in a frame that runs nothing."""
        from tellings.exports.as_html import to_html
        from tellings.notebook.fragment import Page

        return Page(to_html(self.briefing, self.documents))

    def _repr_html_(self) -> str:
        from tellings.notebook.showing import show_briefs

        return show_briefs(self.briefing.stories)

    def _repr_markdown_(self) -> str:
        from tellings.exports.as_markdown import to_markdown

        return to_markdown(self.briefing, self.documents)


@dataclass(frozen=True, slots=True)
class ReadReports:
    """The readings of all reports, and what was left out; it shows itself in a notebook."""

    readings: tuple[Reading, ...]
    skipped: tuple[Skipped, ...]

    def _repr_html_(self) -> str:
        from tellings.notebook.showing import show_readings

        return show_readings(self.readings)


@dataclass(frozen=True, slots=True)
class Grouped:
    """The stories the documents tell, and what was left out; it shows itself in a notebook."""

    stories: tuple[Story, ...]
    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]

    def _repr_html_(self) -> str:
        from tellings.notebook.showing import show_stories

        names = {doc.id: doc.title or doc.location for doc in self.documents}
        return show_stories(self.stories, names)
