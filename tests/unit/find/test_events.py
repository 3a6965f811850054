"""Events by rules, and what signals change of them."""

import pytest

from tellings.find.claims import find_claims
from tellings.find.events import find_events
from tellings.find.times import find_times
from tellings.model.document import Document
from tellings.model.reading import Claim, Event, EventSignal, EventStatus, Sentence, Signals
from tellings.model.span import Span


def signal(text: str, word: str, status: EventStatus, *, score: float = 0.9, certainty: float = 0.998) -> EventSignal:
    at = text.index(word)
    return EventSignal(Span(at, at + len(word)), score, status, certainty, "past")


def events(text: str, *seen: EventSignal) -> tuple[Event, ...]:
    doc, sentences = Document("d1", "harsk.txt", text), (Sentence(Span(0, len(text)), 0),)
    return find_events(doc, sentences, find_times(doc, sentences), (), (), (Signals(events=seen),))


def said(text: str, *seen: EventSignal) -> list[tuple[str, str, bool]]:
    return [(text[e.trigger.start : e.trigger.end], e.status, e.negated) for e in events(text, *seen)]


def claims(text: str, *seen: EventSignal) -> tuple[Claim, ...]:
    doc, sentences = Document("d1", "harsk.txt", text), (Sentence(Span(0, len(text)), 0),)
    return find_claims(doc, sentences, (), (), (), (), events(text, *seen))


def test_without_signals_nothing_changes() -> None:
    text = "The Orlan ministers will meet in Harsk."
    doc, sentences = Document("d1", "harsk.txt", text), (Sentence(Span(0, len(text)), 0),)

    assert find_events(doc, sentences, (), (), (), ()) == events(text)


@pytest.mark.parametrize("status", ["happened", "under_way", "denied", "cancelled", "possible"])
def test_what_a_form_says_plainly_stands(status: EventStatus) -> None:
    text = "The Orlan ministers are expected to meet in Harsk."

    assert said(text, signal(text, "meet", status)) == [("meet", "expected", False)]


@pytest.mark.parametrize(
    ("status", "negated"), [("possible", False), ("expected", False), ("denied", True), ("cancelled", False)]
)
def test_a_signal_decides_what_a_verb_tells_as_so(status: EventStatus, negated: bool) -> None:
    text = "In the novel the ministers met in Harsk."

    assert said(text, signal(text, "met", status)) == [("met", status, negated)]


def test_happened_or_under_way_is_the_rules_to_tell() -> None:
    text = "Rescue teams are searching the mill."

    assert said(text, signal(text, "searching", "happened")) == [("searching", "under_way", False)]


def test_an_unsure_denial_leaves_it_open() -> None:
    text = "The ministers met in Harsk."

    assert said(text, signal(text, "met", "denied", certainty=0.4)) == [("met", "possible", False)]


def test_a_dated_event_gives_way_to_a_sure_signal_only() -> None:
    text = "The ministers met in Harsk on 4 May 2031."

    assert said(text, signal(text, "met", "expected", certainty=0.5)) == [("met", "happened", False)]
    assert said(text, signal(text, "met", "expected", certainty=0.9)) == [("met", "expected", False)]
    assert said(text, signal(text, "met", "possible", certainty=0.9)) == [("met", "happened", False)]


def test_a_likely_signal_is_an_event_of_its_own_in_the_clause_of_the_verb() -> None:
    text = "The planned visit worried the town of Tarn."
    found = events(text, signal(text, "visit", "expected"))

    assert [(e.lemma, e.status, e.time) for e in found] == [("worry", "happened", None), ("visit", "expected", None)]
    assert found[0].span == found[1].span


def test_an_unlikely_signal_is_none() -> None:
    text = "The planned visit worried the town of Tarn."

    assert [e.lemma for e in events(text, signal(text, "visit", "expected", score=0.2))] == ["worry"]


def test_a_sentence_without_a_verb_has_the_events_of_its_signals() -> None:
    text = "Two dead after blast in Tarn"
    found = events(text, signal(text, "blast", "happened"))

    assert [(e.span, e.lemma, e.status) for e in found] == [(Span(0, len(text)), "blast", "happened")]


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("A late offer averted a strike at the docks.", "strike", "denied"),
        ("The mayor of Harsk called for a truce.", "truce", "possible"),
        ("The League planned a march in Tarn.", "march", "expected"),
        ("The League saw a march in Tarn.", "march", "happened"),
    ],
)
def test_the_verb_of_the_clause_has_a_say_in_a_signal_that_is_not_sure(
    text: str, word: str, status: EventStatus
) -> None:
    found = {w: s for w, s, _ in said(text, signal(text, word, "happened", certainty=0.7))}
    sure = {w: s for w, s, _ in said(text, signal(text, word, "happened", certainty=0.99))}

    assert (found[word], sure[word]) == (status, "happened")


def test_an_unsure_event_of_its_own_is_left_open() -> None:
    text = "The blast in Tarn worried the town."

    assert ("blast", "possible", False) in said(text, signal(text, "blast", "happened", certainty=0.4))


def test_a_claim_takes_the_status_of_its_clause_not_of_a_noun_in_it() -> None:
    text = "The planned summer visit of the Orlan ministers worried the fishing town of Tarn."
    (claim,) = claims(text, signal(text, "visit", "expected"))

    assert (claim.status, claim.head) == ("happened", "worry")


def test_a_plain_form_is_not_denied_on_a_weak_signal() -> None:
    text = "The Harsk mayor not only sold the crane."

    assert said(text, signal(text, "sold", "denied", certainty=0.97)) == [("sold", "happened", False)]


def test_a_claim_is_hedged_and_negated_as_its_event_is() -> None:
    text = "In the novel the Orlan ministers sold the Harsk harbour to the League."
    (open_,) = claims(text, signal(text, "sold", "possible"))
    (denied,) = claims(text, signal(text, "sold", "denied"))

    assert (open_.status, open_.hedged, open_.negated) == ("possible", True, False)
    assert (denied.status, denied.hedged, denied.negated) == ("denied", False, True)


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Pictures show abandoned cars in the streets of Harsk.", "abandon"),
        ("The storm kept the port of Harsk from closing its gates.", "close"),
    ],
)
def test_a_verb_form_that_tells_of_nothing_done_is_no_event(text: str, lemma: str) -> None:
    assert lemma not in {event.lemma for event in events(text)}


def dated(text: str) -> dict[str, str]:
    """What each event is called and the time it has."""
    return {e.lemma: text[e.time.start : e.time.end] for e in events(text) if e.time}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Harsk regatta was cancelled for the first time since 1946, the mayor said, as boats sank.", {}),
        ("The talks in Orlan will open a day later than planned.", {}),
        ("In 2004, the Orlan Agency reported that a bridge had fallen in Harsk.", {"fall": "2004"}),
        ("His envoy announced the trip on Tuesday.", {"announce": "Tuesday"}),
        ("The judges are to report by the end of June.", {"report": "the end of June"}),
        ("The dam that killed nine on 10 March will be rebuilt.", {"kill": "10 March"}),
        ("The court that jailed Marek in 2019 will sit on Monday.", {"jail": "2019", "sit": "Monday"}),
        ("Accused in 2019, Marek resigned.", {}),
        ("Accused of fraud in 2019, Marek resigned.", {}),
        ("Born in 1950 in Harsk, Marek resigned.", {}),
        ("First elected mayor of Tarn in May, she will visit Harsk.", {}),
        ("Jailed for fraud in 2019, Marek left Tarn on Monday.", {"leave": "Monday"}),
        ("Marek, accused of fraud in 2019, resigned.", {}),
        ("Speaking in Tarn on Monday, Marek accused Orlan.", {"accuse": "Monday"}),
        ("On Monday, accused of fraud, Marek resigned.", {"resign": "Monday"}),
        ("The dockers called off their strike on Tuesday.", {"call": "Tuesday"}),
        ("The vote was put off on Tuesday to 12 June.", {"put": "12 June"}),
        ("The bridge in Harsk will be repaired before July.", {}),
        ("Before July, the Harsk council will publish the plan.", {}),
        ("The talks before July will decide the matter.", {}),
        ("After 20 May, the ferry will stop in Tarn.", {}),
        ("Since March, the mayor has held six meetings.", {}),
        ("The ferry to Tarn will run until July.", {}),
        ("The Harsk council will decide by July.", {"decide": "July"}),
        ("The trial was adjourned until 20 June.", {"adjourn": "20 June"}),
        ("Fighting near Harsk lasted until 2014.", {"last": "2014"}),
        ("The vote was put off until 20 June.", {"put": "20 June"}),
        ("Shortly after noon on Friday, a wall fell in Harsk.", {"fall": "noon on Friday"}),
        ("The crew did leave Tarn, but not until Monday.", {"leave": "Monday"}),
        ("On the 9/11 anniversary, Marek visited Tarn.", {}),
        ("Harsk will mark the 20th anniversary of the 2004 flood.", {}),
        ("Harsk will mark the anniversary of the 9/11 attack.", {}),
        ("Harsk marked the anniversary of the flood on Monday.", {"mark": "Monday"}),
        ("The union called for a vote in June.", {"call": "June"}),
        ("The union called a vote in June.", {"call": "June", "vote": "June"}),
        ("A vote in June is unlikely.", {"unlikely": "June"}),
        ("A vote in June is not expected.", {"expected": "June"}),
    ],
)
def test_whose_time_it_is(text: str, expected: dict[str, str]) -> None:
    assert dated(text) == expected


def test_the_phrase_of_a_dated_noun_ends_with_a_word() -> None:
    text = f"The O.R. council of Harsk sees {'very ' * 20}near the summit next month {'with many old friends ' * 6}."
    (noun,) = [e for e in events(text) if e.lemma == "summit"]
    words = text[noun.span.start : noun.span.end].split()
    assert set(words) <= set(text.split())


def test_what_somebody_wants_before_a_month_has_it_ahead() -> None:
    text = "Marek has promised a report and he wants the judge to end before July."
    doc, sentences = Document("d1", "harsk.txt", text), (Sentence(Span(0, len(text)), 0),)
    assert [t.tense for t in find_times(doc, sentences)] == ["future"]


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The dam that killed nine on 10 March will be rebuilt.", "past"),
        ("The dam that burst on 10 March will be rebuilt.", "past"),
        ("Elected in May, she will visit Tarn.", "past"),
        ("The council in May said it would repair the bridge.", "past"),
        ("The party, which on 8 May won the vote, will form a government.", "past"),
    ],
)
def test_a_time_has_the_tense_of_its_own_clause(text: str, tense: str) -> None:
    doc, sentences = Document("d1", "harsk.txt", text), (Sentence(Span(0, len(text)), 0),)
    assert [t.tense for t in find_times(doc, sentences)] == [tense]


def test_a_signal_behind_a_clause_that_is_no_event_belongs_to_its_own_clause() -> None:
    text = "The guards of Harsk kept the crowd from entering the hall before the vote."
    (kept, vote) = events(text, signal(text, "vote", "expected"))

    assert (kept.lemma, text[vote.trigger.start : vote.trigger.end]) == ("keep", "vote")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The guard killed two shortly after noon on Friday.", {"kill": "noon on Friday"}),
        ("A guard killed two in Harsk shortly after noon on Friday, police said.", {"kill": "noon on Friday"}),
        ("The shop opened just before 8am on Thursday.", {"open": "8am on Thursday"}),
        ("Marek resigned after the 9am vote on Friday.", {"vote": "Friday"}),
        ("The visit was moved from 8 to 9 May.", {"move": "9 May"}),
    ],
)
def test_a_clock_names_the_day_and_a_move_the_new_one(text: str, expected: dict[str, str]) -> None:
    assert dated(text) == expected


def test_what_may_have_been_is_over() -> None:
    text = "The blast on 8 May may have killed 17 in Harsk."
    assert [(e.lemma, e.status) for e in events(text)] == [("blast", "happened"), ("kill", "possible")]
    doc, sentences = Document("d1", "harsk.txt", text), (Sentence(Span(0, len(text)), 0),)
    assert [t.tense for t in find_times(doc, sentences)] == ["past"]


def test_what_may_have_to_be_is_ahead() -> None:
    text = "The blast on 8 May may have to be looked into."
    doc, sentences = Document("d1", "harsk.txt", text), (Sentence(Span(0, len(text)), 0),)
    assert [t.tense for t in find_times(doc, sentences)] == ["future"]


def test_the_phrase_of_a_dated_noun_ends_before_a_helper() -> None:
    text = "The blast on 8 May may have killed 17 in Harsk."
    assert [text[e.span.start : e.span.end] for e in events(text) if e.lemma == "blast"] == ["The blast on 8 May"]
