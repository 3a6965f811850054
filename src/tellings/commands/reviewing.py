"""``tellings review``: what people decide on the lines of a story, and on the story as a whole."""

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tellings.commands.library_options import clock, opened, talking
from tellings.commands.output import print_out, screen, talk, write

if TYPE_CHECKING:
    from tellings.model.review import Judgement

_LINE = "LINE is the id of a line of the brief, or how it begins; tellings review lines STORY lists them."

_CORRECTIONS = {
    "speaker": "Who said a quotation; '' for nobody named.",
    "words": "The words of a quotation, as one of its reports prints them.",
    "date": "The day of a report, or of an entry of the timeline: 2031-05-09, 2031-05-09/2031-05-11.",
    "status": "Of an entry of the timeline: happened, under_way, expected, possible, denied, cancelled.",
    "verdict": "Of a comparison: agree, compatible, updated, conflict, single.",
    "text": "The wording of a summary line, an entry of the timeline, or what a comparison is about.",
    "name": "The name of a person, organisation or place.",
    "kind": "person, organisation, place, group, event, work, other.",
}


@click.group(no_args_is_help=True)
def review() -> None:
    """Confirms, rejects and corrects lines of a story; names, merges and splits stories; takes any of it back.

    What people decide stays when reports are read again, and is shown wherever the story is. Nothing is deleted.
    """


def _deciding(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a decision; the command gives it, and what came of it is printed."""
    options = (
        click.option(
            "--by", default="me", envvar="TELLINGS_READER", metavar="NAME", help="Who decides ($TELLINGS_READER)."
        ),
        click.option("--note", default="", metavar="WORDS", help="Why; others see it."),
    )
    for option in reversed(options):
        command = option(command)

    @wraps(command)
    def run(*args: Any, **given: Any) -> None:
        command(*args, **given)

    return talking(run)


def _decide(library: str | None, as_json: bool, quiet: bool, decide: "Callable[[Any], Judgement]") -> None:
    from tellings.daily import reviews

    with opened(library) as store:
        made = decide(store)
    if as_json:
        print_out(reviews.to_reviews_json(made))
    elif not quiet:
        print_out(reviews.to_judgement_line(made))


@review.command(no_args_is_help=True)
@click.argument("story")
@click.option("--in", "layer", default="", metavar="PART", help="Only the summary, timeline, quotations, findings ...")
@talking
def lines(story: str, layer: str, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Lists the lines of a story with the ids by which they are reviewed."""
    from tellings.daily import reviews

    with opened(library) as store:
        found = reviews.list_lines_of(store, story, layer)
    if as_json:
        print_out("".join(reviews.to_line_json(line) for line in found))
    else:
        told = ((line.layer, line.id, line.text) for line in found)
        print_out(reviews.to_line_ids(told, width=10_000 if verbose else screen()[0]))


def _on_line(verb: str, help_text: str) -> None:
    @review.command(verb, no_args_is_help=True, help=help_text, epilog=_LINE)
    @click.argument("story")
    @click.argument("line")
    @_deciding
    def run(
        story: str, line: str, by: str, note: str, library: str | None, as_json: bool, verbose: bool, quiet: bool
    ) -> None:
        from tellings.daily import reviews

        _decide(
            library, as_json, quiet,
            lambda store: reviews.review_line(store, story, "", line, verb, by=by, now=clock(), note=note),
        )  # fmt: skip


_on_line("confirm", "Says that a line is right: the reports say so.")
_on_line("reject", "Says that a line is wrong: it is left out of the brief, and listed as rejected.")


def _corrections(command: Callable[..., None]) -> Callable[..., None]:
    for field, help_text in reversed(_CORRECTIONS.items()):
        command = click.option(f"--{field}", metavar="VALUE", help=help_text)(command)
    return command


@review.command(no_args_is_help=True, epilog=_LINE)
@click.argument("story")
@click.argument("line")
@_corrections
@click.option("--as-typed", is_flag=True, help="The speaker's name is right, though nearly that of another.")
@_deciding
def correct(
    story: str,
    line: str,
    by: str,
    note: str,
    library: str | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
    as_typed: bool,
    **fields: str | None,
) -> None:
    """Corrects a line: a speaker, a day, a status, a verdict, its wording; of a report its day."""
    from tellings.daily import reviews

    given = [(field, value) for field, value in fields.items() if value is not None]
    if len(given) != 1:
        raise click.UsageError(f"Say what is corrected, one thing at a time: --{', --'.join(_CORRECTIONS)}.")
    ((field, value),) = given
    _decide(
        library, as_json, quiet,
        lambda store: reviews.review_line(
            store, story, "", line, "correct",
            by=by, now=clock(), field=field, value=value, note=note, as_typed=as_typed,
        ),
    )  # fmt: skip


@review.command(no_args_is_help=True, epilog=_LINE)
@click.argument("story")
@click.argument("line")
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@_deciding
def detach(
    story: str,
    line: str,
    reports: Sequence[str],
    by: str,
    note: str,
    library: str | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Takes reports, by their ids, off a line that they do not say; it rests on the others alone."""
    from tellings.daily import reviews

    _decide(
        library, as_json, quiet,
        lambda store: reviews.review_line(
            store, story, "", line, "detach", by=by, now=clock(), note=note, documents=reports
        ),
    )  # fmt: skip


@review.command(no_args_is_help=True)
@click.argument("story")
@click.argument("one")
@click.argument("other")
@_deciding
def same(
    story: str, one: str, other: str, by: str, note: str, library: str | None, as_json: bool, verbose: bool, quiet: bool
) -> None:
    """Says that two people, organisations or places are one; ONE is an id, OTHER an id or a name."""
    from tellings.daily import reviews

    _decide(
        library, as_json, quiet,
        lambda store: reviews.review_line(
            store, story, "entities", one, "same", by=by, now=clock(), value=other, note=note
        ),
    )  # fmt: skip


@review.command(no_args_is_help=True)
@click.argument("story")
@click.argument("one")
@click.argument("called")
@click.option("--report", "reports", multiple=True, metavar="ID", help="Only in this report; may be given again.")
@_deciding
def different(
    story: str,
    one: str,
    called: str,
    reports: Sequence[str],
    by: str,
    note: str,
    library: str | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Says that who is CALLED so is somebody else than ONE, whose id is given."""
    from tellings.daily import reviews

    _decide(
        library, as_json, quiet,
        lambda store: reviews.review_line(
            store, story, "entities", one, "different", by=by, now=clock(), value=called, note=note, documents=reports
        ),
    )  # fmt: skip


@review.command(no_args_is_help=True)
@click.argument("story")
@click.argument("words")
@click.option("--line", default="", metavar="ID", help="On this line; else on the story.")
@_deciding
def note(
    story: str,
    words: str,
    line: str,
    by: str,
    note: str,
    library: str | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Leaves a note on a story, or on one of its lines."""
    from tellings.daily import reviews

    told = f"{words} {note}".strip()
    _decide(
        library, as_json, quiet,
        lambda store: reviews.review_line(store, story, "", line, "note", by=by, now=clock(), note=told)
        if line
        else reviews.note_story(store, story, told, by=by, now=clock()),
    )  # fmt: skip


@review.command(no_args_is_help=True)
@click.argument("story")
@click.argument("title")
@_deciding
def rename(
    story: str, title: str, by: str, note: str, library: str | None, as_json: bool, verbose: bool, quiet: bool
) -> None:
    """Gives a story a title that it keeps."""
    from tellings.daily import reviews

    _decide(library, as_json, quiet, lambda s: reviews.rename_story(s, story, title, by=by, now=clock(), note=note))


@review.command(no_args_is_help=True)
@click.argument("story")
@click.argument("other")
@_deciding
def merge(
    story: str, other: str, by: str, note: str, library: str | None, as_json: bool, verbose: bool, quiet: bool
) -> None:
    """Says that two stories are one; grouping does not tear them apart again."""
    from tellings.daily import reviews

    _decide(library, as_json, quiet, lambda s: reviews.merge_stories(s, story, other, by=by, now=clock(), note=note))


@review.command(no_args_is_help=True)
@click.argument("story")
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option("--title", default="", metavar="WORDS", help="Title of the new story.")
@_deciding
def split(
    story: str,
    reports: Sequence[str],
    title: str,
    by: str,
    note: str,
    library: str | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Takes reports, by their ids, out into a story of their own; grouping does not draw them back."""
    from tellings.daily import reviews

    _decide(
        library, as_json, quiet,
        lambda s: reviews.split_story(s, story, reports, by=by, now=clock(), note=note, title=title),
    )  # fmt: skip


@review.command(no_args_is_help=True)
@click.argument("decision")
@_deciding
def undo(decision: str, by: str, note: str, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Takes a decision back, by its id; to take an undo back is to decide again."""
    from tellings.daily import reviews

    _decide(library, as_json, quiet, lambda store: reviews.undo(store, decision, by=by, now=clock(), note=note))


@review.command("list")
@click.argument("story", required=False)
@click.option("--by", metavar="NAME", help="Only what this person decided.")
@talking
def list_(story: str | None, by: str | None, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Lists what people decided, the latest first: on a story or on all, with what was taken back."""
    from tellings.daily import reviews

    with opened(library) as store:
        found = reviews.list_judgements(store, story, by=by)
        if as_json:
            print_out(reviews.to_reviews_json(reviews.ReviewsRecord(library=store.where, reviews=found)))
        else:
            print_out(reviews.to_judgement_lines(found))


@review.command()
@click.argument("story", required=False)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to FILE.")
@talking
def export(story: str | None, out: Path | None, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Writes decisions as training data: JSON Lines, one decision a line with the words, their context, was and now."""
    from tellings.daily.examples import export_reviews

    with opened(library) as store:
        found = list(export_reviews(store, story))
    if out is None:
        sys.stdout.flush()
        print_out("".join(found))
    else:
        write(out, "".join(found))
        if not quiet:
            talk(f"wrote {out}: {len(found):,} {'decision' if len(found) == 1 else 'decisions'}")


@review.command("import", no_args_is_help=True)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--by", default="me", envvar="TELLINGS_READER", metavar="NAME", help="Who, where none is named ($TELLINGS_READER)."
)
@talking
def import_(files: Sequence[str], by: str, library: str | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Takes in what people marked elsewhere: W3C Web Annotations, and what Hypothesis exports as JSON.

    The tags confirmed, rejected and disputed decide; all else that is said becomes a note. "-" is standard input.
    """
    from tellings.daily import annotations

    with opened(library) as store:
        made = annotations.take_in_files(store, files, stdin=sys.stdin.buffer, by=by, now=clock())
    if as_json:
        print_out(annotations.to_taken_in_json(made))
    elif not quiet:
        print_out(annotations.to_taken_in(made))
