"""Words and names are looked up by how they begin and end: what is found is what looking at all of them would find."""

import pytest

from tellings.story.check_forms import Forms, Peoples, is_people_of
from tellings.story.check_words import Words, alike, fold_phrases
from tellings.text.name_forms import person_words, short_of_body, short_of_person

WORDS = ("die", "dead", "toll", "visit", "trip", "travel", "orlan", "orlani", "repair", "repairs", "car", "cars", "dam")
FORMS = (
    "ilse marek", "joren brul", "harsk", "tarn", "velmark", "orlan council", "council of orlan", "al sabir", "sabir",
    "united states", "state of velmark", "velmarek", "harsk hydro group", "harsk hydro", "a", "france",
)  # fmt: skip
KEYS = (
    "marek", "ilse", "ilse anna marek", "harskian", "harskan", "tarnish", "orlan", "velmarck", "council", "al sabir",
    "harsk hydro", "hydro", "us", "french", "american", "velmrek", "velmarekk", "", "b",
)  # fmt: skip


@pytest.mark.parametrize("word", [*WORDS, "journey", "perish", "visi", "xyz", "ca"])
def test_words_alike_are_found_as_by_looking_at_each(word: str) -> None:
    assert Words(WORDS).like(word) == {other for other in WORDS if alike(word, other)}


@pytest.mark.parametrize("key", [key for key in KEYS if key])
def test_no_form_that_a_name_may_fit_is_left_out(key: str) -> None:
    words = person_words(key)
    fitting = {
        form
        for form in FORMS
        if short_of_person(words, person_words(form))
        or short_of_body(key, form)
        or short_of_body(form, key)
        or is_people_of(key, form)
    }

    assert fitting <= Forms({form: {"x"} for form in FORMS}).near(key)


@pytest.mark.parametrize("word", KEYS)
def test_places_are_found_by_what_their_people_are_called(word: str) -> None:
    assert list(Peoples(FORMS).places_of(word)) == sorted(place for place in FORMS if is_people_of(word, place))


def test_phrases_are_folded_wherever_they_stand() -> None:
    assert fold_phrases("The vote was put off, then called off.") == "The vote was postpone, then cancel."
    assert fold_phrases("The vote was held.") == "The vote was held."
