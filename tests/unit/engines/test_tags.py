import pytest

from tellings.engines.tags import Tagged, labels_of, merge_tags, split_tag


def merged(*tags: str) -> list[tuple[int, int, str]]:
    words = [Tagged(10 * n, 10 * n + 5, tag, 0.5) for n, tag in enumerate(tags)]
    return [(span.start // 10, (span.end - 5) // 10, span.tag) for span in merge_tags(words)]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["B-PER", "I-PER", "O", "B-LOC"], [(0, 1, "PER"), (3, 3, "LOC")]),
        (["B-PER", "B-PER", "I-PER"], [(0, 0, "PER"), (1, 2, "PER")]),
        (["U-LOC", "B-PER", "I-PER", "L-PER", "U-PER"], [(0, 0, "LOC"), (1, 3, "PER"), (4, 4, "PER")]),
        (["S-LOC", "B-PER", "E-PER", "I-PER"], [(0, 0, "LOC"), (1, 2, "PER"), (3, 3, "PER")]),
        (["PER", "PER", "LOC", "O", "LOC"], [(0, 1, "PER"), (2, 2, "LOC"), (4, 4, "LOC")]),
        (["I-PER", "I-PER", "I-LOC", "B_LOC"], [(0, 1, "PER"), (2, 2, "LOC"), (3, 3, "LOC")]),
        (["O", "O"], []),
        ([], []),
    ],
    ids=["bio", "two in a row", "bilou", "bioes", "no prefix", "broken", "nothing", "empty"],
)
def test_tags_of_every_scheme_become_spans(tags: list[str], spans: list[tuple[int, int, str]]) -> None:
    assert merged(*tags) == spans


def test_a_score_is_the_mean_of_the_words() -> None:
    [span] = merge_tags([Tagged(0, 3, "B-PER", 0.9), Tagged(4, 9, "I-PER", 0.5)])

    assert span[:3] == (0, 9, "PER")
    assert span.score == pytest.approx(0.7)


def test_a_label_that_looks_like_a_prefix_stays_whole() -> None:
    assert split_tag("LOC") == ("", "LOC")
    assert split_tag("B-WORK-OF-ART") == ("B", "WORK-OF-ART")
    assert labels_of(["O", "B-PER", "I-PER", "MISC"]) == {"PER", "MISC"}
