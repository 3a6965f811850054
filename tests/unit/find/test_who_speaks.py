"""Whose words they are where a name, a paragraph or a label beside them misleads."""

import pytest

from tellings.flow import read_documents
from tellings.model.document import Document
from tellings.model.reading import Reading
from tellings.ports import RulesOnly


def read(text: str) -> Reading:
    (reading,) = read_documents([Document("d1", "test", text)], RulesOnly())
    return reading


def speakers_of(text: str, words: str) -> list[str | None]:
    """The speakers of what is quoted where ``words`` stand, ``None`` for quoted words of nobody."""
    reading = read(text)
    at = reading.document.text.index(words)
    named = {s.span: s.name for s in reading.speakers}
    return [
        named.get(q.speaker) if q.speaker else None
        for q in reading.quotations
        if q.kind != "indirect" and any(c.start <= at < c.end for c in q.content)
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        pytest.param(
            "“The paper is far from perfect and we know it,” NOW President Ana Marek said in a statement.",
            "The paper is far",
            "Ana Marek",
            id="a body whose name is written like an adverb",
        ),
        pytest.param(
            "The plan was shot down even by James Orlan, the co-author of the original act, who summed up the mood "
            "when he cautioned his colleagues “not to make the perfect the enemy of the good.”",
            "not to make",
            "James Orlan",
            id="a description between a name and its relative clause",
        ),
        pytest.param(
            "“The port had no option,” Jon Marek, analyst at the Tarn Institute, said by phone from Orlan. “The hand "
            "of the port was forced into a very uncomfortable decision.”",
            "The hand of",
            "Jon Marek",
            id="by what means it was said",
        ),
        pytest.param(
            "Rolf Maas said the outcome of the vote suggested the port was “in for a hard four years”.",
            "in for a hard",
            "Rolf Maas",
            id="a thing inside what somebody says",
        ),
        pytest.param(
            "President Rolf Maas is “very close” to naming a chief, he told harbour reporters on Thursday.",
            "very close",
            "Rolf Maas",
            id="a pronoun after the only name, which stands in the words",
        ),
        pytest.param(
            "The talks were long. It came after Lena Harsk publicly chided Rolf Maas on Friday, accusing the president "
            "of having “wasted another week”.",
            "wasted another",
            "Lena Harsk",
            id="a participle after a clause of its own subject",
        ),
        pytest.param(
            "The council met late.\n\nIn a statement, the harbour office said:\n\nWe are sorry for the trouble this "
            "has caused to the people here.\n\nTwo ships were turned away in the morning.",
            "We are sorry",
            "the harbour office",
            id="a paragraph set apart under a colon",
        ),
        pytest.param(
            "The council met late.\n\nAna Bel, the mayor, wrote on her page:\n\nThe storm has shown how weak the walls "
            "are, and the council must pay.",
            "The storm has",
            "Ana Bel",
            id="a colon after where it was written",
        ),
        pytest.param(
            "“The storm may show how weak we are,” writes Rolf Maas, “but it has done little to the ships.”\n\nThe "
            "outlines of a settlement [between port and town] are already visible: a wall and a fund.",
            "The outlines",
            "Rolf Maas",
            id="an insertion in square brackets right after quoted words",
        ),
        pytest.param(
            "The words of the harbour chief can be read here in full.\n\nReporter: What can you do for it, as all "
            "say that you hold the key?\n\nMarek: First, that I hold the key is a trick thought up by our partners.\n\n"
            "It is quite simply chilling to watch.\n\nI can understand the people of the port; why must they wait?\n\n"
            "The port was closed for three hours, and ships waited outside.",
            "I can understand",
            "Marek",
            id="a question and an answer inside a report",
        ),
    ],
)
def test_the_words_are_given_to_who_said_them(text: str, words: str, speaker: str) -> None:
    assert speakers_of(text, words) == [speaker]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("“It is time to govern,” Marek said on Tarn TV's “Meet the Mayor.”", "Meet the", id="a programme"),
        pytest.param(
            "A new book has arrived from Ana Bel: “The Mind of a Harbour Woman,” which cites a culture.",
            "The Mind of",
            id="a book",
        ),
    ],
)
def test_a_title_is_nobodys_words(text: str, words: str) -> None:
    assert speakers_of(text, words) == [None]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "The mayor said the plan has three parts:\n\nA new wall for the outer harbour will be built by spring.",
            "A new wall",
            id="a list that is told",
        ),
        pytest.param(
            "Reporter: What can you do for the port?\n\nMarek: First, that I hold the key is a trick of partners.\n\n"
            "The port was closed for three hours, and ships waited outside.",
            "The port was closed",
            id="the report after an answer",
        ),
    ],
)
def test_what_the_report_says_itself_is_not_quoted(text: str, words: str) -> None:
    assert speakers_of(text, words) == []


def test_a_name_in_marks_is_nobodys_words() -> None:
    reading = read("Jon Marek left the town, where the rebels have declared an independent “Free Tarn Province”.")

    assert [(q.kind, q.speaker) for q in reading.quotations] == [("scare", None)]


def test_a_pronoun_passes_over_captions() -> None:
    text = (
        "Ana Marek, the mayor, said the port was shut.\n\n"
        "Lena Harsk stands at the gate in Tarn. (Reuters/Jon Orlan)\n\n"
        "She said: “We will open the gate again on Monday.”"
    )
    assert speakers_of(text, "We will open") == ["Ana Marek"]


def test_he_after_words_that_retell_another_is_who_says_it_all() -> None:
    text = (
        "Rolf Tarn, a clerk of the port of Harsk, said Premier Karl Marek had told him that the gate was rusted"
        " through. “Nobody has looked at it for ten years,” he said."
    )
    assert speakers_of(text, "Nobody has looked") == ["Rolf Tarn"]


def test_whoever_is_named_in_the_words_does_not_say_them() -> None:
    text = (
        "The court in Harsk sat on Monday. Ilse Marek spoke for an hour about the night of the fire.\n\n"
        "Oren Tal, the driver, left the room.\n\n"
        "“I saw Tal there,” she said."
    )
    assert speakers_of(text, "I saw Tal") == ["Ilse Marek"]


def test_a_body_named_between_commas_behind_what_it_is_speaks() -> None:
    text = "A book is due in Tarn. The publishing company, Velmark Press, said that “the book will have maps of Harsk”."

    assert speakers_of(text, "the book will have") == ["Velmark Press"]


def test_a_name_behind_whom_somebody_speaks_for_is_not_the_speaker() -> None:
    text = "A dam is shut. A spokesman for the company, Velmark Hydro, said that “the gate was shut for a week”."

    assert speakers_of(text, "the gate was shut") == ["A spokesman for the company"]


@pytest.mark.parametrize("when", ["in May", "on 8 May", "on May 8", "in June", "on Monday"])
def test_a_time_between_a_speaker_and_the_verb_is_no_part_of_the_name(when: str) -> None:
    text = f"The gates of the Harsk dam were shut. “They are safe,” the mayor {when} said. Voss left."

    assert speakers_of(text, "They are") == ["the mayor"]
