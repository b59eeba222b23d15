"""Text out of bytes of unknown encoding; only comments can suffer from a wrong guess."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_KANA = re.compile("[\u3040-\u30ff]")
_HANZI = re.compile("[\u4e00-\u9fff]")
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_SMALL_CYRILLIC = re.compile(rb"[\xe0-\xff]")
_SAMPLE = 200_000


def decode_text(content: bytes) -> str:
    """*content* as text, without its byte order mark."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    encoding = _wide(content) or _declared(content) or _guess(content)
    return content.decode(encoding, "replace")


def _wide(content: bytes) -> str | None:
    head = content[:2_000]
    if len(head) < 4:  # noqa: PLR2004 - shorter than two wide characters
        return None
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _declared(content: bytes) -> str | None:
    found = _DECLARED.search(content[:4_000])
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
        content[:_SAMPLE].decode(name, "replace")
    except (LookupError, ValueError):
        return None
    return name if _decodes(content, name) else None


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(content[:_SAMPLE])
    except (UnicodeError, LookupError):
        return False
    return True


def _guess(content: bytes) -> str:
    if _decodes(content, "utf-8"):
        return "utf-8"
    sample = content[:_SAMPLE]
    paired = sum(len(run) for run in _HIGH_PAIR.findall(sample))
    high = len(_HIGH.findall(sample))
    if paired * 2 < high:
        return "cp1252"
    if len(_SMALL_CYRILLIC.findall(sample)) * 10 > high * 7:
        return "cp1251"
    for encoding, letters in (("cp932", _KANA), ("gb18030", _HANZI)):
        if (
            _decodes(content, encoding)
            and len(letters.findall(sample.decode(encoding, "replace"))) * 4 > paired
        ):
            return encoding
    return "cp1251"
