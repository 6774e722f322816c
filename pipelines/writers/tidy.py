"""Cleans a pasted text: one kind of line end, nothing invisible, no markup, no emoji, no timecodes."""

from __future__ import annotations

import html
import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# The zero-width joiner and non-joiner stay: Indic scripts and Persian are spelt with them.
_INVISIBLE = re.compile(
    r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_KEYCAP = re.compile(r"(\d)\ufe0f?\u20e3")
_EMOJI = re.compile(
    r"[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f]\u200d?"
)
_TAGS = "a|abbr|article|b|body|br|center|div|em|font|footer|h[1-6]|head|header|html|i|img|li|main|mark|meta|ol|p"
_TAGS += "|section|small|span|strong|sub|sup|table|tbody|td|th|title|tr|u|ul|s|link|input|button|form|iframe|svg"
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,500}})?/?>", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?h[1-6]|/?section)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
_CODE = re.compile(r"<(script|style)\b[^>]{0,500}>.*?(?:</\1\s*>|\Z)|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TIMECODE = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}\s*-->.*$", re.MULTILINE)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_TIME_RANGE = re.compile(rf"^\s*[\[(]?{_CLOCK}\s*(?:-|–|—|to)\s*{_CLOCK}[\])]?\s*[:|–—-]?\s*", re.MULTILINE)
# Accents piled up for fun would cover the picture; no language puts more than two on a letter.
_ACCENTS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILE = re.compile(rf"([{_ACCENTS}]{{2}})[{_ACCENTS}]+")
_PIPE_AS_DANDA = re.compile(r"(?<=[\u0900-\u0dff])\s*\|(?=\s|$)")


def tidy(text: str) -> str:
    """The same words in the same order, ready to be read line by line."""
    text = _LINE_ENDS.sub("\n", text).encode("utf-8", "ignore").decode()
    if _TAG.search(text) or _CODE.search(text):
        text = _TAG.sub("", _BLOCK.sub("\n", _CODE.sub("", text)))
    text = html.unescape(text)
    text = _EMOJI.sub("", _KEYCAP.sub(r"\1. ", _INVISIBLE.sub("", text)))
    text = _PILE.sub(r"\1", unicodedata.normalize("NFC", text))
    text = _PIPE_AS_DANDA.sub("।", text)
    if _TIMECODE.search(text):
        text = _without_timecodes(text)
    text = _TIME_RANGE.sub("", text)
    rows = (re.sub(r"[^\S\n]+", " ", row).strip() for row in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def _without_timecodes(text: str) -> str:
    """The words of pasted subtitles in one paragraph: cues break where a screen is full, not where a thought ends."""
    rows = text.split("\n")
    kept = []
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else ""
        numbering = row.strip().isdigit() and _TIMECODE.match(following)
        if not (numbering or _TIMECODE.match(row) or row.strip().upper().startswith("WEBVTT")):
            kept.append(re.sub(r"\{\\[^}]*\}", "", row).strip())
    return " ".join(filter(None, kept))
