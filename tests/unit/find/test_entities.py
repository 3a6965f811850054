"""Chains of mentions, their names, and the roles printed with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.find.entities import link_entities
from tellings.find.mentions import find_mentions
from tellings.model.document import Document
from tellings.model.reading import Block, Entity, Sentence
from tellings.model.span import Span


def linked(text: str) -> tuple[Entity, ...]:
    """The entities of a text with one sentence a line."""
    sentences, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            sentences.append(Sentence(Span(start, start + len(line)), 0))
        start += len(line) + 1
    doc, blocks, lines = Document("d1", "here", text), (Block(Span(0, len(text)), "paragraph"),), tuple(sentences)
    return link_entities(doc, blocks, lines, find_mentions(doc, blocks, lines, ()))


def entity(text: str, name: str) -> Entity:
    found = [e for e in linked(text) if e.name == name]
    assert len(found) == 1, [(e.name, e.aliases) for e in linked(text)]
    return found[0]


def forms(text: str, name: str) -> list[str]:
    return [text[m.start : m.end] for m in entity(text, name).mentions]


def roles(text: str, name: str) -> list[str]:
    return [role.text for role in entity(text, name).roles]


class TestPeople:
    def test_last_name_goes_to_the_full_name(self) -> None:
        text = "It was Ulla Brant, a farmer.\nThen Brant said so.\nIt is Ms. Brant's farm."
        assert forms(text, "Ulla Brant") == ["Ulla Brant", "Brant", "Brant"]

    def test_family_name_that_comes_first_goes_to_the_full_name(self) -> None:
        text = "There was Lu Zhenhai, a lecturer.\nThen Lu said so."
        assert forms(text, "Lu Zhenhai") == ["Lu Zhenhai", "Lu"]

    def test_forms_with_titles_are_aliases(self) -> None:
        text = "They met German President Ulla Brant.\nThen President Brant left."
        aliases = entity(text, "Ulla Brant").aliases
        assert {"Ulla Brant", "German President Ulla Brant", "President Ulla Brant", "President Brant"} <= set(aliases)

    def test_middle_initial_and_short_form_do_not_part_a_person(self) -> None:
        text = "There was William Q. Brant, a farmer.\nThey knew Bill Brant, a farmer."
        assert entity(text, "William Q. Brant").mentions == (Span(10, 26), Span(48, 58))

    def test_accents_and_hyphens_do_not_part_a_person(self) -> None:
        text = "There was Zoë Al-Brant, a farmer.\nThey knew Zoe al Brant, a farmer."
        assert len([e for e in linked(text) if e.kind == "person"]) == 1

    def test_single_name_of_two_people_goes_to_the_one_met_alone_so_far(self) -> None:
        text = (
            "There was Lu Zhenhai, a lecturer.\nThen Lu said so.\nThere came Lu Mingde, a driver.\nAnd Lu said so too."
        )
        assert forms(text, "Lu Zhenhai") == ["Lu Zhenhai", "Lu", "Lu"]

    def test_single_name_of_two_people_met_before_stays_alone(self) -> None:
        text = "There were Ana Brant, a driver, and Ion Brant, a farmer.\nThen Brant said so."
        assert forms(text, "Brant") == ["Brant"]

    def test_part_of_a_name_with_particles_goes_to_the_full_name(self) -> None:
        text = "There was Ulla von der Brant, a farmer.\nIt was, said von der Brant."
        assert forms(text, "Ulla von der Brant") == ["Ulla von der Brant", "von der Brant"]

    def test_style_is_part_of_the_name_where_there_is_no_other(self) -> None:
        assert entity("They saw Pope Anselm there.", "Pope Anselm").kind == "person"

    def test_description_goes_to_the_one_it_fits(self) -> None:
        text = "They met German President Ulla Brant.\nThey met Polish President Ion Cor.\nThe German leader said so."
        assert forms(text, "Ulla Brant") == ["Ulla Brant", "The German leader"]
        assert "The German leader" in entity(text, "Ulla Brant").aliases

    def test_description_that_fits_two_goes_to_nobody(self) -> None:
        text = "They met President Ulla Brant.\nThey met President Ion Cor.\nThen the president said so."
        assert forms(text, "Ulla Brant") == ["Ulla Brant"]


class TestBodies:
    def test_acronym_in_brackets_goes_to_its_long_form(self) -> None:
        text = (
            "They left the Oxmoor Fishing Organisation (OFO).\nThe OFO was sad.\nThe Oxmoor Fishing Organization wept."
        )
        assert len(entity(text, "Oxmoor Fishing Organisation").mentions) == 4

    def test_acronym_is_made_from_the_long_form(self) -> None:
        text = "They left the Union of Oxmoor Teachers.\nThe UOT was sad."
        assert forms(text, "Union of Oxmoor Teachers") == ["Union of Oxmoor Teachers", "UOT"]

    def test_names_of_one_country_are_one_place_but_its_capital_is_another(self) -> None:
        text = "The United States and the U.S. wrote to Washington."
        assert [len(e.mentions) for e in linked(text)] == [2, 1]

    def test_country_before_a_ministry_may_be_left_out(self) -> None:
        text = "It was the German Foreign Ministry that asked.\nThen the Foreign Ministry said so."
        assert forms(text, "German Foreign Ministry") == ["German Foreign Ministry", "Foreign Ministry"]


class TestRoles:
    @pytest.mark.parametrize(
        ("text", "role"),
        [
            ("They met German Foreign Minister Ulla Brant there.", "German Foreign Minister"),
            ("They saw top harbour inspector Ulla Brant there.", "top harbour inspector"),
            ("It was told by harbour specialist Ulla Brant.", "harbour specialist"),
            ("It was HRN's Ulla Brant who knew.", "HRN's"),
            (
                "It was, said Ulla Brant, a senior fellow at the Oxmoor Institute and a former diplomat.",
                "a senior fellow at the Oxmoor Institute and a former diplomat",
            ),
            (
                "Then Ulla Brant, director of the Centre for Tides in Oxmoor, left.",
                "director of the Centre for Tides in Oxmoor",
            ),
            ("Then Ulla Brant, Kenya's third-most-senior judge, left.", "Kenya's third-most-senior judge"),
            ("Now Ulla Brant is a lecturer at the Oxmoor Institute, a tank.", "a lecturer at the Oxmoor Institute"),
            ("According to Ulla Brant, an economist at Oxmoor Bank, it fell.", "an economist at Oxmoor Bank"),
            ("Then the watchdog's director general, Ulla Brant, left.", "the watchdog's director general"),
            ("It was told by a spokeswoman for the union, Ulla Brant.", "a spokeswoman for the union"),
            ("The mayor of Oxmoor, Ulla Brant, left.", "The mayor of Oxmoor"),
            ("Then Ulla Brant, 51, a nurse, left.", "a nurse"),
            ("There was Minister for Harbour Safety Ulla Brant.", "Minister for Harbour Safety"),
            ("There was Secretary of State Ulla Brant.", "Secretary of State"),
        ],
    )
    def test_role_is_the_phrase_as_printed(self, text: str, role: str) -> None:
        assert roles(text, "Ulla Brant") == [role]

    @pytest.mark.parametrize(
        "text",
        [
            "They met Ulla Brant, President Ion Cor said.",
            "After a talk with Ulla Brant, the minister left the room.",
            "There was Ulla Brant, and the farmer left.",
            "It was, Ulla Brant said.",
            "Then came Mr. Ulla Brant.",
            "They met Ulla Brant, the union's envoy to Marland, Ion Cor, told us.",
        ],
    )
    def test_words_beside_a_name_that_tell_no_role(self, text: str) -> None:
        assert roles(text, "Ulla Brant") == []

    def test_places_of_roles_hold_their_words(self) -> None:
        text = "They met German Minister Ulla Brant, a farmer."
        assert all(text[r.span.start : r.span.end] == r.text for r in entity(text, "Ulla Brant").roles)


@given(st.text(st.sampled_from("AB ab.,'’\n-()MrNyo the of "), min_size=1, max_size=200))
def test_every_mention_is_in_exactly_one_entity(text: str) -> None:
    if not text.strip():
        return
    entities = linked(text)
    spans = [span for e in entities for span in e.mentions]
    assert len(spans) == len(set(spans))
    assert [e.id for e in entities] == [f"e{k}" for k in range(len(entities))]
    assert all(text[s.start : s.end].strip() for s in spans)


def test_a_given_name_is_nobody_who_is_named_in_full_only_later() -> None:
    text = "A soldier called Kevin was cold.\nKevin Harlis, the minister, spoke.\nKevin said he missed home."
    assert forms(text, "Kevin Harlis") == ["Kevin Harlis"]
    assert forms(text, "Kevin") == ["Kevin", "Kevin"]


def test_a_given_name_goes_to_who_was_named_in_full_before() -> None:
    assert forms("Kevin Harlis, the minister, spoke.\nKevin was cold.", "Kevin Harlis") == ["Kevin Harlis", "Kevin"]


def test_an_editors_bracket_is_no_part_of_a_name() -> None:
    text = "He trusts (Kenyan President Ulla) Brant.\nBrant spoke."
    assert forms(text, "Ulla Brant") == ["Ulla) Brant", "Brant"]
