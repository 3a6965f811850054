"""A story saved from the server in every format, as the command line writes it."""

from typing import get_args

import pytest
from starlette.testclient import TestClient

from tellings import app
from tellings.web.api import exporting


def test_the_api_has_the_formats_and_marks_of_the_command_line() -> None:
    assert get_args(exporting.To.__origin__) == tuple(app.EXPORTS)  # type: ignore[attr-defined]
    assert set(get_args(exporting.Tlp.__origin__)) == set(app.TLP)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", app.EXPORTS)
def test_every_format_is_a_file_to_save(client: TestClient, story: str, name: str) -> None:
    form = app.EXPORTS[name]
    answer = client.get(f"/api/stories/{story}/export", params={"to": name})

    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == form.media
    assert answer.headers["content-disposition"] == f'attachment; filename="{story}{form.suffix}"'
    assert answer.headers["tellings-behind"] == "0"
    assert answer.content
    again = client.get(
        f"/api/stories/{story}/export", params={"to": name}, headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_the_mark_goes_along(client: TestClient, story: str) -> None:
    answer = client.get(f"/api/stories/{story}/export", params={"to": "misp", "tlp": "amber"})

    assert '"tlp:amber"' in answer.text


def test_what_there_is_no_format_or_story_of_is_said(client: TestClient, story: str) -> None:
    assert client.get(f"/api/stories/{story}/export", params={"to": "odt"}).status_code == 422
    assert client.get(f"/api/stories/{story}/export").status_code == 422
    assert client.get("/api/stories/nothing/export", params={"to": "csv"}).status_code == 404


def test_the_page_of_a_story_leads_to_each(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}").text

    for name in app.EXPORTS:
        assert f'href="/api/stories/{story}/export?to={name}"' in page


def test_a_part_that_is_not_installed_is_named(client: TestClient, story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tellings.engines import installed
    from tellings.errors import MissingPart

    def missing(name: str) -> None:
        raise MissingPart(f"{name} is not installed: pip install 'tellings[formats]'")

    monkeypatch.setattr(installed, "load_optional", missing)
    answer = client.get(f"/api/stories/{story}/export", params={"to": "docx"})

    assert answer.status_code == 501
    assert "tellings[formats]" in answer.json()["detail"]
