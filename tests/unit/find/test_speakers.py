"""Who the speakers of quotations are, from the words to the name, role and entity."""

import pytest

from tellings.find.speakers import name_speakers
from tellings.flow import read_documents
from tellings.model.document import Document
from tellings.model.reading import Entity, Quotation, Role, Sentence, Speaker
from tellings.model.span import Span
from tellings.ports import RulesOnly


def spans(text: str, words: str) -> tuple[Span, ...]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + 1)
    return tuple(found)


def speak(text: str, heads: tuple[str, ...], entities: tuple[Entity, ...]) -> tuple[Speaker, ...]:
    """The speakers of quotations whose heads are the last places of ``heads`` in ``text``."""
    places = [spans(text, head)[-1] for head in heads]
    quotations = tuple(
        Quotation("indirect", (Span(len(text) - 2, len(text) - 1),), source=(place,), speaker=place) for place in places
    )
    ends = [at + 1 for at, c in enumerate(text) if c == "."]
    starts = [0, *(end + 1 for end in ends[:-1])]
    sentences = tuple(Sentence(Span(start, end), 0) for start, end in zip(starts, ends, strict=True))
    return name_speakers(Document("d1", "test", text), (), sentences, (), entities, quotations)


def person(number: int, name: str, text: str, *forms: str, roles: tuple[Role, ...] = ()) -> Entity:
    mentions = sorted({s for form in (name, *forms) for s in spans(text, form)})
    return Entity(f"e{number}", name, "person", (name, *forms), tuple(mentions), roles)


def test_a_name_is_its_entity_under_the_fullest_form() -> None:
    text = "Ana Bel came. Bel said it was late."
    (speaker,) = speak(text, ("Bel",), (person(0, "Ana Bel", text, "Bel"),))

    assert (speaker.name, speaker.entity) == ("Ana Bel", "e0")


def test_an_office_stays_as_printed_and_is_its_own_role() -> None:
    text = "A spokesman for Ana Bel said it was late."
    (speaker,) = speak(text, ("A spokesman for Ana Bel",), (person(0, "Ana Bel", text),))

    assert (speaker.name, speaker.entity) == ("A spokesman for Ana Bel", None)
    assert speaker.role is not None
    assert speaker.role.text == "A spokesman for Ana Bel"


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Ms. Ana Bel met Mr. Rolf Maas. Then she said it was late.", "she", "Ana Bel"),
        ("Ms. Ana Bel met Mr. Rolf Maas. Then he said it was late.", "he", "Rolf Maas"),
        ("Ana Bel met Rolf Maas's wife. Then she said it was late.", "she", "Ana Bel"),
    ],
)
def test_a_pronoun_agrees(text: str, pronoun: str, name: str) -> None:
    entities = (person(0, "Ana Bel", text), person(1, "Rolf Maas", text))
    (speaker,) = speak(text, (pronoun,), entities)

    assert speaker.name == name
    assert speaker.why


def test_nobody_is_guessed() -> None:
    text = "It rained all day. Then he said it was late."

    assert speak(text, ("he",), ()) == ()


def test_the_role_printed_with_the_name_is_kept() -> None:
    text = (
        "Talks end in Tarn\n\n“We are late,” said Ana Bel, a harbour engineer at the Institute of Tides.\n\n"
        "“And we are tired of it,” she said."
    )
    (reading,) = read_documents([Document("d1", "test", text)], RulesOnly())

    assert [s.name for s in reading.speakers] == ["Ana Bel", "Ana Bel"]
    assert all(s.role and "harbour engineer" in s.role.text for s in reading.speakers)


def test_a_label_of_a_transcript_is_the_person_of_that_last_name() -> None:
    text = "Ana Bel came. BEL"
    place = Span(len(text) - 3, len(text))
    quotation = Quotation("turn", (Span(0, 3),), source=(place,), speaker=place)
    doc = Document("d1", "test", text)
    (speaker,) = name_speakers(doc, (), (), (), (person(0, "Ana Bel", text),), (quotation,))

    assert (speaker.name, speaker.entity) == ("Ana Bel", "e0")


def test_a_label_without_a_name_in_the_report_is_set_in_small_letters() -> None:
    text = "ROLF MAAS, BYLINE"
    place = Span(0, len(text))
    quotation = Quotation("turn", (Span(0, 4),), source=(place,), speaker=place)
    (speaker,) = name_speakers(Document("d1", "test", text), (), (), (), (), (quotation,))

    assert (speaker.name, speaker.entity) == ("Rolf Maas", None)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        pytest.param(
            "Ana Bel, a member of the council, was led out.\n"
            "She struck Carlo Carr with her bag, but Mr Carr did not fall.\n"
            "She said that he had “aimed at me”.",
            "aimed at me",
            "Ana Bel",
            id="names in a sentence about the same pronoun are others'",
        ),
        pytest.param(
            "Mr Rolf Maas said he knew nothing. Asked about the words of Mr Ion Cor, he answered slowly. "
            "“I never met this man at all,” he said.",
            "I never met this man",
            "Rolf Maas",
            id="who is asked about another",
        ),
        pytest.param(
            "Ms Ana Bel said in a statement that the toll was “a war on boats”.\n"
            "The billionaire said her rivals “do not care about harbours at all”.",
            "do not care about",
            "Ana Bel",
            id="a noun after the one speaker",
        ),
        pytest.param(
            "Brenko Ltd said its offer stood until May.\n"
            "The northern-based firm said it would pay a “handsome toll” to the owners.",
            "handsome toll",
            "Brenko Ltd",
            id="a company after the one that spoke",
        ),
        pytest.param(
            "The Tarn Gazette reports that the dam is full.\n"
            "The article said that “the flood has swept away nine barns”.",
            "the flood has swept",
            "Tarn Gazette",
            id="an article after its paper",
        ),
        pytest.param(
            "The ships were listed, said two officials of the port.\n"
            "The list holds “friends” of Veltran President Ion Cor, they said.",
            "friends",
            "two officials of the port",
            id="those who speak are not those named in their words",
        ),
    ],
)
def test_who_was_named_before_speaks(text: str, words: str, name: str) -> None:
    text = f"Talks end in Tarn\n\n{text}\n"
    (reading,) = read_documents([Document("d1", "test", text)], RulesOnly())
    at = text.index(words)
    speakers = {s.span: s.name for s in reading.speakers}

    said = [q for q in reading.quotations if any(c.start <= at < c.end for c in q.content) and q.speaker]
    assert [speakers.get(q.speaker) for q in said if q.speaker] == [name]


def test_a_description_of_two_stays_nobody_in_particular() -> None:
    text = (
        "Talks end in Tarn\n\nAna Bel said the bill was late. Rolf Maas said it was early.\n"
        "The billionaire said his rivals “do not care about harbours at all”."
    )
    (reading,) = read_documents([Document("d1", "test", text)], RulesOnly())

    assert reading.speakers[-1].entity not in {e.id for e in reading.entities if e.kind == "person"}


def test_an_office_is_the_new_name_that_speaks_next() -> None:
    text = "An Orlan separatist leader said it was late. They would go, Ana Bel told reporters. Bel said so."
    ana = person(0, "Ana Bel", text)
    first, second = speak(text, ("An Orlan separatist leader", "Ana Bel"), (ana,))

    assert (first.name, first.entity) == ("Ana Bel", "e0")
    assert first.why == "'An Orlan separatist leader' is named a little later"
    assert second.role is not None
    assert second.role.text == "An Orlan separatist leader"


@pytest.mark.parametrize(
    "text",
    [
        "Ana Bel came. A union leader said it was late. They would go, Ana Bel told reporters.",
        "A union leader said it was late. Rolf Maas waited. They would go, Ana Bel told reporters.",
        "Union leaders said it was late. They would go, Ana Bel told reporters.",
        "A union leader said it was late. It rained. It snowed. It froze. They would go, Ana Bel told reporters.",
    ],
)
def test_an_office_stays_unnamed_beside_a_name_that_is_known_or_far(text: str) -> None:
    people = [person(0, "Ana Bel", text)] + ([person(1, "Rolf Maas", text)] if "Maas" in text else [])
    head = "Union leaders" if text.startswith("Union") else "A union leader"
    first, *_ = speak(text, (head, "Ana Bel"), tuple(people))

    assert first.entity is None


def test_a_speaker_gives_a_name() -> None:
    text = "It was late, said the villager, who gave her name as Ana."
    (speaker,) = speak(text, ("the villager",), (person(0, "Ana", text),))

    assert (speaker.name, speaker.entity) == ("Ana", "e0")


def test_who_comments_in_the_next_sentence_is_the_spokesman() -> None:
    text = "A ministry spokesman said it was late. Rolf Maas was responding to reports."
    (speaker,) = speak(text, ("A ministry spokesman",), (person(0, "Rolf Maas", text),))

    assert speaker.name == "Rolf Maas"


def test_a_pronoun_that_opens_a_report_is_who_speaks_next() -> None:
    text = "He said it was late. They would go, Rolf Maas told reporters."
    first, _ = speak(text, ("He", "Rolf Maas"), (person(0, "Rolf Maas", text),))

    assert first.name == "Rolf Maas"


def test_an_article_does_not_hide_a_short_name() -> None:
    text = "The Orlan Board met. Later the OB said it was late."
    board = Entity("e0", "Orlan Board", "organisation", ("Orlan Board", "OB"), spans(text, "OB"))
    (speaker,) = speak(text, ("the OB",), (board,))

    assert (speaker.name, speaker.entity) == ("Orlan Board", "e0")


def test_a_statement_is_by_whom_its_sentence_names() -> None:
    text = "Harsk's offer is final, according to a statement."
    harsk = Entity("e0", "Harsk", "organisation", ("Harsk",), spans(text, "Harsk"))
    (speaker,) = speak(text, ("a statement",), (harsk,))

    assert (speaker.name, speaker.entity) == ("Harsk", "e0")


def test_a_board_is_that_of_the_body_that_spoke_of_its_board() -> None:
    text = "Harsk said its board would meet. The board said it was late."
    harsk = Entity("e0", "Harsk", "organisation", ("Harsk",), spans(text, "Harsk"))
    (speaker,) = speak(text, ("The board",), (harsk,))

    assert speaker.name == "Harsk's board"


def test_who_belongs_to_an_office_is_not_its_holder() -> None:
    text = "Ana Bel came. The prime minister’s advisers said it was late."
    bel = person(0, "Ana Bel", text, "The prime minister")
    (speaker,) = speak(text, ("The prime minister’s advisers",), (bel,))

    assert (speaker.name, speaker.entity) == ("The prime minister’s advisers", None)


def test_some_are_not_the_body_that_spoke() -> None:
    text = "The port of Tarn said it was late. Nobody came, some said."
    port = Entity("e0", "port of Tarn", "organisation", ("port of Tarn",), spans(text, "port of Tarn"), ())
    found = speak(text, ("port of Tarn", "some"), (port,))

    assert [s.name for s in found] == ["port of Tarn"]


@pytest.mark.parametrize("head", ["some", "others", "many", "everyone"])
def test_some_is_nobody_in_particular(head: str) -> None:
    text = f"Ana Bel met the council. It was late, {head} said."

    assert speak(text, (head,), (person(0, "Ana Bel", text),)) == ()


def test_a_label_is_nobody() -> None:
    text = "Explainer: it was late."

    assert speak(text, ("Explainer",), ()) == ()


@pytest.mark.parametrize(
    ("text", "head", "name"),
    [
        ("Ms. Ana Bel stayed in Tarn. Her office said it was late.", "Her office", "Ana Bel’s office"),
        ("Mr. Rolf Maas stayed in Tarn. His lawyer said it was late.", "His lawyer", "Rolf Maas’ lawyer"),
        ("It rained all day. His lawyer said it was late.", "His lawyer", "His lawyer"),
    ],
)
def test_whose_office_speaks(text: str, head: str, name: str) -> None:
    entities = tuple(person(n, who, text) for n, who in enumerate(("Ana Bel", "Rolf Maas")) if who in text)
    (speaker,) = speak(text, (head,), entities)

    assert (speaker.name, speaker.entity) == (name, None)


def test_behind_what_is_said_nobody_owns_an_office() -> None:
    text = "Ms. Ana Bel met Ms. Eva Maas in Tarn. Ms. Eva Maas hopes to be early, her office said."
    content, speaker = spans(text, "Ms. Eva Maas hopes to be early")[-1], spans(text, "her office")[-1]
    quotation = Quotation("indirect", (content,), source=(speaker,), speaker=speaker)
    ends = [text.index("Tarn.") + 5, len(text)]
    sentences = (Sentence(Span(0, ends[0]), 0), Sentence(Span(ends[0] + 1, ends[1]), 0))
    entities = (person(0, "Ana Bel", text), person(1, "Eva Maas", text))
    (named,) = name_speakers(Document("d1", "test", text), (), sentences, (), entities, (quotation,))

    assert named.name == "her office"


def test_a_body_is_named_behind_what_it_is_at_the_end_of_a_sentence() -> None:
    text = "It was last looked at in May, according to its operator, Harsk Hydro."
    entity = Entity("e0", "Harsk Hydro", "organisation", ("Harsk Hydro",), spans(text, "Harsk Hydro"))
    (speaker,) = speak(text, ("its operator",), (entity,))

    assert (speaker.name, speaker.entity) == ("Harsk Hydro", "e0")
