"""The meters agree with the standards' own test signals, and the limiter with the meters."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.machinery import waves
from pipelines.machinery.limiter import master
from pipelines.machinery.meters import loudness, measure

RATE = 48_000


def sine(hertz, db, seconds, channels=2, phase=0.0):
    t = np.arange(int(seconds * RATE)) / RATE
    tone = 10 ** (db / 20) * np.sin(2 * np.pi * hertz * t + phase)
    return np.repeat(tone[:, None], channels, axis=1).astype(np.float32)


@pytest.mark.parametrize("db", [-23.0, -33.0])
def test_a_stereo_sine_reads_as_ebu_tech_3341_says(db):
    assert loudness(sine(1000, db, 20)) == pytest.approx(db, abs=0.1)


def test_quiet_passages_are_gated_as_ebu_tech_3341_says():
    parts = [sine(1000, db, seconds) for db, seconds in ((-36, 10), (-23, 60), (-36, 10))]
    assert loudness(np.concatenate(parts)) == pytest.approx(-23, abs=0.1)


def test_a_peak_between_two_samples_is_seen(tmp_path):
    waves.write(tmp_path / "a.wav", sine(12_000, -6, 12, phase=np.pi / 4))
    assert measure(tmp_path / "a.wav").true_peak_db == pytest.approx(-6.0, abs=0.2)


def test_the_longest_silence_is_found_across_the_meters_blocks(tmp_path):
    gap = np.zeros((int(1.7 * RATE), 2), np.float32)
    waves.write(tmp_path / "a.wav", np.concatenate([sine(500, -20, 9), gap, sine(500, -20, 3)]))
    assert measure(tmp_path / "a.wav").longest_silence_s == pytest.approx(1.7, abs=0.05)


def test_digital_silence_is_measured_and_mastered_without_harm(tmp_path):
    silence = np.zeros((RATE, 2), np.float32)
    master(silence, -14, -1)
    waves.write(tmp_path / "a.wav", silence)
    measured = measure(tmp_path / "a.wav")
    assert measured.lufs == measured.true_peak_db == -np.inf
    assert measured.longest_silence_s == 1.0


def test_the_master_meets_loudness_and_peak_even_on_spiky_sound(tmp_path):
    random = np.random.default_rng(1)
    sound = (0.02 * random.standard_normal((15 * RATE, 2))).astype(np.float32)
    sound[RATE // 3 :: RATE // 2] = 0.95
    master(sound, -14, -1)
    waves.write(tmp_path / "a.wav", sound)
    measured = measure(tmp_path / "a.wav")
    assert measured.lufs == pytest.approx(-14, abs=0.3)
    assert measured.true_peak_db <= -1.0
