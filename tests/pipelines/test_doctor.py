"""The doctor finds a healthy machine healthy, and says what to do about a sick one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import doctor
from pipelines.machinery import fonts


def test_a_healthy_machine_can_make_films_without_models(tmp_path: Path) -> None:
    findings = {finding.name: finding for finding in doctor.checkup(tmp_path / "not" / "yet" / "there")}
    for name in ("python", "fonts", "text shaping", "ffmpeg", "voice", "GPU"):
        assert findings[name].ok, findings[name]
    assert str(tmp_path) in findings["disk"].found


def test_whatever_is_amiss_comes_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "no-such-ffmpeg"))
    monkeypatch.setattr(fonts, "BUNDLED", tmp_path)
    monkeypatch.setattr(doctor, "ENOUGH_DISK", 1e30)
    findings = {finding.name: finding for finding in doctor.checkup(tmp_path)}
    assert not findings["ffmpeg"].ok
    assert not findings["fonts"].ok
    assert findings["disk"].ok
    assert all(findings[name].mend for name in ("ffmpeg", "fonts", "disk"))
