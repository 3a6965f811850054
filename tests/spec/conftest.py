import pytest

from tellings.engines.encoder.recogniser import EncoderRecogniser
from tellings.ports import Recogniser, RulesOnly


@pytest.fixture(scope="session", params=[RulesOnly(), EncoderRecogniser()], ids=["rules", "encoder"])
def recogniser(request: pytest.FixtureRequest) -> Recogniser:
    """Every recogniser that is shipped: what is specified holds for each."""
    made: Recogniser = request.param
    return made
