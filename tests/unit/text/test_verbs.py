import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.verbs import find_verb_groups, lemma_of


def groups(text: str) -> list[tuple[str, str]]:
    return [(g.lemma, g.status) for g in find_verb_groups(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The envoys met in Tarn.", [("meet", "happened")]),
        ("The envoys are expected to meet in Tarn.", [("meet", "expected")]),
        ("The envoys are to meet in Tarn.", [("meet", "expected")]),
        ("The envoys will meet in Tarn.", [("meet", "expected")]),
        ("The envoys may meet in Tarn.", [("meet", "possible")]),
        ("The envoys are unlikely to meet in Tarn.", [("meet", "possible")]),
        ("Elections are due in May.", [("due", "expected")]),
        ("The vote is scheduled for May.", [("scheduled", "expected")]),
        ("She denied that the gate was opened.", [("deny", "happened"), ("open", "denied")]),
        ("The envoys are meeting in Tarn.", [("meet", "under_way")]),
        ("The envoys have not met in Tarn.", [("meet", "denied")]),
        ("The envoys did not meet.", [("meet", "denied")]),
        ("The envoys refused to meet.", [("meet", "denied")]),
        ("The envoys plan to meet.", [("meet", "expected")]),
        ("The envoys hoped to meet.", [("meet", "possible")]),
        ("The meeting was cancelled.", [("cancel", "cancelled")]),
        ("The meeting was not cancelled.", [("cancel", "denied")]),
        ("The meeting was called off.", [("call", "cancelled")]),
        ("Velmark called off the talks.", [("call", "cancelled")]),
        ("Marek called the talks off on Friday.", [("call", "cancelled")]),
        ("Marek called them off.", [("call", "cancelled")]),
        ("The search ended and the march was called off.", [("end", "happened"), ("call", "cancelled")]),
        ("The meeting was not called off.", [("call", "denied")]),
        ("The meeting will be called off.", [("call", "expected")]),
        ("If the meeting is called off, we will wait.", [("call", "possible"), ("wait", "expected")]),
        ("The march was abandoned.", [("abandon", "cancelled")]),
        ("The march was axed.", [("axe", "cancelled")]),
        ("The army called off the search.", [("call", "happened")]),
        ("The search for the ship was called off.", [("call", "happened")]),
        ("Marek called off the engagement.", [("call", "happened")]),
        ("Police were called off the street.", [("call", "happened")]),
        ("Marek called police off the street.", [("call", "happened")]),
        ("The crew abandoned the ship after the match.", [("abandon", "happened")]),
        ("The ship with the party was abandoned.", [("abandon", "happened")]),
        ("The talks will be held in Tarn.", [("hold", "expected")]),
        ("The talks are expected to be held in Tarn.", [("hold", "expected")]),
        ("Marek heads to Tarn on Friday.", [("head", "under_way")]),
        ("He won’t leave.", [("leave", "denied")]),
        ("The floods have been spreading.", [("spread", "under_way")]),
        ("The lock is being repaired.", [("repair", "under_way")]),
        ("The lock was being repaired.", [("repair", "happened")]),
        ("The search is under way.", [("be", "under_way")]),
        ("The crew did not fail to see it.", [("see", "happened")]),
        ("The envoys never met.", [("meet", "denied")]),
        ("The lock is no longer used.", [("use", "denied")]),
        ("Tarn no longer supports it.", [("support", "denied")]),
        ("The envoys have not only met but left.", [("meet", "happened"), ("leave", "happened")]),
        ("The gate was raised to let them in.", [("raise", "happened")]),
        ("She is believed to have left.", [("leave", "possible")]),
        ("It is expected to have been sold.", [("sell", "expected")]),
        ("Nobody left.", [("leave", "denied")]),
        ("Marek said no ships left.", [("say", "happened"), ("leave", "denied")]),
        ("They asked whether the ship left.", [("ask", "happened"), ("leave", "possible")]),
        ("If the ship has left, we will wait.", [("leave", "possible"), ("wait", "expected")]),
    ],
)
def test_status_is_what_the_helpers_say(text: str, wanted: list[tuple[str, str]]) -> None:
    assert groups(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Orlan put off the vote.", "postponed"),
        ("Orlan put the vote off until June.", "postponed"),
        ("The vote could be put off.", "postponed"),
        ("The vote was pushed back.", "postponed"),
        ("The vote was postponed.", "postponed"),
        ("Orlan will call off the vote.", "cancelled"),
        ("Guests were put off by the vote.", ""),
        ("The army pushed back the attack.", ""),
        ("Orlan pushed back against the plan.", ""),
        ("Marek called the mayor.", ""),
    ],
)
def test_what_a_verb_does_to_a_plan(text: str, wanted: str) -> None:
    (group,) = find_verb_groups(text, 0, len(text))
    assert group.takes_off == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The dam that killed nine will be rebuilt.", ["kill", "rebuild"]),
        ("The floods that hit Tarn were deep.", ["hit", "be"]),
        ("Marek said that wounded soldiers were left.", ["say", "leave"]),
        ("Fears that injured sailors were left rose.", ["leave", "rise"]),
        ("In that planned march nobody died.", ["die"]),
    ],
)
def test_that_behind_a_noun_leads_to_a_verb(text: str, wanted: list[str]) -> None:
    assert [lemma for lemma, _ in groups(text)] == wanted


def test_expected_to_meet_is_never_met() -> None:
    for text in ("are expected to meet", "is due to meet", "was set to meet", "are scheduled to meet"):
        assert ("meet", "happened") not in groups(f"The two {text} on Friday.")


def test_a_participle_before_its_agent_is_no_event() -> None:
    assert groups("A bridge built by the Orlan company fell.") == [("fall", "happened")]


def test_a_noun_that_looks_like_a_verb_is_none() -> None:
    assert groups("The attack and the protest") == []


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("planned", "plan"), ("tried", "try"), ("wrote", "write"), ("agreed", "agree")],
)
def test_the_past_of_a_verb_leads_to_its_base(form: str, lemma: str) -> None:
    assert lemma_of(form, ("past",)) == lemma


@given(st.text(max_size=300))
def test_groups_lie_in_the_text_in_order(text: str) -> None:
    found = find_verb_groups(text, 0, len(text))
    assert all(g.span.start <= g.trigger.start and g.trigger.end == g.span.end <= len(text) for g in found)
    assert list(found) == sorted(found, key=lambda g: g.span)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("The meeting was moved to a later date.", ["postponed"]),
        ("The council has moved the vote to a day not named.", ["postponed", ""]),
        ("The summit was shifted to another day.", ["postponed"]),
        ("The regatta has been moved to a date to be announced.", ["postponed", ""]),
        ("The hearing was moved to a day in June.", [""]),
        ("The hearing was moved to a new date, 12 June.", [""]),
        ("The hearing was moved to a different room.", [""]),
        ("The minister was moved to another time zone.", [""]),
        ("The meeting was moved to 12 June.", [""]),
    ],
)
def test_what_is_moved_to_no_day_is_put_off(text: str, taken: list[str]) -> None:
    assert [group.takes_off for group in find_verb_groups(text, 0, len(text))] == taken
