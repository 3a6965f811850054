"""What every picture is: the drawing, and the words for whoever cannot see it."""

from dataclasses import dataclass

from markupsafe import Markup

from tellings.exports.characters import show_line


@dataclass(frozen=True, slots=True)
class Picture:
    """``svg`` is one ``<svg>`` element, safe to put into a page; ``words`` say what it shows, as plain text.

    Colours and letters are the page's business: the parts of the drawing have classes and no ``style``.
    """

    svg: Markup
    words: str


def fill_in(template: str, *values: object) -> Markup:
    """The template with the values in its places, each escaped; words lose what would act instead of show."""
    return Markup(template).format(*(show_line(v) if isinstance(v, str) and not _safe(v) else v for v in values))


def short_number(number: float) -> str:
    """The number as SVG takes it, with two digits at most after the point and none that say nothing."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"


def _safe(value: str) -> bool:
    return isinstance(value, Markup)
