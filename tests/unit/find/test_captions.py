import pytest

from tellings.find.captions import is_caption


@pytest.mark.parametrize(
    "line",
    [
        "FILE - In this May 3, 2030 file photo, Ilva Dorn waves from a ferry.",
        "A ferry leaves the harbour of Port Sel. (AP Photo/Ana Bel)",
        "A ferry leaves the harbour. (Ana Bel/Tide via AP, File) (Associated Press)",
        "Ferries wait in Port Sel Photographer: Ana Bel/Tide",
        "Photo: Ana Bel, AP",
        "REUTERS/Ana Bel",
        "Ana Bel / AP",
        "Ana Bel | Getty Images",
        "ANA BEL via Getty Images",
        "ANA BEL, EPA-EFE",
        "Getty Images The ferry was seen being towed away",
        "© Ana Bel A gull on a ferry in Port Sel, Marland",
        "Image copyright Reuters",
        "Enlarge this image toggle caption Ana Bel/Tide",
        "3 of 14. A ferry leaves Port Sel.",
        "1/3 Captain Jan Roe, head of the union, waits in Ost",
        "Captain Jan Roe, left, shakes hands with President Ilva Dorn on a quay in Port Sel, Monday, May 3, 2031.",
        "President Ilva Dorn speaks to captains in Port Sel, Marland, May 3, 2031.",
        "Map of ferry lines that cross the border.",
        "Tide Map",
        "CLOSE A ferry sank in Marland on Monday. Tide TV",
    ],
)
def test_a_caption(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "President Ilva Dorn said on Monday, May 3, 2031, that the ferry would sail.",
        "The photo of the ferry was taken by a captain, police said.",
        "The ferry was sold for 3/4 of its price, the union said.",
        "Tomorrow we sail. — Ilva Dorn (@ilvadorn) May 3, 2031",
        "1/2 Tomorrow we sail with all hands. — Ilva Dorn (@ilvadorn) May 3, 2031",
        "Getty, the captain, left Ost on Monday.",
        "The harbour lies to the left, and the town to the right.",
        "The video shows captains racing up a stair.",
        "Reuters reported that the ferry had sunk.",
        "She left in a hurry (I hear that she is a freelance photographer who likes boats).",
    ],
)
def test_no_caption(line: str) -> None:
    assert not is_caption(line)
