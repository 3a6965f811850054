"""Letters, PDF, agencies' formats, tar and zip files."""

import io
import json
import resource
import tarfile
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tellings.model.document import Document, Skipped
from tellings.readers.opening import read_bytes
from tellings.readers.sources import read_sources

LETTER = b"""From: "Orlan Lantern" <news@orlan.example>
To: desk@tarn.example
Subject: =?utf-8?q?Harbour_reopens_=E2=80=93_at_last?=
Date: Mon, 05 May 2031 22:30:00 -0400
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="cut"

--cut
Content-Type: text/plain; charset=utf-8

View this letter in a browser.
--cut
Content-Type: text/html; charset=utf-8

<div style="display:none">Preview of the letter</div><table><tr><td><p>The harbour of Orlan reopened on Monday.</p>
<p>Ferries to Tarn sail again, the port authority said.</p></td></tr></table>
--cut
Content-Type: application/pdf
Content-Disposition: attachment; filename=a.pdf

xx
--cut--
"""


def _one(data: bytes, location: str) -> Document:
    (doc,) = read_bytes(data, location)
    assert isinstance(doc, Document), doc
    return doc


def _reason(data: bytes, location: str) -> str:
    (item,) = read_bytes(data, location)
    assert isinstance(item, Skipped), item
    return item.reason


def test_a_letter_gives_its_fuller_text_sender_subject_and_day() -> None:
    doc = _one(LETTER, "a.eml")

    assert doc.text == (
        "Harbour reopens \u2013 at last\n\nThe harbour of Orlan reopened on Monday.\n\n"
        "Ferries to Tarn sail again, the port authority said."
    )
    assert (doc.outlet, str(doc.published.earliest)) == ("Orlan Lantern", "2031-05-05")
    assert "attachments not read: 1 application/pdf" in doc.notes


def test_lines_broken_softly_are_whole_again() -> None:
    head = b"From: a@o.example\nSubject: Ferry\nDate: Mon, 05 May 2031 10:00:00 +0000\n"
    doc = _one(head + b"Content-Type: text/plain; format=flowed\n\nThe ferry \nsails.\n\nMarek \nsaid so.\n", "b.eml")

    assert doc.text == "Ferry\n\nThe ferry sails.\n\nMarek said so."


def test_a_mailbox_gives_its_letters_and_their_numbers() -> None:
    box = b"".join(
        b"From x@y Mon May  5 10:00:00 2031\n" + LETTER.replace(b"Orlan reop", b"%d reop" % n) + b"\n" for n in (1, 2)
    )
    found = list(read_bytes(box, "letters.mbox"))

    assert [item.location for item in found] == ["letters.mbox#1", "letters.mbox#2"]
    assert all(isinstance(item, Document) for item in found)


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        (b"From: a@b\nSubject: x\nDate: y\nContent-Type: multipart/encrypted; boundary=c\n\n--c\n"
         b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n--c--\n", "encrypted"),
        (b"From: a@b\nSubject: x\nDate: y\nContent-Type: image/png\n\nxx", "without text (1 image/png)"),
        (b"From: a@b\nSubject: x\nDate: y\n\n" + b"--b\n" * 6000, "more than 5,000 parts"),
    ],
)  # fmt: skip
def test_a_letter_without_words_is_told_apart(letter: bytes, reason: str) -> None:
    assert reason in _reason(letter, "a.eml")


def test_a_report_that_begins_like_a_letter_is_text() -> None:
    doc = _one(b"From: Harsk\nTo: Orlan\n\nThe ferry sails at nine, and nobody knows why.\n", "a.txt")

    assert doc.text.startswith("From: Harsk")


def test_a_ninjs_item_is_a_report_and_a_withdrawn_one_is_not() -> None:
    item = {
        "uri": "https://o.example/7", "headlines": [{"role": "main", "value": "Ferry sails"}], "language": "en",
        "versionCreated": "2031-05-05T10:00:00Z", "by": "By Mira Tal", "copyrightHolder": "Orlan Press",
        "bodies": [{"contentType": "text/html", "value": "<p>The ferry sails.</p><p>Marek said so.</p>"}],
    }  # fmt: skip
    doc = _one(json.dumps(item).encode(), "a.json")

    assert doc.text == "Ferry sails\n\nThe ferry sails.\n\nMarek said so."
    assert (doc.outlet, doc.bylines, doc.url) == ("Orlan Press", ("Mira Tal",), "https://o.example/7")
    assert "withheld by its publisher" in _reason(json.dumps(item | {"pubStatus": "withheld"}).encode(), "a.json")
    assert "picture item without" in _reason(json.dumps(item | {"type": "picture"}).encode(), "a.json")


G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><provider literal="Orlan Press"/>
<versionCreated>2031-05-05T10:00:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta><contentMeta>
<headline>Ferry sails</headline><by>Mira Tal</by><language tag="en"/></contentMeta><contentSet><inlineXML>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><p>The ferry sails.</p></body></html>
</inlineXML></contentSet></newsItem>"""
NITF = """<nitf><head><docdata><date.issue norm="20310505T100000Z"/></docdata></head><body><body.head><hedline>
<hl1>Ferry sails</hl1></hedline><byline>By <person>Mira Tal</person></byline><distributor>Orlan Press</distributor>
</body.head><body.content><p>The ferry sails.</p></body.content></body></nitf>"""
OLD = """<NewsML><NewsEnvelope><NewsService FormalName="Orlan Press"/></NewsEnvelope><NewsItem><NewsManagement>
<FirstCreated>20310505T100000+0000</FirstCreated><Status FormalName="Usable"/></NewsManagement><NewsComponent>
<NewsLines><HeadLine>Ferry sails</HeadLine><ByLine>Mira Tal</ByLine></NewsLines><NewsComponent><Role FormalName="Body"/>
<ContentItem><MimeType FormalName="text/html"/><DataContent><p>The ferry sails.</p></DataContent></ContentItem>
</NewsComponent></NewsComponent></NewsItem></NewsML>"""


@pytest.mark.parametrize("source", [G2, NITF, OLD], ids=["G2", "NITF", "1.2"])
def test_the_agencies_formats_say_the_same(source: str) -> None:
    doc = _one(source.encode(), "item.xml")

    assert doc.text == "Ferry sails\n\nThe ferry sails."
    assert (doc.outlet, doc.bylines) == ("Orlan Press", ("Mira Tal",))
    assert str(doc.published.at) == "2031-05-05 10:00:00+00:00"


def _pdf(pages: list[list[str]]) -> bytes:
    """A PDF with a text layer, twelve points a line."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        moves = "\n".join(f"1 0 0 1 72 {740 - 14 * n} Tm ({line}) Tj" for n, line in enumerate(lines) if line)
        stream = f"BT /F1 12 Tf\n{moves}\nET".encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(out),
    )  # fmt: skip


def test_a_pdf_gives_paragraphs_without_running_titles() -> None:
    pytest.importorskip("pypdfium2")
    pages = [
        ["Orlan Port Authority", f"Harbour {number} reopened on Monday after", "a storm.", "", f"Ferry {number} sails",
         f"again at {number}.", f"Page {len(number)}"]
        for number in ("one", "two", "three")
    ]  # fmt: skip
    doc = _one(_pdf(pages), "a.pdf")

    assert doc.text.split("\n\n")[:2] == [
        "Harbour one reopened on Monday after a storm.",
        "Ferry one sails again at one.",
    ]
    assert "Port Authority" not in doc.text
    assert "Page" not in doc.text


def test_a_scan_and_a_broken_pdf_are_told_apart() -> None:
    pytest.importorskip("pypdfium2")

    assert "without a text layer" in _reason(_pdf([[]]), "a.pdf")
    assert "damaged PDF" in _reason(b"%PDF-1.4\n" + bytes(300), "a.pdf")


def test_a_small_pdf_that_asks_for_all_memory_is_left_out() -> None:
    bomb = zlib.compress(b"q " * 20_000_000, 9)
    assert len(bomb) < 50_000
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(bomb), bomb)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"
    objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream)
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, start=1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "PDF" in _reason(b"%PDF-1.4\n" + body + b"trailer<</Size 5/Root 1 0 R>>\n%%EOF", "a.pdf")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_many_are_read_at_once() -> None:
    data = _pdf([["The gate at Harsk was opened in the night,", "said the council of Orlan."]] * 3)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda n: list(read_bytes(data, f"{n}.pdf")), range(8)))
    texts = {doc.text for docs in found for doc in docs if isinstance(doc, Document)}
    assert len(found) == 8
    assert len(texts) == 1


def test_without_its_package_a_pdf_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)

    assert "pip install 'tellings[pdf]'" in _reason(_pdf([["Hello there"]]), "a.pdf")


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def test_a_zip_is_read_like_a_folder_and_a_bomb_in_it_is_refused() -> None:
    found = list(read_bytes(_zip(a_txt=b"Ferries sail.", b_txt=bytes(b"0" * 9_000_000), c_png=b"x"), "f.zip"))

    assert [item.location for item in found if isinstance(item, Document)] == ["f.zip!a.txt"]
    reasons = [item.reason for item in found if isinstance(item, Skipped)]
    assert "times its size: refused" in reasons[0]
    assert reasons[1] == "files of other kinds left out: 1 .png"


def test_an_archive_inside_of_an_archive_is_refused() -> None:
    assert "inside of an archive" in _reason(_zip(in_zip=_zip(a_txt=b"Ferries sail.")), "f.zip")


def test_a_tar_cut_short_gives_what_was_whole(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number in range(3):
            data = f"Ferry {number} sails.".encode()
            info = tarfile.TarInfo(f"d/{number}.txt")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    (tmp_path / "whole.tar").write_bytes(out.getvalue())
    (tmp_path / "cut.tar").write_bytes(out.getvalue()[:2100])

    whole, none = read_sources([str(tmp_path / "whole.tar")])
    cut, why = read_sources([str(tmp_path / "cut.tar")])

    assert ([doc.text for doc in whole], none) == ([f"Ferry {n} sails." for n in range(3)], ())
    assert len(cut) == 2
    assert "what came before was read" in why[0].reason


def test_a_stream_that_cannot_go_back_is_read_all_the_same() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self._inner = io.BytesIO(data)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            return self._inner.readinto(buffer)  # type: ignore[arg-type]

    documents, skipped = read_sources(["-"], stdin=io.BufferedReader(Pipe(_zip(a_txt=b"Ferries sail."))))

    assert [doc.location for doc in documents] == ["-!a.txt"]
    assert skipped == ()
