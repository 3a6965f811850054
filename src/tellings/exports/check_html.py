"""A checked draft as one HTML page: no network, no scripts; the draft with marks, its reasons beside it."""

from tellings.exports.as_html import environment, hash_of, policy_of, read_page
from tellings.exports.checked import VERDICTS, cited, counts, cut, say_counts
from tellings.model.check import Check
from tellings.version import VERSION


def to_check_html(check: Check) -> str:
    """The draft as written, each sentence a link to its reason and evidence, which also show on hover and focus."""
    style = read_page("page.css") + read_page("check.css")
    return (
        environment()
        .get_template("check.html.jinja")
        .render(
            check=check,
            pieces=tuple(cut(check)),
            cards=[(n, s, cited(check, s.evidence)) for n, s in enumerate(check.sentences, 1)],
            called=VERDICTS,
            counts=counts(check),
            summed=say_counts(check),
            version=VERSION,
            style=style,
            policy=policy_of(style=hash_of(style), script="'none'"),
        )
    )
