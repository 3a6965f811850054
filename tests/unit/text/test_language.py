import pytest

from tellings.text.language import language_of


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The ferry that was built by the two countries is sold, and the captains are not glad."),
        ("fr", "Le bateau que les deux pays ont construit est vendu, et les capitaines ne sont pas contents."),
        ("de", "Die Fähre, die von den beiden Ländern gebaut wurde, ist verkauft, und die Kapitäne sind nicht froh."),
        ("es", "El barco que los dos países han construido fue vendido, y los capitanes no están contentos."),
        ("pt", "O barco que os dois países construíram foi vendido, e os capitães não estão contentes."),
        ("it", "Il traghetto che i due paesi hanno costruito è stato venduto, e i capitani non sono contenti."),
        (
            "nl",
            "De boot die door het land werd gebouwd is verkocht, en de kapiteins zijn er niet blij met een verkoop.",
        ),
        ("ru", "Паром продан, и капитаны недовольны."),
        ("zh", "渡轮已经出售，船长们不高兴。"),
        ("ja", "フェリーは売られた。船長たちは喜んでいない。"),
        ("ar", "بيعت العبارة والقباطنة غير راضين"),
    ],
)
def test_the_language_of_a_sentence(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "12 345", "Ferry", "Ilva Dorn, Port Sel, Marland"])
def test_too_little_to_tell(text: str) -> None:
    assert language_of(text) is None
