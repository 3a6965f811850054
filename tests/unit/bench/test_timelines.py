"""The measures of a timeline, on a case small enough for a pencil."""

from datetime import date

import pytest

from bench.timelines import plain, score_dates, score_words

FIRST, SECOND, THIRD = date(2031, 3, 1), date(2031, 3, 2), date(2031, 3, 5)
WANTED = {FIRST: ["Harsk dam burst"], THIRD: ["Orlan army rebuilt bridge"]}
FOUND = {FIRST: ["Harsk dam cracked"], SECOND: ["Orlan army rebuilt mill"]}


def test_days_count_once() -> None:
    assert score_dates(FOUND, WANTED) == (0.5, 0.5)


def test_words_of_days_apart_count_by_their_distance() -> None:
    # 1 March meets 1 March: two of three stems. 2 March is nearest in words to 5 March: three stems over 1 + 3 days.
    # The cost of 1 March for it is 1/2 times 1; of 5 March 3/4 times 1 - 3/4, so far but alike wins.
    score = score_words(FOUND, WANTED, 1)
    assert score.precision == pytest.approx((2 + 3 / 4) / (3 + 4))
    assert score.recall == pytest.approx((2 + 3 / 4) / (3 + 4))


def test_pairs_of_words() -> None:
    score = score_words(FOUND, WANTED, 2)
    assert score.precision == pytest.approx((1 + 2 / 4) / (2 + 3))


def test_a_day_that_nothing_meets_lowers_recall_alone() -> None:
    score = score_words({FIRST: ["Harsk dam burst"]}, WANTED, 1)
    assert score.precision == 1.0
    assert score.recall == pytest.approx(3 / 7)


def test_tokens_are_put_as_a_page_prints_them() -> None:
    assert plain("`` The dam -LRB- old -RRB- did n't hold , '' she said .") == '"The dam (old) didn\'t hold," she said.'
