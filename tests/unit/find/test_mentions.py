"""Names: where they begin and end, and what they name."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.find.mentions import find_mentions
from tellings.model.document import Document
from tellings.model.reading import Block, LabelledSpan, Mention, Sentence, Signals
from tellings.model.span import Span


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Each line that is not blank is a sentence."""
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Sentence(Span(start, start + len(line)), 0))
        start += len(line) + 1
    return tuple(found)


def mentions_in(text: str) -> tuple[Mention, ...]:
    block = Block(Span(0, len(text)), "paragraph")
    return find_mentions(Document("d1", "here", text), (block,), sentences_of(text), ())


def named(text: str) -> list[tuple[str, str]]:
    return [(text[m.span.start : m.span.end], m.kind) for m in mentions_in(text)]


def names(text: str) -> list[str]:
    return [name for name, _ in named(text)]


class TestEdges:
    def test_title_and_nation_stay_outside_a_persons_name(self) -> None:
        assert named("They met German Foreign Minister Ulla Brant in Bonn.") == [
            ("German", "group"),
            ("Ulla Brant", "person"),
            ("Bonn", "place"),
        ]

    def test_possessive_ending_stays_outside(self) -> None:
        assert names("It was Ulla Brant\u2019s idea and Kenya's money.") == ["Ulla Brant", "Kenya"]

    def test_possessive_inside_a_name_stays(self) -> None:
        assert names("It was printed in the People's Herald today.") == ["People's Herald"]

    @pytest.mark.parametrize(
        "name",
        [
            "Ulla Q. Brant",
            "J.D. Brant",
            "Hamid al-Barouk",
            "Ulla von der Brant",
            "Mary-Jane O'Brant",
            "Ion de Brant-Halloway",
            "Lee Jang-mi",
        ],
    )
    def test_initials_particles_and_hyphens_belong_to_the_name(self, name: str) -> None:
        assert (name, "person") in named(f"On the way former minister {name} said it was late.")

    def test_leading_article_is_left_out(self) -> None:
        assert names("It was told by The Oxmoor Herald.") == ["Oxmoor Herald"]

    def test_two_countries_joined_by_and_are_two(self) -> None:
        assert names("It was signed by Kenya, Ghana and Togo.") == ["Kenya", "Ghana", "Togo"]

    def test_and_inside_the_name_of_a_ministry_is_one_name(self) -> None:
        assert named("It was the Ministry of Foreign Affairs and Trade that asked.") == [
            ("Ministry of Foreign Affairs and Trade", "organisation")
        ]

    def test_list_inside_the_name_of_a_ministry_is_one_name(self) -> None:
        assert names("It was the Ministry of Farming, Forests and Fisheries that asked.") == [
            "Ministry of Farming, Forests and Fisheries"
        ]

    def test_hyphen_between_two_nations_parts_them(self) -> None:
        assert names("The Kenya-Ghana talks and a Japanese-made car.") == ["Kenya", "Ghana", "Japanese"]

    def test_hyphen_before_based_ends_a_place(self) -> None:
        assert named("It is a Lublin-based firm.")[0] == ("Lublin", "place")

    def test_days_and_months_are_no_names(self) -> None:
        assert names("The talks on Monday, 3 March, and in April failed.") == []

    def test_name_of_a_body_goes_on_after_of_and_for(self) -> None:
        assert names("He left the Foundation for Harbour Safety and the University of Oxmoor.") == [
            "Foundation for Harbour Safety",
            "University of Oxmoor",
        ]

    def test_office_before_a_name_is_no_name(self) -> None:
        assert names("There spoke Minister of Foreign Affairs Ulla Brant.") == ["Ulla Brant"]


class TestBeginnings:
    def test_everyday_word_at_the_beginning_is_no_name(self) -> None:
        assert names("Shares fell.\nHowever, prices rose.\nSenior officials left.") == []

    def test_unknown_word_at_the_beginning_counts_when_seen_inside_another_sentence(self) -> None:
        text = "Zorvan is far.\nMany had gone to Zorvan before."
        assert names(text) == ["Zorvan", "Zorvan"]

    def test_everyday_word_is_a_person_when_the_report_has_somebody_of_that_name(self) -> None:
        text = "It rained, said Min Sun, a fellow here.\nThe sun rose.\nBut Sun said it was late."
        assert [name for name, kind in named(text) if kind == "person"] == ["Min Sun", "Sun"]

    def test_adverb_before_a_country_is_cut_off(self) -> None:
        assert names("Meanwhile Kenya waited.") == ["Kenya"]


class TestKinds:
    @pytest.mark.parametrize(
        ("text", "name", "kind"),
        [
            ("They went to Oxmoor University.", "Oxmoor University", "organisation"),
            ("They bought Brant Holdings Ltd. at once.", "Brant Holdings Ltd.", "organisation"),
            ("They asked the ZKRO about it.", "ZKRO", "organisation"),
            ("They swam in Lake Zorvan.", "Lake Zorvan", "place"),
            ("They live near Zorvan now.", "Zorvan", "place"),
            ("They live in Zorvan, Kenya, now.", "Zorvan", "place"),
            ("They live in the village of Zorvan now.", "Zorvan", "place"),
            ("They skied at the Winter Olympics.", "Winter Olympics", "event"),
            ("They fought in World War II then.", "World War II", "event"),
            ("They broke the Oxmoor Treaty.", "Oxmoor Treaty", "work"),
            ("They are Muslims and proud.", "Muslims", "group"),
            ("Then Zorvan, 45, left.", "Zorvan", "person"),
            ("Then Mr. Zorvan left.", "Zorvan", "person"),
            ("Then came Zorvan, a senior fellow at a school.", "Zorvan", "person"),
            ("They fear the U.N. report.", "U.N.", "organisation"),
        ],
    )
    def test_kind_comes_from_the_name_and_its_company(self, text: str, name: str, kind: str) -> None:
        assert (name, kind) in named(text)

    def test_kind_agrees_over_the_report(self) -> None:
        text = "It was said by Zorvan.\nThen spoke President Ion Zorvan.\nThey knew Zorvan."
        assert {kind for name, kind in named(text) if name.endswith("Zorvan")} == {"person"}

    def test_illness_is_no_organisation(self) -> None:
        assert ("COVID-19", "other") in named("They fell ill with COVID-19 again.")


class TestHeadlines:
    def test_words_of_a_headline_are_no_names_but_those_of_the_body_are(self) -> None:
        text = (
            "Zorvan Leader Seeks New Talks With Kenya After Deadly Storm\nThe leader of Zorvan, Ion Brant, left Zorvan."
        )
        assert names(text)[:2] == ["Zorvan", "Kenya"]

    def test_headline_in_capitals(self) -> None:
        text = "ION BRANT WARNS OF STORM IN KENYA\nIt was told by Ion Brant, a farmer."
        assert named(text)[:2] == [("ION BRANT", "person"), ("KENYA", "place")]


def test_label_of_a_turn_is_a_mention_without_what_follows_its_comma() -> None:
    text = "ULLA BRANT, BYLINE: It is late."
    block = Block(Span(20, 31), "turn", speaker=Span(0, 18))
    found = find_mentions(Document("d1", "here", text), (block,), (Sentence(Span(20, 31), 0),), ())
    assert found == (Mention(Span(0, 10), "person"),)


def test_label_that_names_a_part_is_no_mention() -> None:
    text = "HOST: It is late."
    block = Block(Span(6, 17), "turn", speaker=Span(0, 4))
    assert find_mentions(Document("d1", "here", text), (block,), (Sentence(Span(6, 17), 0),), ()) == ()


@given(st.text(st.sampled_from("Aa bB.,-'’\"\n&1ÉéßI Mr. of and the U.S. Kenya "), min_size=1, max_size=300))
def test_mentions_lie_inside_sentences_in_order_and_free_of_overlaps(text: str) -> None:
    if not text.strip():
        return
    sentences = sentences_of(text)
    found = mentions_in(text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    for mention in found:
        assert any(s.span.start <= mention.span.start and mention.span.end <= s.span.end for s in sentences)
        assert text[mention.span.start : mention.span.end].strip()


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Boats crossed to see Lake Ombra.", "Lake Ombra", "place"),
        ("The Promenade des Tilleuls was shut.", "Promenade des Tilleuls", "place"),
        ("Cars burned in Hillerstrasse.", "Hillerstrasse", "place"),
        ("Guests of the Corail Plage hid.", "Corail Plage", "place"),
        ("Residents of Umbray fled.", "Umbray", "place"),
        ("Umbray's prime minister told nobody.", "Umbray", "place"),
        ("Umbray said it was ready.", "Umbray", "other"),
        ('He shouted "Vitala Sommar" and ran.', "Vitala Sommar", "other"),
        ("They told the weekly Ulla Brant.", "Ulla Brant", "organisation"),
        ("They heard Orselia March, a lawyer.", "Orselia March", "person"),
    ],
)
def test_words_around_and_inside_a_name_tell_its_kind(text: str, name: str, kind: str) -> None:
    assert (name, kind) in named(text)


def test_a_name_goes_on_behind_an_editors_bracket() -> None:
    text = "He trusts (Kenyan President Ulla) Brant, he said."
    assert named(text) == [("Kenyan", "group"), ("Ulla) Brant", "person")]


@given(st.text(min_size=1))
def test_any_text_is_read_without_error(text: str) -> None:
    try:
        doc = Document("d1", "here", text)
    except ValueError:
        return
    assert find_mentions(doc, (), sentences_of(text), ()) == find_mentions(doc, (), sentences_of(text), ())


def test_endless_line_is_read_whole() -> None:
    text = "and so on " * 2000 + "they met Ulla Brant, a farmer."
    assert names(text) == ["Ulla Brant"]


def seen_by(text: str, *names: tuple[str, str, float]) -> list[tuple[str, str]]:
    """What is found where a recogniser sees ``names`` (words, label, score) at every place they stand."""
    sentences = sentences_of(text)
    signals = []
    for sentence in sentences:
        entities = []
        for words, label, score in names:
            at = text.find(words, sentence.span.start, sentence.span.end)
            while at >= 0:
                entities.append(LabelledSpan(Span(at, at + len(words)), label, score))
                at = text.find(words, at + 1, sentence.span.end)
        signals.append(Signals(entities=tuple(entities)))
    block = Block(Span(0, len(text)), "paragraph")
    found = find_mentions(Document("d1", "here", text), (block,), sentences, tuple(signals))
    for left, right in pairwise(found):
        assert left.span.end <= right.span.start
    return [(text[m.span.start : m.span.end], m.kind) for m in found]


class TestWithARecogniser:
    def test_it_adds_a_name_that_rules_do_not_see_when_it_is_sure(self) -> None:
        text = "They asked the Tribunal for more time."
        assert seen_by(text, ("Tribunal", "organisation", 0.9)) == [("Tribunal", "organisation")]
        assert seen_by(text, ("Tribunal", "organisation", 0.3)) == []

    def test_a_name_seen_once_is_one_wherever_the_report_has_it(self) -> None:
        text = "They asked the Tribunal for more time.\nNobody wrote to the Tribunal."
        block = Block(Span(0, len(text)), "paragraph")
        first = LabelledSpan(Span(15, 23), "organisation", 0.9)
        signals = (Signals(entities=(first,)), Signals())
        found = find_mentions(Document("d1", "here", text), (block,), sentences_of(text), signals)
        assert [m.kind for m in found] == ["organisation", "organisation"]

    def test_it_settles_the_kind_where_rules_have_little_to_go_by(self) -> None:
        text = "They saw the Ottermere in spring."
        assert seen_by(text, ("Ottermere", "place", 0.9)) == [("Ottermere", "place")]
        assert seen_by(text, ("Ottermere", "organisation", 0.9)) == [("Ottermere", "organisation")]

    def test_the_lexicon_outweighs_it(self) -> None:
        assert seen_by("They flew to Kenya in spring.", ("Kenya", "person", 0.9)) == [("Kenya", "place")]

    def test_it_joins_what_rules_part(self) -> None:
        text = "They read of the Harsk Platform on Reeds and River Services today."
        whole = "Harsk Platform on Reeds and River Services"
        assert seen_by(text, (whole, "organisation", 0.8)) == [(whole, "organisation")]
        assert seen_by("They met Veskar wa Ottermere.", ("Veskar wa Ottermere", "person", 0.8)) == [
            ("Veskar wa Ottermere", "person")
        ]

    def test_it_does_not_join_two_names(self) -> None:
        text = "The Harsk Ministry and Tarn Council met."
        found = seen_by(text, ("Harsk Ministry and Tarn Council", "organisation", 0.8))
        assert [name for name, _ in found] == ["Harsk Ministry", "Tarn Council"]

    def test_it_does_not_join_an_owner_and_what_it_owns(self) -> None:
        text = "It was Kenya's Harsk Ministry that paid."
        found = seen_by(text, ("Kenya's Harsk Ministry", "organisation", 0.9))
        assert [name for name, _ in found] == ["Kenya", "Harsk Ministry"]

    def test_titles_stay_outside_a_persons_name(self) -> None:
        text = "They met Foreign Minister Ulla Brant in spring."
        found = seen_by(text, ("Foreign Minister Ulla Brant", "person", 0.9))
        assert found == [("Ulla Brant", "person")]

    def test_article_possessive_and_marks_stay_outside(self) -> None:
        text = "It was the Ottermere's gate (the Ottermere)."
        found = seen_by(text, ("the Ottermere's", "place", 0.9), ("(the Ottermere)", "place", 0.9))
        assert found == [("Ottermere", "place"), ("Ottermere", "place")]

    def test_an_office_is_no_name(self) -> None:
        text = "He was Minister of Reed Affairs and Tarn Renewal."
        office = "Minister of Reed Affairs and Tarn Renewal"
        assert seen_by(text, (office, "organisation", 0.8)) == []

    def test_a_sum_of_money_is_no_name(self) -> None:
        assert named("It cost ORL 750 in all.") == [("ORL", "organisation")]
        assert seen_by("It cost ORL 750 in all.", ("ORL 750", "money", 0.8)) == []

    def test_the_last_name_follows_the_full_name(self) -> None:
        text = "They met Ulla Brant.\nThen Brant said no."
        assert seen_by(text, ("Ulla Brant", "person", 0.9))[1] == ("Brant", "person")

    def test_facilities_are_places_and_products_something_else(self) -> None:
        assert seen_by("They saw the Ottermere.", ("Ottermere", "facility", 0.9)) == [("Ottermere", "place")]
        assert seen_by("They saw the Ottermere.", ("Ottermere", "product", 0.9)) == [("Ottermere", "other")]

    def test_overlapping_names_leave_the_surer_one(self) -> None:
        text = "They saw Veskar Ottermere there."
        found = seen_by(text, ("Veskar Ottermere", "person", 0.9), ("Ottermere", "place", 0.5))
        assert found == [("Veskar Ottermere", "person")]

    def test_a_recogniser_that_sees_no_name_at_all_changes_nothing(self) -> None:
        text = "They met German Foreign Minister Ulla Brant in Bonn. Brant said no."
        assert seen_by(text) == named(text)

    def test_labels_it_does_not_know_are_passed_over(self) -> None:
        text = "They met Ulla Brant in Bonn."
        assert ("Bonn", "place") in seen_by(text, ("Bonn", "GEWAESSER", 0.9), ("Ulla Brant", "person", 0.9))

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("Ottermere's Bay", "They sailed to Ottermere's Bay in spring."),
            ("Harsk Cutters' Union", "They asked the Harsk Cutters' Union for help."),
            ("Reed and River Research Institute", "They asked the Reed and River Research Institute for help."),
        ],
    )
    def test_it_joins_across_an_ending_and_across_and_when_it_is_sure(self, name: str, text: str) -> None:
        label = "place" if "Bay" in name else "organisation"
        assert seen_by(text, (name, label, 0.9)) == [(name, label)]
        assert (name, label) not in seen_by(text, (name, label, 0.45))

    def test_a_body_that_owns_another_stays_apart(self) -> None:
        text = "They asked the Ministry of Reeds's Tarn Bureau."
        found = seen_by(text, ("Ministry of Reeds's Tarn Bureau", "organisation", 0.9))
        assert ("Ministry of Reeds's Tarn Bureau", "organisation") not in found

    def test_the_second_half_of_a_given_name_may_be_small(self) -> None:
        text = "They met Veskar Tarn-chung today."
        assert seen_by(text, ("Veskar Tarn-chung", "person", 0.9)) == [("Veskar Tarn-chung", "person")]

    def test_a_nickname_in_marks_parts_no_name(self) -> None:
        text = "They met Ulla “Reed” Brant today."
        assert seen_by(text, ("Ulla", "person", 0.9), ("Brant", "person", 0.9)) == [("Ulla “Reed” Brant", "person")]

    def test_an_acronym_in_brackets_names_what_stands_before_it(self) -> None:
        text = "The Orlan Harbour Ministry (OHM) opened.\nOHM said so."
        found = seen_by(text, ("Orlan Harbour Ministry", "organisation", 0.9), ("OHM", "person", 0.8))
        assert found == [("Orlan Harbour Ministry", "organisation"), *[("OHM", "organisation")] * 2]
        text = "They met Tovan Ilse Brul (TIB).\nTIB said so."
        assert seen_by(text, ("Tovan Ilse Brul", "person", 0.9))[1:] == [("TIB", "person")] * 2

    def test_letters_that_stand_for_nothing_before_them_name_themselves(self) -> None:
        text = "They met Tovan Ilse Brul (XLD)."
        found = seen_by(text, ("Tovan Ilse Brul", "person", 0.9), ("XLD", "organisation", 0.8))
        assert found[1] == ("XLD", "organisation")

    @pytest.mark.parametrize(
        "text",
        [
            "Tarnwire's Ilse Marek reported from Harsk.",
            "Tarnwire correspondent Ilse Marek said so.",
            "It was Tarnwire's chief political correspondent Ilse Marek who asked.",
        ],
    )
    def test_whom_a_reporter_works_for_is_no_person(self, text: str) -> None:
        found = seen_by(text, ("Tarnwire", "person", 0.9), ("Ilse Marek", "person", 0.9))
        assert found[:2] == [("Tarnwire", "organisation"), ("Ilse Marek", "person")]

    def test_a_country_whose_citizen_is_named_stays_a_place(self) -> None:
        found = seen_by("Kenya's Ilse Marek won.", ("Kenya", "place", 0.9), ("Ilse Marek", "person", 0.9))
        assert found == [("Kenya", "place"), ("Ilse Marek", "person")]

    def test_honours_stand_outside_a_name_and_name_nobody(self) -> None:
        text = "They met Her Highness Ulla Brant and His Highness the Tarn."
        assert seen_by(text, ("Her Highness Ulla Brant", "person", 0.9))[0] == ("Ulla Brant", "person")
        assert "Highness" not in [name for name, _ in seen_by(text, ("Ulla Brant", "person", 0.9))]

    def test_an_office_that_goes_on_behind_and_is_no_name(self) -> None:
        text = "They met the Minister of Family Welfare and Public Works in Bonn."
        assert seen_by(text, ("Public Works", "organisation", 0.4), ("Bonn", "place", 0.9)) == [("Bonn", "place")]

    def test_an_office_with_an_article_is_no_person(self) -> None:
        assert seen_by("The Ottermar said no.\nThey told the Ottermar.", ("Ottermar", "person", 0.8)) == []
        assert seen_by("It was the Ottermar government.", ("Ottermar", "person", 0.8)) == [("Ottermar", "person")]

    def test_letters_before_a_sum_are_a_currency(self) -> None:
        assert ("US", "place") in named("They paid US $500 in all.")
        assert seen_by("They paid US $500 in all.", ("US $500", "money", 0.9)) == []

    def test_everyday_words_with_an_article_are_no_place(self) -> None:
        assert seen_by("They flew to the Island again.", ("Island", "place", 0.9)) == []

    def test_the_head_of_a_body_is_none_of_its_name(self) -> None:
        text = "They met the National Assembly Speaker today."
        assert seen_by(text, ("National Assembly Speaker", "organisation", 0.8)) == [
            ("National Assembly", "organisation")
        ]

    def test_a_bracket_tears_no_name(self) -> None:
        text = "The Orlan Harbour Ministry (OHM) Reed Unit opened."
        found = seen_by(text, ("Orlan Harbour Ministry", "organisation", 0.9), ("OHM) Reed Unit", "organisation", 0.9))
        assert "OHM) Reed Unit" not in [name for name, _ in found]

    def test_a_name_the_lexicon_knows_is_a_persons_where_all_say_so(self) -> None:
        text = "They saw Kenya today.\nThen Kenya laughed."
        assert seen_by(text, ("Kenya", "person", 0.95)) == [("Kenya", "person")] * 2
