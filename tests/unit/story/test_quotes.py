"""The same utterance of several reports, told once."""

from collections.abc import Callable

from tellings.model.brief import Utterance
from tellings.model.reading import Reading
from tellings.model.story import Anchor, Story, Told
from tellings.story.actors import merge_actors
from tellings.story.quotes import merge_quotations

Read = Callable[..., tuple[Reading, ...]]
TITLE = "Talks on the harbour end in Tarn\n\n"


def tell(readings: tuple[Reading, ...]) -> tuple[Utterance, ...]:
    story = Story("s1", "Talks", tuple(r.document.id for r in readings))
    anchors = tuple(Anchor(r.document.id, r.document.published) for r in readings)
    return merge_quotations(Told(story, readings, (), anchors, (), merge_actors(readings)))


def test_one_utterance_has_evidence_in_every_report_that_carries_it(read: Read) -> None:
    readings = read(
        ("2031-05-02", TITLE + "“The talks are over and nobody won them,” said Ana Bel, a harbour engineer."),
        ("2031-05-03", TITLE + 'Ana Bel told reporters: "The talks are over and nobody won them."'),
    )
    (told,) = tell(readings)

    assert [e.doc for e in told.evidence] == ["d0", "d1"]
    assert told.text == "The talks are over and nobody won them,"
    assert (told.kind, told.speaker_name, told.role, told.cue) == ("direct", "Ana Bel", "a harbour engineer", "said")
    assert told.as_printed == "Ana Bel, a harbour engineer"


def test_another_wording_is_kept_as_a_variant(read: Read) -> None:
    readings = read(
        ("2031-05-02", TITLE + "“The talks are over and nobody won them at all,” said Ana Bel."),
        ("2031-05-03", TITLE + "“The talks are over and nobody won them,” said Ana Bel."),
    )
    (told,) = tell(readings)

    assert [v.text for v in told.variants] == ["The talks are over and nobody won them,"]


def test_the_same_words_of_two_people_stay_apart(read: Read) -> None:
    readings = read(
        ("2031-05-02", TITLE + "“The talks are over and nobody won them,” said Ana Bel."),
        ("2031-05-03", TITLE + "“The talks are over and nobody won them,” said Rolf Maas."),
    )

    assert [u.speaker_name for u in tell(readings)] == ["Ana Bel", "Rolf Maas"]


def test_evidence_spans_the_words_from_first_to_last(read: Read) -> None:
    text = TITLE + "“The talks are over,” Ana Bel said, “and nobody won them.”"
    (told,) = tell(read(("2031-05-02", text)))

    assert [e.text for e in told.evidence] == ["The talks are over,” Ana Bel said, “and nobody won them."]
    assert told.text == "The talks are over, and nobody won them."


def test_a_report_that_repeats_itself_says_it_once(read: Read) -> None:
    text = TITLE + "“The talks are over and nobody won them,” said Ana Bel.\n\nTarn was calm on Monday.\n\n"
    (told,) = tell(read(("2031-05-02", text + "“The talks are over and nobody won them,” Bel said again.")))

    assert len(told.evidence) == 1


def test_scare_quotes_have_no_speaker(read: Read) -> None:
    (told,) = tell(read(("2031-05-02", TITLE + "The port suffers under the strict “zero rust” policy.")))

    assert (told.kind, told.speaker, told.speaker_name, told.as_printed) == ("scare", None, None, None)


def test_the_order_of_the_reports_changes_nothing(read: Read) -> None:
    readings = read(
        ("2031-05-02", TITLE + "“The talks are over and nobody won them,” said Ana Bel. “We go home.”"),
        ("2031-05-03", TITLE + "Rolf Maas said the port was shut."),
    )

    assert tell(readings) == tell(readings[::-1])


def test_ids_are_distinct_and_stable(read: Read) -> None:
    readings = read(("2031-05-02", TITLE + "“The talks are over,” said Ana Bel. Rolf Maas said the port was shut."))
    ids = [u.id for u in tell(readings)]

    assert len(set(ids)) == len(ids) == 2
    assert ids == [u.id for u in tell(readings)]


def test_a_headline_and_the_text_under_it_are_cited_once_in_the_text(read: Read) -> None:
    words = "Ana Bel says the port was given no warning"
    (told,) = tell(read(("2031-05-02", TITLE + f"Boats leave as {words}.\n\n{words}. It was late.")))

    (evidence,) = told.evidence
    assert evidence.start > len(TITLE) + len(words)


def test_a_short_term_of_another_is_not_the_same_utterance(read: Read) -> None:
    readings = read(
        ("2031-05-02", TITLE + "Ana Bel said some people blame what the council calls its “dry year” plan for it."),
        ("2031-05-03", TITLE + "Rolf Maas said he left his “dry year” plan."),
    )

    assert {u.speaker_name for u in tell(readings) if u.kind != "scare"} >= {"Ana Bel", "Rolf Maas"}
