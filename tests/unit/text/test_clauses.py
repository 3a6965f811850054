from tellings.model.span import Span
from tellings.text.clauses import split_clauses
from tellings.text.verbs import find_verb_groups


def clauses(text: str) -> list[str]:
    groups = find_verb_groups(text, 0, len(text))
    return [text[c.start : c.end].strip() for c in split_clauses(text, Span(0, len(text)), groups)]


def test_a_subordinator_begins_a_clause() -> None:
    assert clauses("The dam failed after the rain fell.") == ["The dam failed", "after the rain fell."]


def test_what_is_said_is_a_clause_without_that() -> None:
    assert clauses("She said the dam failed.") == ["She said", "the dam failed."]


def test_clauses_cover_the_sentence() -> None:
    text = "On Friday, Orlan and Tarn are expected to sign, but no date has been set, officials said."
    groups = find_verb_groups(text, 0, len(text))
    parts = split_clauses(text, Span(0, len(text)), groups)
    assert "".join(text[p.start : p.end] for p in parts) == text
    assert len(parts) == len(groups) == 3


def test_a_conjunction_behind_a_mark_goes_before_one_in_a_list() -> None:
    text = "Marek will go to Tarn and Orlan on Wednesday, and will then attend the summit."
    assert clauses(text) == ["Marek will go to Tarn and Orlan on Wednesday,", "and will then attend the summit."]


def test_a_clock_begins_no_clause() -> None:
    assert clauses("A man killed two shortly after noon on Friday, police said.") == [
        "A man killed two shortly after noon on Friday,",
        "police said.",
    ]
