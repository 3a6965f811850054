"""Numbers to spans: legal tags, the best of them, and ties between contents, cues and sources."""

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.engines.encoder.decode import best_tags, decode, log_softmax
from tellings.engines.encoder.labels import NAME_TAGS, STATUSES, WIDTH, columns
from tellings.engines.encoder.windows import Window

COLUMNS = columns()
Floats = npt.NDArray[np.float32]


def is_legal(path: tuple[int, ...]) -> bool:
    before = 0
    for tag in path:
        if tag and tag % 2 == 0 and before not in (tag, tag - 1):
            return False
        before = tag
    return True


@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.sampled_from([3, 5]))
def test_the_best_legal_path_is_found(seed: int, steps: int, tags: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(2, steps, tags)).astype(np.float32)
    found = best_tags(scores)
    for row in range(2):
        paths = [p for p in product(range(tags), repeat=steps) if is_legal(p)]
        wanted = max(paths, key=lambda p: sum(scores[row, k, t] for k, t in enumerate(p)))
        assert tuple(found[row]) == wanted


def test_probabilities_of_a_row_sum_to_one() -> None:
    table = log_softmax(np.array([[1.0, 2.0, 1000.0]], dtype=np.float32))
    assert np.exp(table).sum() == pytest.approx(1.0)


WORDS = ["Ilse", "Marek", "said", "the", "port", "may", "close", "."]


def window_of(words: list[str], sentences: list[int] | None = None) -> tuple[str, Window]:
    text, starts, ends = "", [0], [0]
    for word in words:
        starts.append(len(text))
        text += word + " "
        ends.append(len(text) - 1)
    n = len(starts)
    numbers = np.array([-1, *(sentences or [0] * len(words))])
    zeros = np.zeros(n, dtype=np.int64)
    return text, Window(0, text, zeros, zeros, np.array(starts), np.array(ends), np.arange(n) > 0, numbers)


def blank(n: int) -> Floats:
    scores = np.zeros((1, n, WIDTH), dtype=np.float32)
    for head in ("names", "source", "cue", "content", "inner", "trigger"):
        scores[..., COLUMNS[head].start] = 9
    return scores


def mark(scores: Floats, head: str, first: int, last: int, begin: int = 1) -> None:
    for k in range(first, last + 1):
        scores[0, k, COLUMNS[head].start + begin + (k > first)] = 20


def point(scores: Floats, part: str, content: int, target: int) -> None:
    scores[0, content, COLUMNS[f"{part}_query"].start] = 10
    scores[0, target, COLUMNS[f"{part}_key"].start] = 10


def test_names_and_their_scores() -> None:
    text, window = window_of(WORDS)
    scores = blank(9)
    mark(scores, "names", 1, 2, NAME_TAGS.index("B-person"))
    [findings] = decode([window], scores)
    [name] = findings.names
    assert (text[name.start : name.end], name.label) == ("Ilse Marek", "person")
    assert name.score > 0.99


def test_a_name_does_not_run_over_the_end_of_a_sentence() -> None:
    text, window = window_of(["Orlan", "Harsk", "spoke"], [0, 1, 1])
    scores = blank(4)
    mark(scores, "names", 1, 2, NAME_TAGS.index("B-place"))
    [findings] = decode([window], scores)
    assert [text[f.start : f.end] for f in findings.names] == ["Orlan", "Harsk"]


def test_no_name_ends_in_a_comma() -> None:
    text, window = window_of(["Marek", ",", "Inc", "."])
    scores = blank(5)
    mark(scores, "names", 1, 2, NAME_TAGS.index("B-organisation"))
    [findings] = decode([window], scores)
    assert [text[f.start : f.end] for f in findings.names] == ["Marek"]
    mark(scores, "names", 1, 4, NAME_TAGS.index("B-organisation"))
    [findings] = decode([window], scores)
    assert [text[f.start : f.end] for f in findings.names] == ["Marek , Inc ."]


def test_a_content_is_tied_to_its_cue_and_source() -> None:
    text, window = window_of(WORDS)
    scores = blank(9)
    mark(scores, "source", 1, 2)
    mark(scores, "cue", 3, 3)
    mark(scores, "content", 4, 7)
    point(scores, "source", 4, 1)
    point(scores, "cue", 4, 3)
    scores[0, 4, COLUMNS["speech"].start + 1] = 5
    [findings] = decode([window], scores)
    [tie] = findings.ties
    assert tie.source is not None
    assert tie.cue is not None
    assert text[tie.source.start : tie.source.end] == "Ilse Marek"
    assert text[tie.cue.start : tie.cue.end] == "said"
    assert text[tie.content.start : tie.content.end] == "the port may close"
    assert tie.speech > 0.99


def test_a_content_that_points_at_the_start_has_no_source() -> None:
    _, window = window_of(WORDS)
    scores = blank(9)
    mark(scores, "source", 1, 2)
    mark(scores, "content", 4, 7)
    point(scores, "source", 4, 0)
    [findings] = decode([window], scores)
    assert [(t.cue, t.source) for t in findings.ties] == [(None, None)]


def test_events_carry_status_and_direction() -> None:
    text, window = window_of(WORDS)
    scores = blank(9)
    scores[0, 7, COLUMNS["trigger"].start + 1] = 20
    scores[0, 7, COLUMNS["status"].start + STATUSES.index("possible")] = 20
    scores[0, 7, COLUMNS["direction"].start + 2] = 20
    [findings] = decode([window], scores)
    [event] = findings.events
    assert (text[event.start : event.end], event.status, event.direction) == ("close", "possible", "future")
    assert event.trigger > 0.99


def test_windows_of_other_lengths_beside_one_do_not_change_it() -> None:
    _, long = window_of(WORDS)
    _, short = window_of(["Orlan"])
    alone = blank(9)
    mark(alone, "names", 1, 2, 1)
    both = np.concatenate([alone, blank(9)])
    assert decode([long, short], both)[0] == decode([long], alone)[0]


def test_a_window_of_marks_only_says_nothing() -> None:
    zeros = np.zeros(2, dtype=np.int64)
    window = Window(0, "", zeros, zeros, zeros, zeros, zeros > 0, zeros - 1)
    [findings] = decode([window], blank(2))
    assert (findings.names, findings.ties, findings.events) == ((), (), ())
