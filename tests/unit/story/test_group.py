from collections.abc import Callable

DAM_1 = (
    "2031-03-04",
    "Dam at Harsk fails\n\nThe old dam above Harsk failed on Tuesday, flooding the lower town. Engineers had "
    "warned of cracks in the"
    " spillway. Rescue crews searched the flooded streets of Harsk.",
)
DAM_2 = (
    "2031-03-05",
    "Flooded Harsk counts the cost\n\nCrews searched the flooded streets of Harsk after the dam failed. Engineers"
    " said the spillway of the"
    " old dam had cracks.",
)
COMET = (
    "2031-03-05",
    "Probe nears comet\n\nA space probe sent its first pictures of the comet on Wednesday, the agency said. Its "
    "ice geysers"
    " surprised astronomers.",
)


def test_reports_of_one_event_are_one_story_and_another_is_not(grouped: Callable[..., list[set[str]]]) -> None:
    assert grouped(DAM_1, COMET, DAM_2) == [{"d0", "d2"}, {"d1"}]


def test_the_same_words_years_apart_are_two_stories(grouped: Callable[..., list[set[str]]]) -> None:
    later = ("2033-09-01", DAM_2[1])
    assert grouped(DAM_1, later) == [{"d0"}, {"d1"}]


def test_no_reports_are_no_stories(grouped: Callable[..., list[set[str]]]) -> None:
    assert grouped() == []
