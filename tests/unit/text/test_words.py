from tellings.text.words import content_stems, rarity, stem, tokens


def test_tokens_are_folded_and_keep_numbers_whole() -> None:
    assert tokens("The SCO’s 1,200 tons, 2.5 km") == ["the", "sco's", "1,200", "tons", "2.5", "km"]


def test_content_stems_leave_out_grammar_and_part_compounds() -> None:
    assert content_stems("They were sending lake-side patrols") == ["send", "lake", "side", "patrol"]


def test_a_word_of_every_report_weighs_less_than_a_rare_one() -> None:
    assert rarity(stem("government")) < rarity(stem("spillway"))


def test_a_very_long_string_is_left_alone() -> None:
    assert stem("a" * 10_000) == "a" * 10_000
