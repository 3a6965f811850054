"""Bytes to text: which charset, what had to be mended, and what is no text at all."""

import codecs
import re
from dataclasses import dataclass

from tellings.text.magic import kind_of


class NotTextError(ValueError):
    """The bytes are no text; the message names what they look like."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what had to be done to get it, each as a short sentence for the reader of the document's notes."""

    text: str
    charset: str
    notes: tuple[str, ...] = ()


_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTROLS = "".join(chr(n) for n in range(32) if chr(n) not in "\t\n\v\f\r\x1b") + "\x7f"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAMPLE = 1 << 16

# Only charsets that news text is really found in; more would only add ways to be wrong.
_PLAUSIBLE = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_7", "mac_roman",
    "shift_jis", "cp932", "euc_jp", "gb18030", "big5", "euc_kr", "cp949", "cp874",
)  # fmt: skip
_NAMES = {"cp932": "shift_jis", "cp949": "euc_kr"}


def decode(data: bytes, *, declared: str = "", mend: bool = True) -> Decoded:
    """The text of ``data``, character for character, without its byte-order mark.

    A byte-order mark decides, then strict UTF-8, then ``declared`` (what the page says of itself), then a guess among
    plausible charsets. Whatever is not plain UTF-8 leaves a note. Mojibake is mended only when the whole text
    is UTF-8 once or twice wrongly read as windows-1252 or Latin-1, and never where ``mend`` is false: in records that
    other programs count characters in. Lone surrogates become U+FFFD, one for one.

    Raises:
        NotTextError: the bytes carry the mark of another kind of file, or too many control characters.
    """
    _refuse_magic(data)
    decoded = _decode_marked(data) or _decode_utf8(data) or _decode_wide(data) or _decode_legacy(data, declared)
    decoded = _drop_surrogates(_mend(decoded) if mend else decoded)
    return _weigh_controls(decoded)


def _refuse_magic(data: bytes) -> None:
    kind = kind_of(data)
    if kind:
        raise NotTextError(f"is {kind}, not text")


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, charset in _BOMS:
        if not data.startswith(mark):
            continue
        body = data[len(mark) :]
        if charset == "utf-8":
            return _decode_utf8(body) or _decode_legacy(body, "")
        if charset == "utf-32-le" and _fails(body[: _SAMPLE - 4], charset):
            continue  # UTF-16 whose first character is NUL begins with the same bytes
        return _decode_as(body, charset)
    return None


def _decode_utf8(data: bytes) -> Decoded | None:
    if b"\x00" in data and _wide_charset(data):
        return None
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    try:
        paired = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        return Decoded(paired.decode("utf-16-le", "surrogatepass"), "utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(data) - len(data.translate(None, bytes(range(0xC2, 0xF5)))) - broken
    # A damaged UTF-8 file has far more whole characters than broken ones; a legacy charset has next to none whole.
    if whole >= 3 * broken or (broken == 1 and text.endswith("\ufffd") and not text[:-1].isascii()):
        return Decoded(text, "utf-8", (f"{broken} broken {_plural(broken, 'byte sequence')} replaced by U+FFFD",))
    return None


def _decode_wide(data: bytes) -> Decoded | None:
    charset = _wide_charset(data)
    return _decode_as(data, charset) if charset else None


def _decode_as(data: bytes, charset: str) -> Decoded:
    note = f"decoded as {charset}"
    try:
        return Decoded(data.decode(charset, "surrogatepass"), charset, (note,))
    except UnicodeDecodeError:
        return Decoded(data.decode(charset, "replace"), charset, (note, "broken bytes replaced by U+FFFD"))


def _wide_charset(data: bytes) -> str:
    """UTF-16 or UTF-32 told without a byte-order mark, by where the zero bytes or the spaces stand; "" when neither."""
    sample = data[:4096]
    if len(sample) < 8 or b"\x00" not in sample:
        return ""
    zeros = [sample[i::4].count(0) / len(sample[i::4]) for i in range(4)]
    for charset, quiet in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
        if all(zeros[i] > 0.95 for i in quiet) and not _fails(sample[: len(sample) // 4 * 4], charset):
            return charset
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.4 and even < 0.02:
        return "utf-16-le"
    if even > 0.4 and odd < 0.02:
        return "utf-16-be"
    for charset in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(charset, "replace")
        prose = sum(c.isalpha() or c in " \n\r.,-\u2019" for c in text)
        pages = {ord(c) >> 8 for c in text}  # a script fills few blocks of 256; ASCII read as UTF-16 scatters
        if text.count(" ") > len(text) / 20 and prose > 0.95 * len(text) and len(pages) <= 4:
            return charset
    return ""


def _fails(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return True
    return False


def _decode_legacy(data: bytes, declared: str) -> Decoded:
    named = _declared_codec(declared)
    if named:
        try:
            return Decoded(data.decode(named), named, (f"decoded as {_shown(named)}, as declared",))
        except (UnicodeDecodeError, UnicodeError):
            pass
    codec = _guess(data)
    shown = _shown(codec)
    if codec == "cp1252":
        import ftfy.bad_codecs  # noqa: F401  (registers sloppy-windows-1252, which has no undefined bytes)

        return Decoded(data.decode("sloppy-windows-1252"), codec, (f"decoded as {shown}",))
    return Decoded(data.decode(codec, "replace"), codec, (f"decoded as {shown}",))


def _shown(codec: str) -> str:
    """The name people know: "windows-1251" for Python's "cp1251"."""
    return _NAMES.get(codec) or codec.replace("cp", "windows-").replace("_", "-")


def _declared_codec(declared: str) -> str:
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name.replace("-", "_") if declared.strip() else ""
    except (LookupError, ValueError):
        return ""
    if name in ("iso8859_1", "ascii"):  # browsers read both as windows-1252, and so pages are made
        name = "cp1252"
    return name if name in {*_PLAUSIBLE, "iso8859_15", "iso8859_9", "iso2022_jp", "gbk", "gb2312"} else ""


def _guess(data: bytes) -> str:
    sample = _foreign_parts(data)
    if _is_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_PLAUSIBLE)).best()
    return best.encoding if best else "cp1252"


def _foreign_parts(data: bytes) -> bytes:
    """Up to 64 kB of the lines that are not ASCII: the rest says nothing of the charset."""
    if len(data) <= _SAMPLE:
        return data
    parts, size, at = [], 0, 0
    for match in re.finditer(rb"[\x80-\xff]", data):
        if match.start() < at:
            continue
        begin = data.rfind(b"\n", max(0, match.start() - 200), match.start()) + 1 or max(at, match.start() - 200)
        at = data.find(b"\n", match.start(), match.start() + 400) + 1 or match.start() + 400
        parts.append(data[begin:at])
        size += at - begin
        if size >= _SAMPLE:
            break
    return b"".join(parts)[:_SAMPLE]


# Western text: high letters stand alone or in pairs between others, signs never stand inside a word.
_UNWESTERN = re.compile(
    "[\u0081\u008d\u008f\u0090\u009d]|[^\\W\\d_][\xa1-\xa9\xac\xaf\xb1-\xb3\xb5\xb6\xb8\xb9\xbc-\xbf\xd7\xf7][^\\W\\d_]|[\xc0-\xff]{4}"
)


def _is_western(sample: bytes) -> bool:
    text = sample.decode("latin-1").translate(_FROM_1252)
    letters = sum(map(str.isalpha, text))
    high = len(re.findall("[\xc0-\xff]", text))
    return not _UNWESTERN.search(text) and high <= 0.15 * letters + 2


_FROM_1252 = {n: bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(0x80, 0xA0)}


_LEAD = re.compile("[\xc2-\xf4]")


def _mend(decoded: Decoded) -> Decoded:
    text, turns = decoded.text, 0
    while turns < 2 and _LEAD.search(text):
        mended = _undo(text)
        if mended == text:
            break
        text, turns = mended, turns + 1
    if not turns:
        return decoded
    if text.startswith("\ufeff"):
        text = text[1:]
    note = "mended: UTF-8 that had been read as windows-1252" + (" twice" if turns == 2 else "")
    return Decoded(text, decoded.charset, (*decoded.notes, note))


def _undo(text: str) -> str:
    """The text one wrong decoding back, or unchanged unless all of it is certainly such a text."""
    import ftfy.bad_codecs  # noqa: F401
    from ftfy.badness import badness

    for charset in ("sloppy-windows-1252", "latin-1"):
        try:
            mended = text.encode(charset).decode("utf-8")
        except UnicodeError:
            continue
        if badness(text[: 1 << 20]) > badness(mended[: 1 << 20]):
            return mended
    return text


def _drop_surrogates(decoded: Decoded) -> Decoded:
    text, count = replace_surrogates(decoded.text)
    if not count:
        return decoded
    return Decoded(text, decoded.charset, (*decoded.notes, surrogates_note(count)))


def replace_surrogates(text: str) -> tuple[str, int]:
    """The text with each lone surrogate replaced by U+FFFD, and how many there were."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATE.subn("\ufffd", text)
    return text, 0


def surrogates_note(count: int) -> str:
    """The note on a document whose lone surrogates were replaced."""
    return f"{count} lone {_plural(count, 'surrogate')} replaced by U+FFFD"


def _weigh_controls(decoded: Decoded) -> Decoded:
    text = decoded.text
    if not _CONTROL.search(text):
        return decoded
    zeros = text.count("\x00")
    controls = sum(map(text.count, _CONTROLS))
    # Three strays happen in any scrape; beyond, one in 500 is the most text has; a legacy charset allows no zero.
    sure = decoded.charset.startswith("utf")
    if controls > max(3, len(text) / 500) or (zeros and not sure):
        raise NotTextError(f"looks like a binary file: {controls} of its {len(text)} characters are control characters")
    if not zeros:
        return decoded
    return Decoded(text, decoded.charset, (*decoded.notes, f"holds {zeros} NUL {_plural(zeros, 'character')}, kept"))


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def decode_start(data: bytes, *, size: int = 8192) -> str:
    """The first characters of ``data``, roughly: good enough to see what kind of text it is.

    Raises:
        NotTextError: the bytes carry the mark of another kind of file.
    """
    _refuse_magic(data)
    head = data[:size]
    marked = next((charset for mark, charset in _BOMS if head.startswith(mark)), "") or _wide_charset(head)
    return head.decode(marked or "utf-8", "replace").lstrip("\ufeff")
