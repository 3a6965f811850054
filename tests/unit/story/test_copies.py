from collections.abc import Callable

from tellings.model.reading import Reading
from tellings.story.copies import find_copies

WIRE = (
    "The old dam above Harsk failed on Tuesday, flooding the lower town and sending hundreds of people to the "
    "hills. Engineers had"
    " warned for years of cracks in the spillway, which was built before the war and never renewed. The mayor "
    "said crews would"
    " search through the night."
)
OWN = (
    "Water stood in every cellar of lower Harsk this morning. Nobody here remembers anything like it, and few had"
    " heard of the"
    " cracks that inspectors wrote about last autumn. By noon the first tents stood on the football ground."
)


def test_an_edited_reprint_is_a_copy_of_the_earlier_report(read: Callable[..., tuple[Reading, ...]]) -> None:
    reprint = WIRE.replace("The mayor said", "Her spokesman said") + " Schools stay closed."
    copies = find_copies(read(("2031-03-05", reprint), ("2031-03-04", WIRE), ("2031-03-05", OWN)))
    assert [(c.doc, c.of) for c in copies] == [("d0", "d1")]
    assert 0.5 < copies[0].share < 1


def test_reports_written_apart_are_no_copies(read: Callable[..., tuple[Reading, ...]]) -> None:
    assert find_copies(read(("2031-03-04", WIRE), ("2031-03-04", OWN))) == ()


def test_who_credits_another_is_the_copy_even_when_dated_first(read: Callable[..., tuple[Reading, ...]]) -> None:
    credited = WIRE + "\n\nThis article originally appeared in the Pelorin Ledger."
    copies = find_copies(read(("2031-03-04", credited), ("2031-03-05", WIRE)))
    assert [(c.doc, c.of) for c in copies] == [("d0", "d1")]


def test_a_short_early_text_is_a_copy_of_the_long_one_that_holds_it(read: Callable[..., tuple[Reading, ...]]) -> None:
    more = " ".join(f"Street {n} of Harsk lies under {n} centimetres of mud, its mayor told crews." for n in range(9))
    long = f"{WIRE} {OWN} {more}"
    copies = find_copies(read(("2031-03-04", WIRE), ("2031-03-05", long)))
    assert [(c.doc, c.of) for c in copies] == [("d0", "d1")]


def test_no_report_is_a_copy_of_itself_through_others(read: Callable[..., tuple[Reading, ...]]) -> None:
    reports = [(f"2031-03-0{day}", WIRE + " " + OWN * (day % 3) + " " + WIRE * (day % 2)) for day in range(1, 8)]
    of = {c.doc: c.of for c in find_copies(read(*reports))}
    assert len(of) == 6
    for doc in of:
        seen = [doc]
        while seen[-1] in of:
            seen.append(of[seen[-1]])
            assert len(seen) <= 7
