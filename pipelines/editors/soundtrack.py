"""The film's sound as AAC, encoded in parts on all cores at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import soundfile
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame

from pipelines.editors.join import OPTIONS
from pipelines.machinery.parallel import Check
from studio.asks import Encode
from studio.film import SAMPLE_RATE, Artifact
from studio.roles import Desk

AAC_RATE = 192_000  # bit/s, stereo: no difference is heard
AAC_CODER = {"aac_coder": "fast"}  # the default searches three times as long, for what only lower rates need
PACKET = 1024  # samples; a packet is heard together with half of the one before it
PART = 256 * PACKET
# A part begins and ends within its neighbours: what the encoder decides at a seam it has decided on both
# sides of it, since it looks back and ahead by a few packets only.
BESIDE = 16 * PACKET
BLOCK = 1 << 16  # samples that are handed to the encoder at a time; it cuts them into packets
TICK = Fraction(1, SAMPLE_RATE)


def encode(ask: Encode, desk: Desk, check: Check) -> Artifact:
    """The sound in an MP4 whose edit list leaves out what the encoder puts before the first sample."""
    sound, file = desk.path(ask.sound), desk.scratch(".m4a")
    samples = soundfile.info(sound).frames
    seams = [*range(0, max(samples - BESIDE, 1), PART), samples]
    with (
        ThreadPoolExecutor(os.cpu_count()) as pool,
        av.open(str(file), "w", format="mp4", container_options=OPTIONS) as out,
    ):
        stream = out.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", bit_rate=AAC_RATE, options=AAC_CODER)
        for packets in pool.map(lambda span: _part(sound, *span, samples), pairwise(seams)):
            check()
            for packet in packets:
                packet.stream = stream
                out.mux(packet)
    return desk.keep(file)


def _part(sound: Path, first: int, last: int, samples: int) -> list[av.Packet]:
    """The packets that begin from one sample on and before another; the first of all begins before the sound."""
    with soundfile.SoundFile(sound) as file:
        begins, ends = max(first - BESIDE, 0), min(last + BESIDE, samples)
        packets = [packet for packet in _encoded(file, begins, ends) if packet.pts is not None]
    earliest = first if first else -PACKET
    latest = last if last < samples else samples + PACKET
    return [packet for packet in packets if earliest <= packet.pts < latest]


def _encoded(file: soundfile.SoundFile, begins: int, ends: int) -> Iterator[av.Packet]:
    encoder = AudioCodecContext.create("aac", "w")
    encoder.rate, encoder.layout, encoder.format = SAMPLE_RATE, "stereo", "fltp"
    encoder.bit_rate, encoder.options, encoder.time_base = AAC_RATE, AAC_CODER, TICK
    encoder.open()
    file.seek(begins)
    for at in range(begins, ends, BLOCK):
        block = file.read(min(BLOCK, ends - at), dtype="float32", always_2d=True)
        frame = AudioFrame.from_ndarray(block.T.copy(), format="fltp", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, TICK, at
        yield from encoder.encode(frame)
    yield from encoder.encode(None)
