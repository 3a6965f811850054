"""One address for one report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.readers.canonical import choose_canonical, clean_url, site_of


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://Tarn.Example", "https://tarn.example/"),
        ("HTTPS://TARN.EXAMPLE:443/A?b#c", "https://tarn.example/A?b"),
        ("http://tarn.example:80/", "http://tarn.example/"),
        ("http://tarn.example:8080/", "http://tarn.example:8080/"),
        ("https://tarn.example./a", "https://tarn.example/a"),
        ("https://tarn.example/a?utm_source=x&id=7&fbclid=y&UTM_Medium=z", "https://tarn.example/a?id=7"),
        ("https://tarn.example/a?utm_source=x", "https://tarn.example/a"),
        ("https://tarn.example/a?id=7&page=2", "https://tarn.example/a?id=7&page=2"),
        ("https://tarn.example/a?b=2&a=1", "https://tarn.example/a?b=2&a=1"),
        ("https://tarn.example/?p=123", "https://tarn.example/?p=123"),
        ("https://tarn.example/%7eorlan/%e9%2F", "https://tarn.example/~orlan/%E9%2F"),
        ("https://tarn.example/caf\u00e9 au lait", "https://tarn.example/caf%C3%A9%20au%20lait"),
        ("https://tarn.example/a/../b/./c", "https://tarn.example/b/c"),
        ("https://tarn.example/a/..", "https://tarn.example/"),
        ("https://tarn.example/../../a", "https://tarn.example/a"),
        ("https://tarn.example/a//b/", "https://tarn.example/a//b/"),
        ("http://[2606:2800::1]:80/a", "http://[2606:2800::1]/a"),
        ("ftp://tarn.example/a#b", "ftp://tarn.example/a#b"),
        ("http://tarn.example:x/a", "http://tarn.example:x/a"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_what_does_not_change_the_page_is_taken_off(url: str, clean: str) -> None:
    assert clean_url(url) == clean


@given(st.text(st.sampled_from("aZ./%2eé?&=#:utm_@[]-~ "), max_size=30))
def test_cleaning_twice_changes_nothing_more(tail: str) -> None:
    once = clean_url(f"https://tarn.example/{tail}")

    assert clean_url(once) == once


@pytest.mark.parametrize(
    ("stated", "final", "chosen"),
    [
        (None, "https://tarn.example/a?utm_source=x", "https://tarn.example/a"),
        ("https://www.tarn.example/report/7", "https://m.tarn.example/a", "https://www.tarn.example/report/7"),
        ("https://tarn.example/report#top", "http://tarn.example/amp/report", "https://tarn.example/report"),
        ("https://velmark.example/a", "https://tarn.example/a", "https://tarn.example/a"),
        ("https://tarn.example/", "https://tarn.example/a/b", "https://tarn.example/a/b"),
        ("https://tarn.example/", "https://tarn.example/?from=mail", "https://tarn.example/"),
        ("javascript:alert(1)", "https://tarn.example/a", "https://tarn.example/a"),
        ("https://orlan.co.uk/a", "https://harsk.co.uk/a", "https://harsk.co.uk/a"),
        ("http://127.0.0.2/a", "http://127.0.0.1/a", "http://127.0.0.1/a"),
        ("http://[::1", "https://tarn.example/a", "https://tarn.example/a"),
    ],
)
def test_what_a_page_states_is_believed_on_its_own_site(stated: str | None, final: str, chosen: str) -> None:
    assert choose_canonical(stated, final) == chosen


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("www.tarn.example", "tarn.example"),
        ("news.harsk.co.uk", "harsk.co.uk"),
        ("a.b.orlan.com.au", "orlan.com.au"),
        ("harsk.de", "harsk.de"),
        ("10.0.0.1", "10.0.0.1"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_the_site_of_a_host(host: str, site: str) -> None:
    assert site_of(host) == site
