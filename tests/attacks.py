"""A briefing whose every word tries to break out of the format it is shown in."""

from datetime import date

from tellings.model.brief import (
    Actor,
    ActorRole,
    Brief,
    BriefDocument,
    Briefing,
    Finding,
    Generator,
    Marked,
    Statement,
    StatusStep,
    Telling,
    TimelineEntry,
    Utterance,
    Variant,
)
from tellings.model.document import Document, Published, Skipped
from tellings.model.span import Evidence

ATTACKS = (
    "<script>document.title='broken'</script>",
    "<img src=x onerror=document.title='broken'>",
    "\"><svg onload=document.title='broken'>",
    "' onmouseover='document.title=1' x='",
    "</style><script>document.title='broken'</script>",
    "</title></mark></details></article><h1>broken</h1>",
    "<!-- --><iframe src=https://attacker.example></iframe>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "[click](javascript:alert(1)) ![x](https://attacker.example/x.png) <https://attacker.example>",
    "https://attacker.example www.attacker.example mailto:a@attacker.example",
    "# heading `code` **bold** _it_ ~~no~~ | cell | $x$ [^1] &lt;b&gt; &amp;copy;",
    "1. list",
    "- [ ] task",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m \x00 \x08 \x7f",
    "[red]rich markup[/red] :smiley:",
    "\u202eright to left\u202c \u2066isolated\u2069 \U000e0041tag",
    "line one\r\nline two\u2028line three\x85line four\x0cline five",
)
"""One hostile string each; joined they make the text of the report."""


def briefing() -> tuple[Briefing, Document]:
    """Every field of every type filled with every attack."""
    text = "\n\n".join(ATTACKS)
    doc = Document(id="d1", location=text, text=text, title=text, outlet=text, url="javascript:alert(1)")
    day = date(2031, 5, 5)
    places = [(text.index(a), text.index(a) + len(a)) for a in ATTACKS]
    evidence = tuple(Evidence("d1", s, e, text[s:e]) for s, e in places)
    listed = BriefDocument(
        "d1", text, text, text, text, (text,), "en", "article",
        Published(day, day, "stated", evidence=evidence, why=text), (Marked(0, 20, text),),
        url="javascript:alert(1)", notes=(text,),
    )  # fmt: skip
    brief = Brief(
        id=text,
        title=text,
        as_of=day,
        documents=(listed,),
        summary=tuple(Statement(a, evidence) for a in ATTACKS),
        timeline=tuple(
            TimelineEntry(
                f"{n}{a}", day, day, "day", a, "expected",
                (
                    StatusStep(day, "possible", "possible", a, evidence, a),
                    StatusStep(day, "expected", "announced", a, evidence, a),
                ),
                (a,), a, evidence,
            )
            for n, a in enumerate(ATTACKS)
        ),
        entities=(Actor("e1", text, "person", (text,), (ActorRole(text, evidence),), ("d1",), 1),),
        quotations=tuple(
            Utterance(f"q{n}", a, "direct", None, a, a, a, a, evidence, (Variant(a, evidence[n]),), a)
            for n, a in enumerate(ATTACKS)
        ),
        findings=tuple(
            Finding(
                f"f{n}", a, "other", "conflict" if n % 2 else "single", 1, (Telling(a, a, a, ("d1",), a, evidence),), a,
            )
            for n, a in enumerate(ATTACKS)
        ),
        times=(),
    )  # fmt: skip
    return Briefing(Generator("0.0", (text,)), (brief,), (Skipped(text, text),)), doc
