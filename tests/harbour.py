"""A small invented story with every kind of line a brief can hold, built by hand for the tests of what is shown."""

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
from tellings.text.spans import cite

COURIER = Document(
    id="d1",
    location="reports/courier.txt",
    title="Ferry Aldis runs aground off Orlen",
    outlet="Orlen Courier",
    language="en",
    published=Published(date(2031, 5, 5), date(2031, 5, 5), "metadata", why="date_publish of the record"),
    text=(
        "Ferry Aldis runs aground off Orlen\n\nShare this   Listen 3 min\n\n"
        "The ferry Aldis ran aground off Orlen on Monday with 212 people aboard, the port authority said.\n\n"
        "“Nobody was in danger at any moment,” said Mira Tolland, the harbour master of Orlen. "
        "She expects the ferry to be towed to Vessa on Thursday.\n\n"
        "The captain had been told to slow down twice, a deckhand said."
    ),
)
LEDGER = Document(
    id="d2",
    location="reports/ledger.html",
    title="Aldis stuck on a sandbank, two hurt",
    outlet="Vessa Ledger",
    url="https://ledger.example/aldis",
    language="en",
    published=Published(date(2031, 5, 6), date(2031, 5, 7), "inferred", why="written after Monday, before Thursday"),
    text=(
        "Aldis stuck on a sandbank, two hurt\n\n"
        "About 240 people were aboard the Aldis when it struck a sandbank near Orlen on Monday.\n\n"
        "Get the Ledger in your inbox every morning with our newsletter, free for the first month and kinder than "
        "any alarm clock; sign up with your address, choose the topics you care for, and cancel whenever you like. "
        "We never sell what you tell us, and the crossword is still on the last page where it belongs.\n\n"
        "“Nobody was in danger,” Ms. Tolland told the Ledger. Two passengers broke an arm, the clinic of Vessa "
        "said.\n\n"
        "Rescuers spoke of a “miracle” on the beach. The tow may be put off to Friday if the wind does not turn."
    ),
)
WIRE = Document(id="d3", location="reports/wire.txt", text=COURIER.text.replace("Share this   Listen 3 min\n\n", ""))
DOCUMENTS = (COURIER, LEDGER, WIRE)


def at(doc: Document, words: str) -> Evidence:
    """The first place of ``words`` in ``doc``."""
    start = doc.text.index(words)
    return cite(doc, start, start + len(words))


def listed(doc: Document, *furniture: str, copy_of: str | None = None) -> BriefDocument:
    """``doc`` as a brief lists it, with these words as furniture."""
    places = [(doc.text.index(words), doc.text.index(words) + len(words)) for words in furniture]
    return BriefDocument(
        id=doc.id,
        location=doc.location,
        outlet=doc.outlet,
        credit=None,
        title=doc.title,
        bylines=doc.bylines,
        language=doc.language,
        kind="article",
        published=doc.published,
        furniture=tuple(Marked(start, end, "made for the test") for start, end in places),
        copy_of=copy_of,
        copied=0.97 if copy_of else 0.0,
        url=doc.url,
        notes=doc.notes,
    )


def _timeline() -> tuple[TimelineEntry, ...]:
    monday, thursday = date(2031, 5, 5), date(2031, 5, 8)
    aground = (at(COURIER, "ran aground off Orlen on Monday"), at(LEDGER, "struck a sandbank near Orlen on Monday"))
    tow = at(COURIER, "She expects the ferry to be towed to Vessa on Thursday.")
    put_off = at(LEDGER, "The tow may be put off to Friday if the wind does not turn.")
    return (
        TimelineEntry("t1", monday, monday, "day", "The Aldis runs aground", "happened", (), ("e2",), None, aground),
        TimelineEntry(
            id="t2",
            start=thursday,
            end=thursday,
            grain="day",
            what="The ferry is towed to Vessa",
            status="possible",
            history=(
                StatusStep(monday, "expected", "announced", "Mira Tolland", (tow,)),
                StatusStep(date(2031, 5, 7), "possible", "possible", None, (put_off,)),
            ),
            participants=("e2",),
            place=None,
            evidence=(tow, put_off),
        ),
        TimelineEntry("t3", None, None, "other", "The captain is told to slow down", "happened", (), (), None, (
            at(COURIER, "The captain had been told to slow down twice"),
        )),
    )  # fmt: skip


def _quotations() -> tuple[Utterance, ...]:
    danger, shorter = at(COURIER, "Nobody was in danger at any moment"), at(LEDGER, "Nobody was in danger")
    return (
        Utterance(
            "q1", danger.text, "direct", "e1", "Mira Tolland", "Mira Tolland", "the harbour master of Orlen", "said",
            (danger,), (Variant(shorter.text, shorter),),
        ),
        Utterance(
            "q2", "Two passengers broke an arm", "indirect", None, "the clinic of Vessa", "the clinic of Vessa", None,
            "said", (at(LEDGER, "Two passengers broke an arm"),),
        ),
        Utterance("q3", "miracle", "scare", None, None, None, None, None, (at(LEDGER, "miracle"),)),
    )  # fmt: skip


def _findings() -> tuple[Finding, ...]:
    counted = (
        Telling("212", "person", "212 people aboard", ("d1", "d3"), "the port authority", (
            at(COURIER, "212 people aboard"), at(WIRE, "212 people aboard"),
        )),
        Telling("240", "person", "About 240 people were aboard", ("d2",), None, (
            at(LEDGER, "About 240 people were aboard"),
        )),
    )  # fmt: skip
    where = Telling("Orlen", None, "off Orlen", ("d1",), None, (at(COURIER, "off Orlen on"),))
    near = Telling("Orlen", None, "near Orlen", ("d2",), None, (at(LEDGER, "near Orlen"),))
    hurt = Telling("2", "person", "Two passengers broke an arm", ("d2",), "the clinic of Vessa", (
        at(LEDGER, "Two passengers broke an arm"),
    ))  # fmt: skip
    return (
        Finding("f2", "where it ran aground", "place", "agree", 2, (where, near), "Both name Orlen."),
        Finding("f1", "how many people were aboard", "number", "conflict", 2, counted, "212 is not about 240."),
        Finding("f3", "the hurt", "number", "single", 1, (hurt,), "One report alone has it."),
    )


def briefing() -> Briefing:
    """Three reports, two origins, one conflict, one input left out."""
    ran = at(COURIER, "The ferry Aldis ran aground off Orlen on Monday with 212 people aboard")
    role = ActorRole("the harbour master of Orlen", (at(COURIER, "the harbour master of Orlen"),))
    brief = Brief(
        id="s1",
        title="Ferry Aldis runs aground off Orlen",
        as_of=date(2031, 5, 7),
        documents=(
            listed(COURIER, "Share this   Listen 3 min"),
            listed(LEDGER, LEDGER.text[LEDGER.text.index("Get the") : LEDGER.text.index("“Nobody") - 2]),
            listed(WIRE, copy_of="d1"),
        ),
        summary=(
            Statement("The ferry Aldis ran aground off Orlen on Monday.", (ran, at(LEDGER, "struck a sandbank"))),
            Statement("Two passengers broke an arm.", (at(LEDGER, "Two passengers broke an arm"),)),
        ),
        timeline=_timeline(),
        entities=(
            Actor("e1", "Mira Tolland", "person", ("Ms. Tolland",), (role,), ("d1", "d2"), 3),
            Actor("e2", "Aldis", "other", (), (), ("d1", "d2"), 4),
        ),
        quotations=_quotations(),
        findings=_findings(),
        times=(),
    )
    return Briefing(Generator("0.0", ("rules",)), (brief,), (Skipped("reports/empty.txt", "is empty"),))
