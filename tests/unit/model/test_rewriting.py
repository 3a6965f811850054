import pytest

from tellings.model.rewriting import Proposal, Rephrasing


@pytest.mark.parametrize(("text", "fault"), [("", ""), (" ", ""), ("Words.", "down")])
def test_a_proposal_is_words_or_a_fault(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match="either words or the fault"):
        Proposal(text, fault)


def test_a_rephrasing_says_why() -> None:
    with pytest.raises(ValueError, match="because of what"):
        Rephrasing("kept", "", None, "why")
    with pytest.raises(ValueError, match="because of what"):
        Rephrasing("rephrased", "Words.", "name", "why")
    with pytest.raises(ValueError, match="says why"):
        Rephrasing("kept", "", "name", "")
    with pytest.raises(ValueError, match="original"):
        Rephrasing("rephrased", "", None, "why")
