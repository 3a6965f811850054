"""What a page says of itself: where each field is looked for, and what is not believed."""

from datetime import date

import pytest

from tellings.model.document import Provenance
from tellings.readers.metadata import Metadata, read_metadata
from tellings.readers.page import parse_page

TODAY = date(2031, 3, 10)


def _read(head: str, body: str = "", lang: str = "") -> Metadata:
    return read_metadata(parse_page(f"<html{lang}><head>{head}</head><body>{body}</body></html>"), today=TODAY)


def _linked(source: str) -> str:
    return f'<script type="application/ld+json">{source}</script>'


ARTICLE = """{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry to Luro late again",
 "datePublished": "2031-03-04T06:00:00+02:00", "inLanguage": "en-GB",
 "author": [{"@type": "Person", "name": "Jane Roe"}, {"@type": "Person", "name": "Mira Tal"}],
 "publisher": {"@type": "Organization", "name": "The Luro Lantern"}, "url": "https://lantern.example/ferry"}"""


def test_linked_data_gives_all_fields() -> None:
    page = _read(_linked(ARTICLE))

    assert page.title == "Ferry to Luro late again"
    assert page.bylines == ("Jane Roe", "Mira Tal")
    assert (page.outlet, page.language, page.url) == ("The Luro Lantern", "en-GB", "https://lantern.example/ferry")
    assert (page.published.earliest, page.published.why) == (date(2031, 3, 4), "json-ld datePublished")
    assert {p.field: p.basis for p in page.provenance} == {
        "title": "json-ld",
        "bylines": "json-ld",
        "outlet": "json-ld",
        "language": "json-ld",
        "url": "json-ld",
        "published": "json-ld datePublished",
    }


@pytest.mark.parametrize(
    "source",
    [
        f"[{ARTICLE}]",
        f'{{"@graph": [{{"@type": "WebSite", "name": "x"}}, {ARTICLE}]}}',
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        ARTICLE.replace('"url"', '\n"url"').replace("}\n", "},\n"),
        ARTICLE[:-1] + ",}",
        ARTICLE.replace("late again", "late\tagain"),
        ARTICLE + ";",
        ARTICLE.replace('"NewsArticle"', '["Thing", "https://schema.org/ReportageNewsArticle"]'),
        f'[{{"@type": "ItemList", "itemListElement": [{{"@type": "NewsArticle", "headline": "Other"}}]}}, {ARTICLE}]',
    ],
)
def test_linked_data_in_other_clothes(source: str) -> None:
    page = _read(_linked(source))

    assert page.title == "Ferry to Luro late again"
    assert page.published.earliest == date(2031, 3, 4)


def test_broken_linked_data_still_gives_headline_and_date() -> None:
    page = _read(_linked(ARTICLE.replace('"inLanguage": "en-GB",', '"inLanguage": en"GB,')))

    assert (page.title, page.published.earliest) == ("Ferry to Luro late again", date(2031, 3, 4))


def test_an_author_given_by_reference_is_looked_up() -> None:
    graph = """{"@graph": [{"@type": "Article", "headline": "h", "author": {"@id": "#jane"}},
                           {"@type": "Person", "@id": "#jane", "name": "Jane Roe"}]}"""

    assert _read(_linked(graph)).bylines == ("Jane Roe",)


def test_of_several_articles_the_one_at_the_page_s_address_counts() -> None:
    articles = """[{"@type": "NewsArticle", "headline": "Other news", "url": "https://lantern.example/other"},
                   {"@type": "NewsArticle", "headline": "This news", "mainEntityOfPage": "https://lantern.example/this/"}]"""

    assert _read('<link rel="canonical" href="https://lantern.example/this">' + _linked(articles)).title == "This news"


def test_meta_elements_give_the_fields_where_there_is_no_linked_data() -> None:
    page = _read(
        """<meta property="og:title" content="Ferry late | The Luro Lantern">
           <meta property="og:site_name" content="The Luro Lantern">
           <meta name="author" content="By Jane Roe and Mira Tal">
           <meta property="article:published_time" content="2031-03-04T06:00:00Z">
           <link rel="canonical" href="https://www.lantern.example/ferry">""",
        lang=' lang="en_us"',
    )

    assert page.title == "Ferry late"
    assert page.bylines == ("Jane Roe", "Mira Tal")
    assert page.published.why == "article:published_time"
    assert (page.outlet, page.language) == ("The Luro Lantern", "en-US")
    assert Provenance("language", "html lang") in page.provenance


@pytest.mark.parametrize("name", ["parsely-pub-date", "sailthru.date", "DC.date.issued", "pubdate", "datePublished"])
def test_publishers_other_names_for_the_date(name: str) -> None:
    assert _read(f'<meta name="{name}" content="2031-03-04">').published.earliest == date(2031, 3, 4)


def test_the_outlet_is_the_site_where_nobody_names_it() -> None:
    page = _read('<meta property="og:url" content="https://www.lantern.example/a/b">')

    assert (page.outlet, page.provenance[-1]) == ("lantern.example", Provenance("outlet", "address"))


def test_an_outlet_or_an_address_is_no_author() -> None:
    page = _read(
        """<meta property="og:site_name" content="The Luro Lantern"><meta name="author" content="The Luro Lantern">
           <meta property="article:author" content="https://social.example/lantern">""",
        '<p class="byline">By Jane Roe</p>',
    )

    assert page.bylines == ("Jane Roe",)


def test_a_heading_with_the_site_s_name_is_no_title() -> None:
    page = _read(
        "<title>Ferry late - The Luro Lantern</title><meta property='og:site_name' content='The Luro Lantern'>",
        "<h1>The Luro Lantern</h1>",
    )

    assert page.title == "Ferry late"


def test_a_kicker_in_the_heading_is_left_out() -> None:
    page = _read(
        '<meta property="og:title" content="Luro ferry late for days">', "<h1>Harbours Luro ferry late for days</h1>"
    )

    assert page.title == "Luro ferry late for days"


@pytest.mark.parametrize("when", ["2031-03-12", "2041-01-01", "1970-01-01T00:00:00Z", "soon", "0000-00-00"])
def test_a_date_that_cannot_be_is_dropped_with_a_note(when: str) -> None:
    page = _read(f'<meta property="article:published_time" content="{when}">')

    assert page.published.basis == "unknown"
    assert page.notes[0].startswith("article:published_time left out: ")


def test_the_same_moment_is_told_on_the_outlet_s_own_clock() -> None:
    page = _read(
        _linked('{"@type": "NewsArticle", "datePublished": "2031-03-05T03:30:00Z"}')
        + '<meta property="article:published_time" content="2031-03-04T22:30:00-05:00">'
    )

    assert (page.published.earliest, page.published.why) == (date(2031, 3, 4), "article:published_time")


def test_a_time_element_counts_when_it_leaves_one_day() -> None:
    one = '<time datetime="2031-03-04T06:00:00Z">4 March</time>'
    other = '<aside><time datetime="2031-02-01">1 February</time></aside>'

    assert _read("", one + one).published.why == "time"
    assert _read("", one + other).published.basis == "unknown"
    assert _read("", one.replace("<time", '<time class="published"') + other).published.earliest == date(2031, 3, 4)


def test_the_day_in_the_address_is_the_last_resort() -> None:
    link = '<link rel="canonical" href="https://lantern.example/world/2031/mar/04/ferry">'

    assert _read(link).published.why == "date in the page's address"
    assert _read(link.replace("mar/04", "13/04")).published.basis == "unknown"


def test_a_date_in_the_running_text_is_never_taken() -> None:
    page = _read("<title>Ferry late</title>", "<p>Luro, 4 March 2031 - The ferry was late, as on 2 March 2031.</p>")

    assert page.published.basis == "unknown"


def test_a_hostile_head_takes_no_time() -> None:
    head = (
        "<title>"
        + "a - " * 200_000
        + "</title>"
        + _linked('{"a":' * 100_000)
        + '<meta name="author" content="x, ">' * 2000
    )

    assert _read(head, "<h1>Ferry late</h1>").title == "Ferry late"


def test_a_part_of_the_title_that_the_page_shows_as_a_heading_is_the_title() -> None:
    page = _read("<title>Ferry late for days - Forum » Harbour friends</title>", "<h2>Ferry late for days</h2>")
    whole = _read("<title>Ferry late - harbour master leaves</title>", "<h2>Other news</h2>")

    assert page.title == "Ferry late for days"
    assert whole.title == "Ferry late - harbour master leaves"
