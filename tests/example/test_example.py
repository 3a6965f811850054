"""The shipped example, end to end: no measure under its floor, and each trap by its name."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import gold
from tellings import app
from tellings.model.reading import Reading
from tests.example.conftest import Example

ANSWERS = json.loads(gold.ANSWERS.read_text(encoding="utf-8"))
FLOORS = {
    "citation_exact": 1.0,
    "reports_read": 1.0,
    "one_story": 1.0,
    "furniture_found": 1.0,
    "article_kept": 1.0,
    "published_right": 1.0,
    "quotation_found_direct": 0.97,
    "quotation_found_indirect": 0.93,
    "speaker_right_direct": 0.87,
    "speaker_right_indirect": 0.78,
    "role_attached": 0.84,
    "quotation_precision": 0.95,
    "scare_left_unattributed": 0.85,
    "date_right": 0.98,
    "facts_aligned": 0.88,
    "verdict_right": 0.82,
    "difference_found": 0.85,
    "conflict_precision": 1.0,
    "only_one_says": 0.58,
    "timeline_found": 0.80,
    "status_right": 0.94,
    "entity_merged": 0.96,
}
"""A little under what was measured; raised when it gets better, never lowered without saying why.

Lowered three times. Statements agree only where three plain words stand together in both: of the example's forty
verdicts one is lost by it (verdict_right from .85 to .825), of those of the hand-read stories .03 more are right.
Before: nine facts in ten are laid side by side since they are found by pairs of words, days and lengths of time
too (facts_aligned from .70 to .88); one report's fact then stood beside a sentence about something near (only_one_says
from .64 to .58). Before: sentences must be more alike to be laid side by side, as three of ten agreements were none
when a reporter read them. That took verdict_right from .73 to .83, facts_aligned from .79 to .70 and only_one_says from
.70 to .64.
"""

AGREEING = [row for row in ANSWERS["comparisons"] if row["verdict"] in ("agree", "compatible")]
MOVED = [row for row in ANSWERS["comparisons"] if row["verdict"] == "updated"]
WIRE = {"wire", "copy", "post_wire"}


@pytest.fixture(scope="module")
def scores(example: Example) -> gold.Tallies:
    texts = {name: example.sheet.texts[key] for key, name in example.answers["docs"].items()}
    return gold.score(example.answers, example.briefing, texts)


def test_every_measure_has_a_floor(scores: gold.Tallies) -> None:
    assert set(scores) == set(FLOORS)


@pytest.mark.parametrize("measure", FLOORS)
def test_no_measure_is_under_its_floor(measure: str, scores: gold.Tallies) -> None:
    tally = scores[measure]
    assert tally.hits >= FLOORS[measure] * tally.total, tally.misses


# Grouping and copies


def test_two_unrelated_reports_are_kept_out_of_the_story(folder: Path) -> None:
    grouped = app.group([folder / "harsk_dam", folder / "unrelated"])
    assert sorted(len(story.documents) for story in grouped.stories) == [1, 1, 10]


def test_the_wire_text_is_found_in_the_two_reports_that_carry_it(example: Example) -> None:
    keys = example.sheet.keys
    carried = {keys[doc["id"]]: keys[doc["copy_of"]] for doc in example.sheet.each("documents") if doc["copy_of"]}
    assert set(carried) | set(carried.values()) == WIRE


def test_the_wire_text_counts_as_one_origin(example: Example) -> None:
    carried = []
    for finding in example.sheet.each("findings"):
        told = {example.sheet.keys[doc] for telling in finding["tellings"] for doc in telling["documents"]}
        if len(told) > 1 and told <= WIRE:
            carried.append((finding["origins"], finding["verdict"]))
    assert set(carried) == {(1, "single")}


# Furniture


@pytest.mark.parametrize(
    ("key", "words"), [(k, w) for k, ws in ANSWERS["furniture"].items() for w in ws], ids=lambda value: value[:40]
)
def test_furniture_is_marked(example: Example, scores: gold.Tallies, key: str, words: str) -> None:
    assert f"{key}: {words[:60]}" not in scores["furniture_found"].misses


@pytest.mark.parametrize(
    ("key", "words"), [(k, w) for k, ws in ANSWERS["keep"].items() for w in ws], ids=lambda value: value[:40]
)
def test_the_article_stays(example: Example, scores: gold.Tallies, key: str, words: str) -> None:
    assert f"{key}: {words[:60]}" not in scores["article_kept"].misses


# Days of publication


@pytest.mark.parametrize("key", ["post", "analysis"])
def test_a_date_stated_near_the_top_is_the_report_s(example: Example, key: str) -> None:
    published = example.document(key)["published"]
    assert (published["earliest"], published["basis"]) == (ANSWERS["published"][key], "stated")


@pytest.mark.parametrize("key", ["toll", "moved", "post_wire", "update"])
def test_a_date_in_the_metadata_is_the_report_s(example: Example, key: str) -> None:
    published = example.document(key)["published"]
    assert (published["earliest"][:10], published["basis"]) == (ANSWERS["published"][key], "metadata")


@pytest.mark.parametrize("key", ["wire", "copy", "radio"])
def test_a_date_is_inferred_from_weekdays_and_days_to_come(example: Example, key: str) -> None:
    published = example.document(key)["published"]
    assert published["basis"] == "inferred"
    assert published["earliest"] <= ANSWERS["published"][key] <= published["latest"]
    assert published["why"]


def test_a_report_that_nothing_dates_is_not_dated(example: Example) -> None:
    assert example.document("explainer")["published"]["basis"] == "unknown"


# What agrees, what moved, what cannot both be true


def test_two_counts_of_the_same_trucks_are_a_conflict(example: Example) -> None:
    found = example.aligned(post="32 pumping trucks", analysis="58 Lurovian pumping trucks")
    assert "conflict" in [finding["verdict"] for finding in found]


def test_what_is_in_conflict_is_nowhere_said_to_agree(example: Example) -> None:
    found = example.aligned(post="32 pumping trucks", analysis="58 Lurovian pumping trucks")
    assert "agree" not in [finding["verdict"] for finding in found]


def test_a_count_given_on_word_of_local_media_says_so(example: Example) -> None:
    found = example.aligned(post="32 pumping trucks", analysis="58 Lurovian pumping trucks")
    given = [told["attributed_to"] for finding in found for told in finding["tellings"] if "58" in told["text"]]
    assert any(name and "local media" in name for name in given)


def test_the_trucks_are_the_only_conflict(example: Example) -> None:
    conflicts = [finding for finding in example.sheet.each("findings") if finding["verdict"] == "conflict"]
    wanted = example.aligned(post="32 pumping trucks", analysis="58 Lurovian pumping trucks")
    assert [finding["about"] for finding in conflicts if finding not in wanted] == []


@pytest.mark.parametrize("row", AGREEING, ids=lambda row: row["topic"])
def test_near_conflicts_are_none(example: Example, row: dict[str, dict[str, str]]) -> None:
    assert "conflict" not in {finding["verdict"] for finding in example.aligned(**row["tellings"])}


def test_members_told_as_noun_and_as_adjective_are_laid_side_by_side(example: Example) -> None:
    assert example.aligned(explainer="It now has nine members", wire="a nine-member body", moved="the nine-nation body")


def test_founders_and_members_are_two_facts(example: Example) -> None:
    mixed = [
        *example.aligned(explainer="by four countries", wire="a nine-member body"),
        *example.aligned(explainer="the four founders", moved="the nine-nation body"),
    ]
    counts = [[told["text"] for told in f["tellings"]] for f in mixed if f["kind"] in ("number", "membership")]
    mixing = [texts for texts in counts if all(any(word in text for text in texts) for word in ("four", "nine"))]
    assert mixing == []


@pytest.mark.parametrize("row", MOVED, ids=lambda row: row["topic"])
def test_what_moved_is_updated(example: Example, row: dict[str, dict[str, str]]) -> None:
    assert "updated" in {finding["verdict"] for finding in example.aligned(**row["tellings"])}


def test_the_toll_rises_from_nine_to_fourteen_to_seventeen(example: Example) -> None:
    risen = []
    for finding in example.aligned(wire="at least nine people", radio="at least 14 people", moved="killed 17 people"):
        told = [(example.sheet.keys[doc], told["text"]) for told in finding["tellings"] for doc in told["documents"]]
        if finding["verdict"] == "updated":
            risen.append({(key, n) for key, text in told for n in ("nine", "14", "17") if n in text})
    assert any({("wire", "nine"), ("toll", "14"), ("radio", "14"), ("moved", "17")} <= row for row in risen)


# Status


def test_the_talks_are_announced_confirmed_put_off_and_held(example: Example) -> None:
    held = "received Onda Merek, the Sambreli prime minister, at Lake Orvene on Wednesday"
    (entry,) = example.entries("update", held)
    assert (entry["start"], entry["status"]) == ("2025-03-19", "happened")
    steps = [(step["as_of"], step["status"]) for step in entry["history"]]
    assert steps == sorted(steps, key=lambda step: step[0])
    expected = {day for day, status in steps if status == "expected"}
    assert {"2025-03-11", "2025-03-13", "2025-03-15"} <= expected
    assert steps[-1] == ("2025-03-20", "happened")


def test_one_side_declining_to_confirm_is_no_confirmation(example: Example) -> None:
    declined = "I have nothing to announce on the president’s calendar"
    for entry in example.sheet.each("timeline"):
        assert not any(
            step["status"] == "happened" and example.sheet.touches(step["evidence"], "wire", declined)
            for step in entry["history"]
        )


def test_a_cancelled_event_is_cancelled(example: Example) -> None:
    statuses = {(e["start"], e["status"]) for e in example.entries("post", "The regatta was to be held on March 23")}
    assert statuses == {("2025-03-23", "cancelled")}


def test_what_is_denied_did_not_happen(example: Example, readings: Sequence[Reading]) -> None:
    statuses = set()
    for reading in readings:
        at = reading.document.text.find("opened on purpose")
        statuses |= {e.status for e in reading.events if at >= 0 and e.trigger.start == at}
    assert statuses == {"denied"}


@pytest.mark.parametrize(
    ("key", "words", "status"),
    [
        ("analysis", "Elections to the Sambreli parliament are due in mid-May", "expected"),
        ("update", "From April 1, inspectors from both countries will visit the dam", "expected"),
        ("moved", "gave way early on March 10", "happened"),
        ("update", "resigned on Wednesday", "happened"),
    ],
)
def test_an_entry_has_the_status_its_verb_gives(example: Example, key: str, words: str, status: str) -> None:
    assert status in {entry["status"] for entry in example.entries(key, words)}


# Who said what


@pytest.mark.parametrize(
    ("key", "words", "speaker"),
    [
        pytest.param("radio", "An inquiry looks back", "Marit Soleng", id="outside expert in a transcript"),
        pytest.param("radio", "there's this club of river countries", "Daniel Wray", id="host by surname label"),
        pytest.param("radio", "It's 200 feet tall", "Iska Thorne", id="reporter by surname label"),
        pytest.param("radio", "We will not hide behind our engineers", "Aldric Venn", id="recording with interpreter"),
        pytest.param("analysis", "They found cracks as long as a bus", "Ottilie March", id="several paragraphs, first"),
        pytest.param("analysis", "I have sat in those rooms", "Ottilie March", id="several paragraphs, last"),
        pytest.param("analysis", "not a wall of water", "Pavo Lindqvar", id="dash turned into a closing mark"),
        pytest.param("wire", "is going there to ask plain questions", "Gal Pireth", id="split by the verb, first part"),
        pytest.param("wire", "and he would like plain answers", "Gal Pireth", id="split by the verb, second part"),
        pytest.param("toll", "I have had three different answers", "Halden Brook", id="split by said and a role"),
        pytest.param("post", "I can show you the letters", "Halden Brook", id="surname that is a common noun"),
        pytest.param("post", "You can't row over somebody's kitchen", "Lem Orsik", id="straight quotation marks"),
        pytest.param("update", "Now see that somebody picks it up", "Ottilie March", id="surname that is a month"),
        pytest.param("update", "It is not the word we asked for", "Onda Merek", id="shared surname: premier"),
        pytest.param("wire", "Nobody upstream picked up a telephone", "Onda Sivel", id="shared surname: minister"),
        pytest.param("toll", "will not hide behind its engineers", "Aldric Venn", id="part of a sentence"),
        pytest.param("moved", "would have gone by rowboat", "Gal Pireth", id="part of a sentence, told by another"),
    ],
)
def test_words_are_given_to_who_said_them(example: Example, key: str, words: str, speaker: str) -> None:
    names = example.speakers(key, words)
    assert names
    assert all(name.endswith(speaker) for name in names), names


@pytest.mark.parametrize(
    ("key", "words", "office"),
    [
        ("wire", "I have nothing to announce", "Lurovian Foreign Ministry"),
        ("moved", "The agenda hasn’t changed by a comma", "spokesperson"),
        ("wire", "deeply sorry", "Energy Ministry"),
    ],
)
def test_a_spokesperson_or_office_speaks_where_nobody_is_named(
    example: Example, key: str, words: str, office: str
) -> None:
    names = example.speakers(key, words)
    assert names
    assert all(office in name for name in names)


@pytest.mark.parametrize(("key", "words"), ANSWERS["scare"])
def test_words_that_quote_nobody_are_given_to_nobody(scores: gold.Tallies, key: str, words: str) -> None:
    misses = scores["scare_left_unattributed"].misses
    assert [miss for miss in misses if miss.startswith(f"{key}: {words} ->")] == []


# Names


def test_two_people_of_one_family_name_stay_two(example: Example) -> None:
    assert len(example.actors("Onda Merek")) == len(example.actors("Onda Sivel")) == 1
    (sivel,) = example.actors("Onda Sivel")
    assert "Onda" not in sivel["aliases"]


@pytest.mark.parametrize(
    ("name", "short"),
    [("Onda Merek", "Onda"), ("Gal Pireth", "Gal"), ("Sel Dovan", "Sel"), ("Vesk Anu", "Mr Vesk")],
)
def test_a_family_name_may_come_first(example: Example, name: str, short: str) -> None:
    (actor,) = example.actors(name)
    assert short in actor["aliases"]


def test_march_is_a_person_where_she_speaks_and_a_month_where_it_passes(example: Example) -> None:
    assert example.dated("analysis", "March said the inspection") == set()
    assert example.dated("update", '" March said') == set()
    assert example.dated("radio", "the month of March") == {("2025-03-01", "2025-03-31")}


def test_an_acronym_and_both_spellings_are_one_organisation(example: Example) -> None:
    held = [
        actor
        for actor in example.sheet.each("entities")
        if {"TBO", "Tessen Basin Organization", "Tessen Basin Organisation"} & {actor["name"], *actor["aliases"]}
    ]
    assert len(held) == 1


def test_a_capital_speaks_for_its_government(example: Example) -> None:
    assert example.speakers("toll", "it was given no warning. ") == {"Dorvath"}


# Times


@pytest.mark.parametrize(
    ("key", "words", "start", "end"),
    [
        pytest.param("radio", "On Tuesday, he's due", "2025-03-18", "2025-03-18", id="weekday to come"),
        pytest.param("radio", "announced the trip on Tuesday", "2025-03-11", "2025-03-11", id="same weekday past"),
        pytest.param("wire", "Late last month, a team", "2025-02-21", "2025-02-28", id="late last month"),
        pytest.param("toll", "inspected in mid-February", "2025-02-11", "2025-02-20", id="mid-month past"),
        pytest.param("analysis", "due in mid-May", "2025-05-11", "2025-05-20", id="mid-month to come"),
        pytest.param("analysis", "in the first half of last year", "2024-01-01", "2024-06-30", id="half of last year"),
        pytest.param("update", "in the second half of this year", "2025-07-01", "2025-12-31", id="half of this year"),
        pytest.param("update", "who had last week called", "2025-03-10", "2025-03-16", id="last week"),
        pytest.param("wire", "expected to meet next week", "2025-03-17", "2025-03-23", id="next week"),
        pytest.param("wire", "on March 18-19", "2025-03-18", "2025-03-19", id="two days of a month"),
        pytest.param("post", "moved to June 3-4", "2025-06-03", "2025-06-04", id="two days of a later month"),
        pytest.param("moved", "both of them on Friday", "2025-03-14", "2025-03-14", id="past perfect weekday"),
        pytest.param("moved", "at Lake Orvene on Wednesday", "2025-03-19", "2025-03-19", id="weekday after will"),
        pytest.param("radio", "on television last night", "2025-03-12", "2025-03-12", id="last night"),
        pytest.param("analysis", "of the 1980s", "1980-01-01", "1989-12-31", id="decade"),
    ],
)
def test_a_relative_time_is_resolved(example: Example, key: str, words: str, start: str, end: str) -> None:
    assert (start, end) in example.dated(key, words)


# Correction


def test_a_correction_makes_no_conflict_and_no_second_place(example: Example) -> None:
    names = {name for actor in example.sheet.each("entities") for name in (actor["name"], *actor["aliases"])}
    assert "Lake Orvene" in names
    for finding in example.sheet.each("findings"):
        evidence = [cited for told in finding["tellings"] for cited in told["evidence"]]
        assert not (finding["verdict"] == "conflict" and example.sheet.touches(evidence, "moved", "Lake Orvane"))
