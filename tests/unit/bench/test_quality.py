from pathlib import Path

import pytest

from bench import gold, quality
from bench.quality import BEGIN, END, TARGETS, below, fingerprint, in_readme, mean, repinned, shares, table


def test_a_measure_nobody_asked_for_has_no_share() -> None:
    assert shares({"date_right": [3, 4], "status_right": [0, 0]}) == {"date_right": 0.75}


def test_the_mean_is_over_the_stories_that_have_the_measure() -> None:
    assert mean([{"a": 1.0, "b": 0.5}, {"a": 0.5}]) == {"a": 0.75, "b": 0.5}


def test_what_is_under_its_floor_is_told() -> None:
    assert below({"mean": {"a": 0.79, "b": 0.8}}, {"mean": {"a": 0.8, "b": 0.8}}) == ["mean a: 0.790, floor 0.800"]


def test_a_measure_that_went_missing_is_under_its_floor() -> None:
    assert below({"mean": {}}, {"mean": {"a": 0.0}}) == ["mean a: -, floor 0.000"]


def test_a_group_that_was_not_scored_is_not_judged() -> None:
    assert below({"example": {"a": 1.0}}, {"mean": {"a": 0.9}}) == []


def test_floors_rise_to_a_little_under_the_score() -> None:
    assert repinned({"mean": {"a": 0.8, "new": 1.0}}, {"mean": {"a": 0.5}}, lower=False) == {
        "mean": {"a": 0.795, "new": 1.0}
    }


def test_floors_do_not_fall_by_themselves() -> None:
    assert repinned({"mean": {"a": 0.4}}, {"mean": {"a": 0.5}}, lower=False) == {"mean": {"a": 0.5}}


def test_floors_fall_when_told_to() -> None:
    assert repinned({"mean": {"a": 0.4}}, {"mean": {"a": 0.5}, "seeds": {"a": 0.9}}, lower=True) == {
        "mean": {"a": 0.395},
        "seeds": {"a": 0.9},
    }


def test_the_fingerprint_knows_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    before = fingerprint([tmp_path / "a"], tmp_path)
    (tmp_path / "a").write_text("two")
    changed = fingerprint([tmp_path / "a"], tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")

    assert len({before, changed, fingerprint([tmp_path / "b"], tmp_path)}) == 3


@pytest.mark.parametrize("given", ["link", "./real/../real"])
def test_the_gold_stories_may_stand_behind_a_link_or_a_relative_path(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "real" / "gold").mkdir(parents=True)
    (tmp_path / "real" / "texts").mkdir()
    (tmp_path / "real" / "texts" / "a.txt").write_text("The dyke at Orlen held.")
    (tmp_path / "real" / "gold" / "seeds.json").write_text('{"reports": "../texts", "docs": {"A": "a.txt"}}')
    (tmp_path / "link").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(quality, "score_shared", lambda _: {"seeds": {"date_right": [1, 1]}})
    monkeypatch.setattr(gold, "tallies", dict)

    quality.main(["--shared", given])

    assert "The data behind 'seeds' is not that of its floors" in capsys.readouterr().out


@pytest.mark.parametrize("group", TARGETS)
def test_the_table_shows_target_beside_measured(group: str) -> None:
    shown = table({group: {"date_right": 0.5}}, {group: {"date_right": 0.25}}, {"a story": {"date_right": 0.5}})

    target = TARGETS[group].get("date_right")
    assert f"0.500 {'     -' if target is None else f'{target:6.3f}'}  0.250" in shown
    assert shown.endswith("1 a story")


def test_the_table_of_the_readme_is_replaced_between_its_marks() -> None:
    page = in_readme(
        f"above\n{BEGIN}\nstale\n{END}\nbelow\n", {"seeds": {"date_right": 0.5}, "mean": {"date_right": 1.0}}
    )

    assert page.startswith(f"above\n{BEGIN}\n| measure")
    assert "| date_right | 0.500 (0.85) | 1.000 (0.75) | - |" in page
    assert page.endswith(f"{END}\nbelow\n")
    assert "stale" not in page


def test_a_readme_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="needs the marks"):
        in_readme("above", {})
