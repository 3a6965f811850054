"""How two passages stand to each other in a brief, and the measures, on cases small enough for a pencil."""

from collections.abc import Sequence

import pytest

from bench.differences import ORDER, Count, Pair, Passage, Relation, Topic, count, relate, share, share_words, told_as
from tellings.model.brief import Brief, Finding, Telling, Verdict
from tellings.model.span import Evidence
from tellings.ports import RulesOnly

ONE, OTHER, THIRD = (Passage(doc, 0, 10, "ten letter", "ten letter") for doc in "abc")
KEYS = {"da": "a", "db": "b", "dc": "c"}


def _telling(value: str, *cited: tuple[str, int, int]) -> Telling:
    evidence = tuple(Evidence(doc, start, end, "x" * (end - start)) for doc, start, end in cited)
    return Telling(value, None, value, tuple(doc for doc, _, _ in cited), None, evidence)


def _brief(*findings: tuple[Verdict, Sequence[Telling]]) -> Brief:
    made = tuple(
        Finding(str(n), "it", "other", verdict, 2, tuple(tellings), "because")
        for n, (verdict, tellings) in enumerate(findings)
    )
    return Brief("b", "b", None, (), (), (), (), (), made, ())


def _stand(brief: Brief, one: Passage = ONE, other: Passage = OTHER) -> Relation:
    return relate(brief, KEYS, (ONE, OTHER, THIRD)).get(frozenset((one, other)), "apart")


def test_passages_of_two_tellings_stand_as_the_verdict_says() -> None:
    brief = _brief(("conflict", [_telling("3", ("da", 0, 10)), _telling("4", ("db", 0, 10), ("dc", 0, 10))]))
    assert _stand(brief) == "conflict"
    assert _stand(brief, OTHER, THIRD) == "agree", "one telling holds both"


def test_the_gravest_finding_holds() -> None:
    both = [_telling("3", ("da", 0, 10)), _telling("4", ("db", 0, 10))]
    assert _stand(_brief(("agree", both), ("updated", both))) == "updated"
    assert _stand(_brief(("compatible", both), ("agree", both))) == "agree"


def test_one_origin_is_no_agreement_of_its_own() -> None:
    both = [_telling("3", ("da", 0, 10)), _telling("4", ("db", 0, 10))]
    assert _stand(_brief(("single", both))) == "compatible"
    assert _stand(_brief(("single", [_telling("3", ("da", 0, 10), ("db", 0, 10))]))) == "agree"


def test_a_finding_of_something_else_in_the_passage_does_not_hold_it() -> None:
    assert _stand(_brief(("agree", [_telling("3", ("da", 0, 10), ("db", 8, 30))]))) == "apart"


def test_measures() -> None:
    counted = Count(hits=3, false=1, missed=2, left=4)
    assert counted.precision == 3 / 4
    assert counted.recall == 3 / 5
    assert counted.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert counted.accuracy == 7 / 10
    assert counted.balanced == pytest.approx((3 / 5 + 4 / 5) / 2)


def _pair(topic: str, one: str, other: str, same: bool, relation: Relation = "apart") -> Pair:
    return Pair(topic, Passage("a", 0, 1, one, one), Passage("b", 0, 1, other, other), relation, {"same": same})


def test_pairs_without_the_label_are_not_counted() -> None:
    pairs = [_pair("t", "Harsk", "Orlan", True, relation) for relation in ORDER]
    assert count(pairs, "same", told_as(pairs, {"agree"})).all == (1, 0, len(ORDER) - 1, 0)
    assert count(pairs, "weaken", told_as(pairs, {"agree"})).all == (0, 0, 0, 0)


def test_shared_words_are_stems_without_function_words() -> None:
    assert share("The dams of Harsk", "A dam near Harsk") == 1.0
    assert share("The dam of Harsk", "The mill of Orlan") == 0.0


def test_a_topic_does_not_choose_its_own_threshold() -> None:
    # In the first topic half the words are shared where the answers differ, in the second where they are the same.
    half, whole = ("dam Harsk", "dam Orlan"), ("dam Harsk", "dam Harsk")
    first = [_pair("first", *half, False), _pair("first", *whole, True)]
    second = [_pair("second", *half, True), _pair("second", "dam Harsk", "mill Orlan", False)]
    assert share_words([*first, *second], "same", lambda passage: passage.text).all == (1, 1, 1, 1)


def test_sentences_put_into_reports_are_found_again_in_their_brief() -> None:
    topic = Topic()
    words = "The council of Harsk closed the northern bridge after the flood tore away two pillars."
    again = "After the flood tore away two pillars, Harsk's council closed the northern bridge to lorries."
    other = "Marek sold his fishing boat to a museum in Velmark for a song."
    one, two = topic.add("a", words), topic.add("b", again)
    three, answer = topic.add("b", other), topic.add("a", words, "the northern bridge")
    assert words[answer.start : answer.end] == "the northern bridge"
    assert (three.start, topic.reports["b"].document("b").text[three.start :]) == (len(again) + 2, other)
    found = relate(*topic.brief("bridge", RulesOnly()), (one, two, three))
    assert found == {frozenset((one, two)): "agree"}
