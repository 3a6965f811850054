import pytest

from tellings.find.appeals import SURE, appeal_points


@pytest.mark.parametrize(
    "sentence",
    [
        "Sign up for our daily newsletter.",
        "Get the day's top stories delivered to your inbox.",
        "Follow The Tide on Twitter: @thetide.",
        "Like The Tide on Facebook and stay updated with harbour news.",
        "Email us at tips@tide.example or call 555 0100.",
        "Do you have a tip for our news team?",
        "For more Tide stories, download our mobile app.",
        "By subscribing you agree to our terms of service.",
        "We use cookies on this site.",
        "Please verify that you are not a robot before you go on.",
        "Thank you for subscribing!",
        "This story was originally published by The Gull.",
        "Originally published on The Gull.",
        "Click here to support our journalism.",
        "If you like this story, share it with a friend!",
        "Contact the writers at ana.bel@tide.example",
        "View all Tide newsletters.",
        "Vote in our poll and tell us why in the comments.",
    ],
)
def test_an_appeal(sentence: str) -> None:
    assert appeal_points(sentence) >= SURE


@pytest.mark.parametrize(
    "sentence",
    [
        "Captains said they would follow the news on Facebook.",
        "The ferry company's app failed on Monday, leaving 300 people on the quay.",
        "“Sign up for our crew now,” she urged.",
        "Share prices rose after the treaty.",
        "Like other harbours, Port Sel has its own newsletter.",
        "It first appeared in 2031, when the ferry was sold.",
        "He told subscribers that the paper would close.",
        "We must not let the ferry sink.",
        "You can see Ostria from the quay.",
        "Read the treaty, he said.",
        "Join the union or leave, they were told.",
    ],
)
def test_no_appeal(sentence: str) -> None:
    assert appeal_points(sentence) < SURE
