import pytest

from tellings.model.story import Story


def test_a_story_has_reports() -> None:
    with pytest.raises(ValueError, match="at least one report"):
        Story("s1", "The dyke at Orlen", ())
