"""The whole road through the Studio: what a film costs, and what an edit costs after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile

from pipelines import catalog
from pipelines.machinery import video
from studio.api import Studio
from studio.crew import Event
from studio.film import Brief, Own, Project, Size, edited
from studio.store import Store

TEXT = """The morning train waits at the station.
A boy pours hot tea into clay cups.
The whole platform smells of ginger and cardamom.
Then the whistle blows across the hills.
Order yours at kulhad.example."""
SMALL = {"size": Size(width=320, height=180), "fps": 12}


class Reel:
    """One studio whose work is counted: engine calls by kind since the last look."""

    def __init__(self, home: Path) -> None:
        self.studio = Studio(home, catalog)
        self.seen: list[Event] = []
        self.asked: Counter[str] = Counter()

    def make(self, project: Project) -> Counter[str]:
        """Make a saved project's film; how many answers each stage had to make."""
        self.seen.clear()
        self.studio.make(project.name, self.seen.append)
        self.asked = Counter({e.stage: e.total for e in self.seen if e.kind == "asked"})
        return Counter({e.stage: e.total - e.remembered for e in self.seen if e.kind == "asked"}) + Counter()


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Reel:
    """A studio in which one film is already made."""
    reel = Reel(tmp_path_factory.mktemp("home"))
    reel.first = reel.make(reel.studio.start(Brief(text=TEXT, **SMALL), name="tea"))
    return reel


@pytest.fixture
def project(reel: Reel) -> Iterator[Project]:
    """The film's project, put back as it was after each test."""
    project = reel.studio.projects.open("tea")
    yield project
    reel.studio.projects.save(project)


def shots_of(reel: Reel, project: Project) -> tuple:
    return reel.studio.view(project.name).shots


def test_a_film_asks_each_seat_once_for_each_thing(reel: Reel, project: Project) -> None:
    shots = shots_of(reel, project)
    spoken = sum(bool(shot.says) for shot in shots)
    dissolves = sum(shot.cut == "dissolve" for shot in shots[:-1])
    assert reel.first == {
        "Write": 1,
        "Plan": 1,
        "Speak": spoken,
        "Clean": spoken,
        "Paint": len(shots),
        "Animate": len(shots),
        "Pulse": 1,
        "Compose": 1,
        "Segment": reel.first["Segment"],
        "Mix": 1,
        "Encode": 1,
        "Join": 1,
    }
    bodies = reel.first["Segment"] - dissolves
    assert len(shots) <= bodies <= 2 * len(shots)  # a long one comes in pieces


def test_an_unchanged_film_asks_nobody(reel: Reel, project: Project) -> None:
    assert reel.make(project) == {}


def test_an_edited_line_redoes_its_own_voice_picture_and_segments(reel: Reel, project: Project) -> None:
    before = sum(reel.studio.view(project.name).seconds)
    changed = edited(project.brief, text=TEXT.replace("A boy pours hot tea", "A girl pours hot milk"))
    made = reel.make(reel.studio.save(edited(project, brief=changed)))
    assert {kind: made[kind] for kind in ("Write", "Plan", "Speak", "Paint", "Animate", "Mix", "Join")} == {
        "Write": 1,
        "Plan": 1,
        "Speak": 1,
        "Paint": 1,
        "Animate": 1,
        "Mix": 1,
        "Join": 1,
    }
    assert 1 <= made["Segment"] < reel.asked["Segment"]  # the cuts before it stay, those after it meet other beats
    longer = sum(reel.studio.view(project.name).seconds) != before
    assert made["Compose"] == longer  # the bed fits the film to the sample: another length is another bed


def test_other_music_leaves_the_cuts_alone_until_it_is_asked_to_move_them(reel: Reel, project: Project) -> None:
    lively = edited(project, brief=edited(project.brief, music="playful"))
    assert reel.make(reel.studio.save(lively)) == {"Compose": 1, "Mix": 1, "Encode": 1, "Join": 1}
    before = reel.studio.view(project.name).seconds
    made = reel.make(reel.studio.recut(project.name))
    assert {"Pulse", "Segment"} <= set(made) <= {"Pulse", "Segment", "Mix", "Encode", "Join"}
    after = reel.studio.view(project.name).seconds
    assert after != before
    assert sum(after) == pytest.approx(sum(before))
    assert reel.make(reel.studio.save(edited(lively, brief=edited(lively.brief, grade="golden"))))["Pulse"] == 0
    assert reel.studio.view(project.name).seconds == after  # what was asked for stays


def test_swapped_shots_are_only_cut_and_joined_anew(reel: Reel, project: Project) -> None:
    board = reel.studio.view(project.name).board
    shots = list(board.shots)
    at = next(n for n in range(1, len(shots) - 2) if {shots[n - 1].cut, shots[n].cut, shots[n + 1].cut} == {"cut"})
    shots[at], shots[at + 1] = shots[at + 1], shots[at]
    swapped = edited(project, own_storyboard=Own(value=edited(board, shots=tuple(shots))))
    made = reel.make(reel.studio.save(swapped))
    assert made.pop("Segment", 0) <= 4  # the cut between them may meet a beat now
    assert made == {"Mix": 1, "Encode": 1, "Join": 1}


def test_another_frame_rate_keeps_words_voices_and_pictures(reel: Reel, project: Project) -> None:
    made = reel.make(reel.studio.save(edited(project, brief=edited(project.brief, fps=15))))
    shots = shots_of(reel, project)
    assert not {"Write", "Plan", "Speak", "Paint"} & set(made)
    assert made["Animate"] == len(shots)
    assert made["Join"] == 1


def test_another_language_keeps_every_picture(reel: Reel, project: Project) -> None:
    made = reel.make(reel.studio.save(edited(project, brief=edited(project.brief, language="en-GB"))))
    assert made["Speak"] == sum(bool(shot.says) for shot in shots_of(reel, project))
    assert not {"Paint"} & set(made)
    assert made["Write"] == made["Plan"] == made["Mix"] == made["Join"] == 1


def test_a_shot_with_the_users_own_clip_shows_it_and_moves_no_picture(
    reel: Reel, project: Project, tmp_path: Path
) -> None:
    filmed = np.zeros((90, 160, 3), np.uint8)
    filmed[:, :80], filmed[:, 80:] = (200, 40, 40), (40, 40, 200)
    with video.Encoder(tmp_path / "mine.mov", Size(width=160, height=90), Fraction(30)) as encoder:
        for _ in range(20):
            encoder.write(filmed)
    clip = reel.studio.take_in_clip(tmp_path / "mine.mov")
    board = reel.studio.view(project.name).board
    shots = (board.shots[0], edited(board.shots[1], clip=clip), *board.shots[2:])
    made = reel.make(reel.studio.save(edited(project, own_storyboard=Own(value=edited(board, shots=shots)))))
    assert {kind: made[kind] for kind in ("Paint", "Animate", "Conform", "Join")} == {
        "Paint": 0,
        "Animate": 0,
        "Conform": 1,
        "Join": 1,
    }
    assert next(e.total for e in reel.seen if e.kind == "asked" and e.stage == "Animate") == len(shots) - 1
    view = reel.studio.view(project.name)
    middle = round((view.seconds[0] + view.seconds[1] / 2) * 12)
    frame = next(video.frames_of(reel.studio.store.path(view.film.video), middle))
    for x, colour in ((40, filmed[0, 0]), (280, filmed[0, -1])):
        assert np.abs(frame[60:100, x - 10 : x + 10].mean(axis=(0, 1)) - colour).max() < 8


def test_music_off_only_mixes_and_joins(reel: Reel, project: Project) -> None:
    made = reel.make(reel.studio.save(edited(project, brief=edited(project.brief, music="off"))))
    assert made == {"Mix": 1, "Encode": 1, "Join": 1}


def test_another_caption_style_renders_only_what_shows_captions(reel: Reel, project: Project) -> None:
    board = reel.studio.view(project.name).board
    silent = Own(value=edited(board, shots=(edited(board.shots[0], says="", cut="cut"), *board.shots[1:])))
    plain = edited(project, own_storyboard=silent)
    reel.make(reel.studio.save(plain))
    whole = reel.asked["Segment"]
    rendered = set()
    for style in ("boxed", "word", "off"):
        made = reel.make(reel.studio.save(edited(plain, brief=edited(plain.brief, captions=style))))
        assert set(made) == {"Segment", "Join"}
        rendered.add(made["Segment"])
    assert len(rendered) == 1  # those that show captions, whatever the style
    assert max(rendered) < whole  # the first shot says nothing


def test_a_damaged_file_is_noticed_and_made_again(reel: Reel, project: Project) -> None:
    film = reel.studio.make(project.name)
    for damaged in (film.video, film.srt):
        path = reel.studio.store.path(damaged)
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        again = Reel(reel.studio.home)
        assert again.make(project) == {"Join": 1}
        assert path.read_bytes() == whole


def test_undo_brings_the_film_before_back_without_work(reel: Reel, project: Project) -> None:
    reel.make(reel.studio.save(edited(project, brief=edited(project.brief, music="off"))))
    assert reel.studio.projects.undo(project.name) == project
    assert reel.make(project) == {}


def test_two_homes_make_the_same_film(reel: Reel, project: Project, tmp_path: Path) -> None:
    other = Reel(tmp_path)
    other.make(other.studio.save(project))
    assert other.studio.make(project.name).video == reel.studio.make(project.name).video


def test_without_music_an_edited_line_leaves_the_other_shots_segments_alone(reel: Reel, project: Project) -> None:
    silent = edited(project, brief=edited(project.brief, text=TEXT + "\n", music="off"))
    reel.make(reel.studio.save(silent))
    changed = edited(silent.brief, text=TEXT.replace("A boy pours hot tea", "An old man pours sweet coffee"))
    made = reel.make(reel.studio.save(edited(silent, brief=changed)))
    assert 1 <= made["Segment"] <= 4  # its body's pieces, and a dissolve on either side


def test_cuts_keep_to_the_beats_of_the_users_own_music(reel: Reel, tmp_path: Path) -> None:
    sound = np.zeros(20 * 48_000, np.float32)
    for beat in range(40):
        sound[beat * 24_000 + 9_600 :][:2_400] += 0.3 * np.hanning(4_800)[2_400:]
    soundfile.write(tmp_path / "mine.wav", sound, 48_000)
    brief = Brief(text=TEXT, track=reel.studio.take_in_sound(tmp_path / "mine.wav"), captions="off", **SMALL)
    made = reel.make(reel.studio.start(brief, name="mine"))
    assert (made["Listen"], made["Pulse"], made["Compose"]) == (1, 0, 0)
    *cuts, end = np.cumsum(reel.studio.view("mine").seconds)
    near = [abs((cut - 0.2 + 0.25) % 0.5 - 0.25) for cut in cuts]
    natural = np.cumsum(reel.studio.view("tea").seconds)
    assert end == pytest.approx(natural[-1])
    assert sum(distance <= 1.01 / 12 for distance in near) > len(near) / 3


def test_a_sweep_frees_what_no_revision_needs_and_nothing_else(tmp_path: Path) -> None:
    reel = Reel(tmp_path)
    kept = reel.studio.start(Brief(text="One line is kept.", **SMALL), name="kept")
    gone = reel.studio.start(Brief(text="One line is thrown away.", **SMALL), name="gone")
    reel.make(kept), reel.make(gone)
    reel.studio.projects.delete("gone")
    files, freed = reel.studio.sweep()
    assert files > 5
    assert freed > 10_000
    assert reel.make(kept) == {}
    assert reel.studio.sweep() == (0, 0)
    assert isinstance(reel.studio.store, Store)
