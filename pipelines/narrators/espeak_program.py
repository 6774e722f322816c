"""Speaks one line with espeak-ng: a program of its own that reads JSON and writes a WAV file and JSON.

espeak-ng is licensed under GPL-3.0-or-later. This program loads it and therefore runs in a process
of its own, started by path; it imports the standard library and `espeakng_loader`, nothing else.
It speaks one line and ends, because espeak-ng carries noise and pitch flutter from one line to the
next: in a fresh process the same words always give the same bytes.

Standard input: {"voice": "en-us+f3", "words_per_minute": 160, "text": "...", "wav": "/path/out.wav"}
Standard output: {"events": [[character, sample], ...], "rate": 22050}, where `character` counts from
0 and `sample` is where the word that begins there begins to sound. Without "text" it answers with
its voices: {"voices": {"languages": {"hi": "inc/hi", ...}, "variants": ["f3", ...]}}. With "phonemes", a list
of texts, in place of "text" it says how each is pronounced: {"phonemes": ["həlˈəʊ", ...]} in IPA.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import espeakng_loader

# From speak_lib.h of espeak-ng 1.52.
SYNCHRONOUS = 2
DO_NOT_EXIT = 0x8000
RATE = 1
CHARACTERS = 1
UTF8 = 1
END_OF_LIST = 0
WORD = 1
IPA = 2


class Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


class Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("reserved", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))


def load() -> tuple[ctypes.CDLL, int]:
    """The library and its sample rate. espeak-ng cuts a data path after 160 bytes, so it gets a short one."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    os.chdir(Path(espeakng_loader.get_data_path()).parent)
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, b".", DO_NOT_EXIT)
    if rate <= 0:
        raise SystemExit("espeak-ng found no voice data")
    return library, rate


def languages(voice: Voice) -> Iterator[tuple[int, str]]:
    """The language tags of one voice: a list of (priority byte, zero-ended name), ended by a zero."""
    at = 0
    while voice.languages[at] != b"\0":
        priority, at = voice.languages[at][0], at + 1
        name = b""
        while voice.languages[at] != b"\0":
            name, at = name + voice.languages[at], at + 1
        at += 1
        yield priority, name.decode()


def voices(library: ctypes.CDLL) -> dict[str, Any]:
    """Every language tag with the voice that speaks it best, and the names of the variants."""
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(Voice))
    listed, at = library.espeak_ListVoices(None), 0
    best: dict[str, list[tuple[int, str]]] = {}
    while listed[at]:
        voice = listed[at].contents
        for priority, tag in languages(voice):
            best.setdefault(tag, []).append((priority, voice.identifier.decode()))
        at += 1
    variants = sorted(entry.name for entry in Path("espeak-ng-data/voices/!v").iterdir())
    return {"languages": {tag: min(ranked)[1] for tag, ranked in best.items()}, "variants": variants}


def speak(library: ctypes.CDLL, rate: int, ask: dict[str, Any]) -> dict[str, Any]:
    """Speak a text as plain characters: no markup and no phoneme codes are looked for in it."""
    events: list[tuple[int, int]] = []
    pieces: list[bytes] = []

    def receive(samples: Any, count: int, event: Any) -> int:
        if samples and count > 0:
            pieces.append(ctypes.string_at(samples, 2 * count))
        at = 0
        while event[at].type != END_OF_LIST:
            if event[at].type == WORD:
                events.append((event[at].text_position - 1, event[at].sample))
            at += 1
        return 0

    callback = Callback(receive)
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(ask["voice"].encode()) != 0:
        raise SystemExit(f"espeak-ng has no voice {ask['voice']}")
    library.espeak_SetParameter(RATE, ask["words_per_minute"], 0)
    text = ask["text"].encode() + b"\0"
    if library.espeak_Synth(text, len(text), 0, CHARACTERS, 0, UTF8, None, None) != 0:
        raise SystemExit("espeak-ng refused the text")
    with wave.open(ask["wav"], "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(pieces))
    return {"events": events, "rate": rate}


def phonemes(library: ctypes.CDLL, ask: dict[str, Any]) -> dict[str, Any]:
    """How each text is pronounced; espeak-ng answers clause by clause and moves the pointer along."""
    if library.espeak_SetVoiceByName(ask["voice"].encode()) != 0:
        raise SystemExit(f"espeak-ng has no voice {ask['voice']}")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    said = []
    for text in ask["phonemes"]:
        held = ctypes.create_string_buffer(text.encode())
        rest, clauses = ctypes.cast(held, ctypes.c_void_p), []
        while rest.value:
            clause = library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA)
            clauses.append((clause or b"").decode().strip())
        said.append(" ".join(filter(None, clauses)))
    return {"phonemes": said}


def main() -> None:
    ask = json.loads(sys.stdin.buffer.read())
    library, rate = load()
    if "text" in ask:
        answer = speak(library, rate, ask)
    else:
        answer = phonemes(library, ask) if "phonemes" in ask else {"voices": voices(library)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
