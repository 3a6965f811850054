"""Words found again: exactly, by their context, after light edits, and not at all where there is a doubt."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model.span import Span
from tellings.text import anchoring
from tellings.text.anchoring import LONGEST_EDITED, Effort, EffortSpentError, Ground, Quote, count_edits

TEXT = (
    "The dam at Harsk held through the night.\n\nMarek, who runs it, said: “It will hold — for now.” "
    "In 2031 the water rose by 40 centimetres.\n\nMarek left for Orlan. The dam at Tarn did not hold, and 12 houses "
    "were lost when the water came down the valley."
)


def _find(quote: Quote, text: str = TEXT) -> str | None:
    span = Ground(text).find(quote)
    return None if span is None else text[span.start : span.end]


def test_words_are_found_where_they_stood_though_they_stand_twice() -> None:
    at = TEXT.rindex("Marek")

    assert Ground(TEXT).find(Quote("Marek", TEXT[at - 9 : at], TEXT[at + 5 : at + 12], at)) == Span(at, at + 5)
    assert Ground(TEXT).find(Quote("Marek", suffix=" left for Orlan")) == Span(at, at + 5)
    assert Ground(TEXT).find(Quote("Marek", "held through the night.\n\n", ", who runs")) == Span(42, 47)


def test_without_context_words_in_two_places_are_in_none() -> None:
    assert _find(Quote("Marek")) is None
    assert _find(Quote("The dam at")) is None


def test_white_space_quotes_and_dashes_do_not_count() -> None:
    assert _find(Quote('said: "It will\n   hold - for now."')) == "said: “It will hold — for now.”"
    assert _find(Quote("night.Marek,who runs")) == "night.\n\nMarek, who runs"
    assert _find(Quote("held through the night", prefix="at Harsk "), TEXT.replace(" ", "\u00a0")) is not None
    assert _find(Quote("valley"), "the val\u00adley of Tarn") == "val\u00adley"


def test_words_that_were_edited_a_little_are_found_as_they_are_now() -> None:
    quote = Quote("The dam at Tarn did not hold, and 12 houses were lost", "left for Orlan. ", " when the water")

    assert _find(quote, TEXT.replace("did not hold", "didn't hold")) == (
        "The dam at Tarn didn't hold, and 12 houses were lost"
    )
    assert _find(quote, TEXT.replace("houses were", "houses there were all")) is not None


def test_other_numbers_are_other_words() -> None:
    quote = Quote("the water rose by 40 centimetres", "In 2031 ", ".\n\nMarek left")

    assert _find(quote) == "the water rose by 40 centimetres"
    assert _find(quote, TEXT.replace("40", "45")) is None


def test_words_that_are_gone_are_not_found_in_the_like() -> None:
    quote = Quote("The dam at Harsk held through the night.", "", "\n\nMarek, who runs it, said:")

    assert _find(quote, TEXT.replace("The dam at Harsk held through the night.", "")) is None
    assert _find(Quote("hold", "It will likely not ", " at all, he said"), TEXT.replace("hold", "break")) is None


def test_a_part_of_a_word_is_no_word_unless_it_was_chosen() -> None:
    assert _find(Quote("run")) is None
    assert _find(Quote("run", "Marek, who ", "s it, said")) == "run"


def test_two_blocks_without_a_space_between_them_are_told_apart_by_the_context() -> None:
    page = "HomeNewsThe dam holdsThe dam at Harsk held through the night."

    assert Ground(page).find(Quote("The dam at Harsk held through the night.")) == Span(21, len(page))
    assert Ground(page).find(Quote("The dam holds", suffix="The dam at Harsk held")) == Span(8, 21)


@pytest.mark.parametrize("words", ["", " \n", "\u200b\u00ad"])
def test_nothing_is_nowhere(words: str) -> None:
    assert _find(Quote(words)) is None
    assert Ground(words).find(Quote("Marek")) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a" * 300_000, Quote("a" * 3000, "b" * 3000, "c" * 3000)),
        ("a" * 300_000, Quote("a", "a" * 64, "a" * 64)),
        ("ab " * 100_000, Quote("abba " * 500, "ab " * 20, "ba " * 20, 5)),
        ("word " * 60_000, Quote("word " * 30 + "other", "x", "y")),
        ("x" * 20_000, Quote("y" * (LONGEST_EDITED + 1))),
    ],
)
def test_hostile_texts_and_quotations_take_no_more_than_their_size(text: str, quote: Quote) -> None:
    begun = time.process_time()
    Ground(text).find(quote)

    assert time.process_time() - begun < 3


@given(st.text("ab .é“—1\n", max_size=60), st.text('ab .é"-1\n', max_size=30), st.integers(0, 60))
def test_what_is_found_is_a_place_in_the_text(text: str, words: str, start: int) -> None:
    span = Ground(text).find(Quote(words, "ab", "b ", start))

    assert span is None or 0 <= span.start < span.end <= len(text)


@given(st.text("ab", max_size=8), st.text("ab", max_size=12), st.booleans())
def test_edits_are_counted_as_by_the_table(pattern: str, text: str, anywhere: bool) -> None:
    row = [0 if anywhere else at for at in range(len(text) + 1)]
    for number, character in enumerate(pattern, 1):
        above, row = row, [number]
        for at, other in enumerate(text):
            row.append(min(above[at + 1] + 1, row[at] + 1, above[at] + (character != other)))

    assert count_edits(pattern, text, anywhere=anywhere)[0] == (min(row) if pattern else 0)


@pytest.mark.parametrize(
    ("words", "edited"),
    [
        ("the toll of the flood rose to 17", "the toll of the flood rose to 178"),
        ("the council did not resign over the dam", "the council did resign over the dam"),
        ("they didn’t open the upper gate", "they did open the upper gate"),
        ("nine people were missing in Harsk", "five people were missing in Harsk"),
        ("17 people were missing in Harsk", "217 people were missing in Harsk"),
    ],
)
def test_words_that_say_otherwise_now_are_not_found(words: str, edited: str) -> None:
    before, after = "The rescue service of Harsk said on Friday that ", ", and nobody in Orlan asked it why then."
    ground = Ground(f"A morning in Tarn. {before}{edited}{after}")

    assert ground.find(Quote(words, before, after, 19 + len(before))) is None


def test_a_place_takes_in_no_run_of_letters() -> None:
    words = "the gate of the old dam was opened by hand"
    text = "x" * 100_000 + words.replace("hand", "hond") + "y" * 100_000
    found = Ground(text).find(Quote(words))

    assert found is None or found.end - found.start < len(words) + 70


EDITED = Quote("Marek, who ran it, has said: It will hold for now", "held through the night.", "In 2031 the water")


def test_what_is_compared_is_within_the_effort_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0

    def counted(pattern: str, text: str, *, anywhere: bool = False) -> tuple[int, int]:
        nonlocal steps
        steps += len(text)
        return count_edits(pattern, text, anywhere=anywhere)

    monkeypatch.setattr(anchoring, "count_edits", counted)
    effort = Effort(5_000)
    ground = Ground(TEXT, effort)
    found = 0
    while effort.left > 0 and ground.find(EDITED) is not None:
        found += 1
        assert found < 1_000

    with pytest.raises(EffortSpentError):
        ground.find(EDITED)
    assert found > 1
    # What is begun is finished, and so is little more than there was.
    assert 2_500 < steps < 5_000 * 1.2


def test_with_no_effort_left_words_that_stand_in_one_place_are_found() -> None:
    ground = Ground(TEXT, Effort(0))
    at = TEXT.rindex("Marek")

    assert ground.find(Quote("It will hold - for now", "said: ")) is not None
    assert ground.find(Quote("Marek", TEXT[at - 9 : at], TEXT[at + 5 : at + 12], at)) == Span(at, at + 5)
    for quote in (EDITED, Quote("Marek", suffix=" left for Orlan")):
        with pytest.raises(EffortSpentError):
            ground.find(quote)
