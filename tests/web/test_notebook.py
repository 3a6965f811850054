"""What a notebook shows, in a real browser: hostile reports run nothing and reach nothing."""

from playwright.sync_api import Browser

import tellings
from tellings.notebook.fragment import draw_frame
from tests.attacks import briefing


def test_nothing_of_a_hostile_brief_runs(browser: Browser) -> None:
    made, document = briefing()
    briefed = tellings.Briefed(made, (document,))
    tables = (briefed.findings, briefed.quotations, briefed.timeline)
    shown = [briefed._repr_html_(), briefed.page()._repr_html_(), *(table._repr_html_() for table in tables)]
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))

    page.set_content("<title>a notebook</title>" + "".join(shown))
    frame = page.frames[1]
    frame.wait_for_selector("h1")
    titles = (page.title(), frame.title())
    page.close()

    assert titles[0] == "a notebook"
    assert "broken" not in titles
    assert [url for url in asked if not url.startswith(("about:", "data:"))] == []


def test_no_script_runs_in_a_framed_page(browser: Browser) -> None:
    page = browser.new_page()

    page.set_content(draw_frame("<!doctype html><title>calm</title><h1>a</h1><script>document.title = 'ran'</script>"))
    page.frames[1].wait_for_selector("h1")
    title = page.frames[1].title()
    page.close()

    assert title == "calm"
