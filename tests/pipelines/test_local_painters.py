"""Painters that run a model: what reaches it, what comes back, and what of the user's own stays as it is."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipelines import catalog
from pipelines.machinery.models import families
from pipelines.machinery.models.encoding import Encoded, Said
from pipelines.painters import local_exact, local_finding, local_sizes
from pipelines.painters.local import Diffusion
from pipelines.painters.sprites import product
from studio.asks import Paint
from studio.cards import Card
from studio.crew import WorkDesk
from studio.errors import BadInput, Cancelled, EngineFailed, EngineMissing
from studio.film import Artifact, Figure, Picture, Size, edited
from studio.store import Store
from tests import tiny
from tests.conftest import kept

ROOT = Path(__file__).parents[2]
SMALL = Size(width=64, height=64)
ASK = Paint(shows="A cup of tea", mood="warm", look="flat", size=Size(width=320, height=180), seed=4)
PINK = (255, 0, 200)


def small(card: Card, steps: int = 4, **changes: Any) -> Card:
    """A card that asks for little pictures in a few steps."""
    return edited(card, model=edited(card.runs, size=SMALL, steps=steps, **changes))


@pytest.fixture
def engine(models: Path) -> Callable[..., Diffusion]:
    def of(name: str, **changes: Any) -> Diffusion:
        card = catalog.cards()[name]
        tiny.put(card.runs.source, models)
        return catalog.hire(small(card, **changes))

    return of


def paint(painter: Diffusion, desk: WorkDesk, *asks: Paint) -> list[Picture]:
    return list(painter.paint(asks, desk))


def seen(desk: WorkDesk, picture: Picture) -> np.ndarray:
    return np.asarray(Image.open(desk.path(picture.image)).convert("RGB")).astype(float)


def cup(desk: WorkDesk, words: str = "CHAI") -> Artifact:
    """A product alone, with a label that can be found again."""
    image = Image.new("RGBA", (300, 420), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((10, 10, 290, 410), 30, fill=(*PINK, 255))
    for line in range(9):
        draw.text((40, 40 + 36 * line), f"{words} {line} no. {line * 37 % 11}", fill="white", font_size=30)
    file = desk.scratch(".png")
    image.save(file)
    return desk.keep(file)


def test_a_picture_does_not_depend_on_what_is_painted_beside_it(engine: Any, desk: WorkDesk) -> None:
    for name in ("z-image-turbo", "sdxl"):
        painter = engine(name, steps=2)
        asks = [edited(ASK, shows=words) for words in ("a ship at sea in a great storm", "tea", "a camel")]
        assert paint(painter, desk, *asks)[1] == paint(painter, desk, asks[1])[0]


class Pipe:
    """As much of a pipeline as prompts pass through; it notes what it encodes."""

    def __init__(self) -> None:
        self.encoded: list[object] = []

    def encode_prompt(
        self, prompt: object, negative_prompt: object = None, device: str = ""
    ) -> tuple[object, object]:
        self.encoded.append((prompt, negative_prompt))
        return [prompt], negative_prompt


def test_all_prompts_are_encoded_before_the_first_picture_each_once_and_by_itself() -> None:
    pipe, encoded, ticks = Pipe(), Encoded(), []
    encode = pipe.encoded
    said = [Said("a ship", "text"), Said("a camel", "people"), Said("a ship", "text")]
    encoded.expect(said, lambda: ticks.append(1))
    encoded.attach(pipe)
    assert pipe.encode_prompt("a ship", negative_prompt="text", device="cpu") == (["a ship"], "text")
    assert encode == [("a ship", "text"), ("a camel", "people")]
    assert pipe.encode_prompt("a camel", negative_prompt="people", device="cpu") == (["a camel"], "people")
    assert len(encode) == len(ticks) == 2
    pipe.encode_prompt("", device="cpu")  # an empty negative, in a call of its own
    assert encode[2:] == [("", None)]


def test_a_model_that_can_look_is_shown_products_and_cast_and_another_never(engine: Any, desk: WorkDesk) -> None:
    face, other = (kept(np.full((90, 90, 3), grey, np.uint8), desk) for grey in (40, 220))
    asks = [edited(ASK, references=cast) for cast in ((), (face,), (other,))]
    bare, one, two = paint(engine("flux2-klein-4b", steps=2), desk, *asks)
    assert len({bare.image, one.image, two.image}) == 3
    without = paint(engine("z-image-turbo", steps=2), desk, *asks)
    assert without[0] == without[1] == without[2]
    shown, changed = paint(
        engine("flux2-klein-4b", steps=2),
        desk,
        *(edited(ASK, products=(cup(desk, words),)) for words in ("CHAI", "COFFEE")),
    )
    assert shown.image not in (changed.image, bare.image)


def through(models: Path, name: str, ask: Paint, desk: WorkDesk) -> np.ndarray:
    """The drawn picture of an ask as a tiny model's autoencoder has it, all that the model knows of it."""
    import diffusers  # noqa: PLC0415
    import torch  # noqa: PLC0415

    card = catalog.cards()[name]
    vae = diffusers.AutoencoderKL.from_pretrained(tiny.put(card.runs.source, models) / "vae")
    size = local_sizes.painted(ask.size, SMALL, card.runs.multiple)
    pixels = torch.from_numpy(local_sizes.fitted(local_exact.drawn(ask, desk), size)) / 127.5 - 1
    with torch.no_grad():
        made = vae.decode(vae.encode(pixels.permute(2, 0, 1)[None]).latent_dist.mode()).sample[0]
    levels = ((made.permute(1, 2, 0).numpy() + 1) * 127.5).clip(0, 255).round().astype(np.uint8)
    return local_sizes.fitted(levels, ask.size).astype(float)


@pytest.mark.parametrize("name", ["z-image-turbo", "sdxl"])
def test_the_further_it_keeps_to_the_drawn_picture_the_nearer_it_comes_to_it(
    engine: Any, models: Path, desk: WorkDesk, name: str
) -> None:
    painter = engine(name, steps=16)
    asks = [edited(ASK, guide=guide) for guide in (0.0, 0.4, 0.75, 1.0)]
    free, some, much, whole = (seen(desk, picture) for picture in paint(painter, desk, *asks))
    drawn = through(models, name, ASK, desk)
    assert np.abs(whole - drawn).mean() < 0.7 * np.abs(free - drawn).mean()
    away = [np.abs(picture - whole).mean() for picture in (free, some, much)]
    assert away[0] > away[1] > away[2] > 0
    of_the_night = through(models, name, edited(ASK, look="neon"), desk)
    by_night = seen(desk, paint(painter, desk, edited(ASK, guide=1.0, look="neon"))[0])
    assert np.abs(by_night - of_the_night).mean() < np.abs(by_night - drawn).mean()


def test_a_model_that_cannot_begin_from_a_picture_is_not_given_one(engine: Any, desk: WorkDesk) -> None:
    painter = engine("flux2-klein-4b", steps=2)
    free, guided = paint(painter, desk, ASK, edited(ASK, guide=0.9))
    assert free == guided


@pytest.mark.parametrize("honours", [("inpaint",), ()], ids=["painted round it", "laid over"])
def test_a_products_own_pixels_are_exact_and_the_rest_is_painted(
    engine: Any, desk: WorkDesk, honours: tuple[str, ...]
) -> None:
    artifact = cup(desk)
    ask = edited(ASK, products=(artifact,), size=Size(width=640, height=360))
    painter = engine("z-image-turbo", steps=2, honours=honours)
    shown, taken = paint(painter, desk, ask, edited(ask, take=1))
    own = local_exact.stood(ask, desk)
    assert own is not None
    inside = own.things[..., 3] == 255
    assert inside.mean() > 0.04
    for picture in (shown, taken):
        assert (seen(desk, picture)[inside] == own.things[inside][:, :3]).all()
    outside = own.things[..., 3] == 0
    assert np.abs(seen(desk, shown) - seen(desk, taken))[outside].mean() > 3
    (box,) = shown.seen.products
    rows, columns = np.flatnonzero(inside.any(1)) / 360, np.flatnonzero(inside.any(0)) / 640
    assert box.left <= columns[0]
    assert columns[-1] <= box.left + box.width
    assert box.top <= rows[0]
    assert rows[-1] <= box.top + box.height


def test_a_screenshot_is_seen_whole_and_exact_whatever_model_paints(engine: Any, desk: WorkDesk) -> None:
    screen = np.zeros((480, 270, 3), np.uint8)
    screen[:] = (0, 200, 120)
    ask = edited(ASK, screens=(kept(screen, desk),), size=Size(width=480, height=270))
    for name in ("z-image-turbo", "flux2-klein-4b"):
        picture = paint(engine(name, steps=2), desk, ask)[0]
        green = np.abs(seen(desk, picture) - (0, 200, 120)).max(axis=2) < 24
        assert green.mean() > 0.02
        assert len(picture.seen.products) == 1


def test_a_product_that_a_model_painted_after_its_picture_is_found_and_else_nothing_is_said(desk: WorkDesk) -> None:
    own = product(desk.path(cup(desk)), 420, 420)
    rng = np.random.default_rng(1)
    ground = cv2.GaussianBlur(rng.integers(0, 255, (540, 960, 3), np.uint8), (0, 0), 6)
    assert local_finding.found(own, ground) is None
    turned = cv2.getRotationMatrix2D((own.shape[1] / 2, own.shape[0] / 2), 9, 0.6)
    turned[:, 2] += (430, 60)
    laid = cv2.warpAffine(own, turned, (960, 540), flags=cv2.INTER_AREA)
    share = laid[..., 3:] / 255
    painted = (ground * (1 - share) + 0.8 * laid[..., :3] * share + 20 * share).clip(0, 255).astype(np.uint8)
    rows, columns = np.flatnonzero(laid[..., 3].any(1)), np.flatnonzero(laid[..., 3].any(0))
    edges = local_finding.found(own, painted)
    assert edges == pytest.approx((columns[0] / 960, rows[0] / 540, columns[-1] / 960, rows[-1] / 540), abs=0.05)


def test_a_figure_is_drawn_exactly_over_a_painted_ground_with_painted_scenes(engine: Any, desk: WorkDesk) -> None:
    figure = Figure(kind="comparison", parts=("a noisy street", "a quiet tea garden"))
    ask = edited(ASK, figure=figure, size=Size(width=480, height=270))
    painter = engine("z-image-turbo", steps=2)
    first, second = paint(painter, desk, ask, edited(ask, take=1))
    assert first.layers == ()
    assert len(first.seen.places) == 2
    changed = np.abs(seen(desk, first) - seen(desk, second)).max(axis=2) > 0
    for box in first.seen.places:
        rows = slice(round(270 * box.top) + 3, round(270 * (box.top + box.height)) - 3)
        columns = slice(round(480 * box.left) + 3, round(480 * (box.left + box.width)) - 3)
        assert not changed[rows, columns].any(), "the room for a label is the drawn card's"
    assert changed.mean() > 0.4, "the ground and the scenes are painted"
    with pytest.raises(BadInput, match="no parts"):
        paint(painter, desk, edited(ask, figure=Figure(kind="comparison")))


def test_a_map_is_drawn_and_never_painted(engine: Any, desk: WorkDesk) -> None:
    ask = edited(ASK, figure=Figure(kind="map", parts=("Pune, India",)))
    first, second = paint(engine("z-image-turbo", steps=2), desk, ask, edited(ask, take=1))
    assert np.abs(seen(desk, first) - seen(desk, second)).mean() < 1


def test_progress_rises_step_by_step_and_a_cancel_leaves_within_a_picture(
    engine: Any, desk: WorkDesk, store: Store
) -> None:
    ticks: list[float] = []
    with WorkDesk(store, lambda done, note: ticks.append(done)) as noted:
        paint(engine("z-image-turbo", steps=4), noted, ASK, edited(ASK, seed=5))
    assert ticks == sorted(ticks)
    assert {0.125, 0.25, 0.625, 1.0} <= set(ticks)

    def stop(done: float, note: str) -> None:
        if done > 0.2:
            raise Cancelled()

    pictures = []
    with WorkDesk(store, stop) as stopping, pytest.raises(Cancelled):
        pictures += list(engine("z-image-turbo", steps=4).paint([ASK, edited(ASK, seed=5)], stopping))
    assert pictures == []
    assert paint(engine("z-image-turbo", steps=4), desk, ASK), "the next film works"


def test_a_folder_that_no_card_names_paints_by_its_pipelines_own_settings(models: Path, store: Store) -> None:
    card = catalog.card("painter", str(tiny.put("PixArt-alpha/PixArt-Sigma-XL-2-1024-MS", models)))
    assert card.runs.family == "text-to-image"
    assert card.runs.steps is None
    notes: list[float] = []
    with WorkDesk(store, lambda done, note: notes.append(done)) as desk:
        picture = paint(catalog.hire(edited(card, model=edited(card.runs, size=SMALL))), desk, ASK)[0]
        assert seen(desk, picture).shape == (180, 320, 3)
    assert {step / 20 for step in range(1, 21)} <= set(notes), "twenty steps, as diffusers has it"


def damaged(models: Path, tmp_path: Path, part: str, change: Callable[[dict[str, Any]], None]) -> str:
    """A copy of a tiny model with a part's weights changed."""
    from safetensors.torch import load_file, save_file  # noqa: PLC0415

    folder = tmp_path / "model"
    shutil.copytree(tiny.put("Tongyi-MAI/Z-Image-Turbo", models), folder)
    file = folder / part / "diffusion_pytorch_model.safetensors"
    tensors = load_file(file)
    change(tensors)
    save_file(tensors, file)
    return str(folder)


def all_of(level: float) -> Callable[[dict[str, Any]], None]:
    """An autoencoder that makes one level of everything, from -1, black, to 1."""

    def change(tensors: dict[str, Any]) -> None:
        tensors["decoder.conv_out.weight"].zero_()
        tensors["decoder.conv_out.bias"].fill_(level)

    return change


@pytest.mark.parametrize(("level", "sentence"), [(float("nan"), "NaN"), (0.0, "of one colour"), (-2.0, "of one")])
def test_a_picture_of_nothing_is_a_failure_in_a_clear_sentence(
    models: Path, tmp_path: Path, desk: WorkDesk, level: float, sentence: str
) -> None:
    card = catalog.card("painter", damaged(models, tmp_path, "vae", all_of(level)))
    with pytest.raises(EngineFailed, match=sentence):
        paint(catalog.hire(small(card, steps=1)), desk, ASK)


def test_weights_that_could_run_code_are_refused(models: Path, tmp_path: Path) -> None:
    folder = Path(damaged(models, tmp_path, "transformer", lambda tensors: None))
    weights = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(EngineMissing, match="can run code"):
        catalog.hire(catalog.card("painter", str(folder)))


def test_a_pipeline_that_nobody_knows_is_refused_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "NothingPipeline"}))
    with pytest.raises(BadInput, match="it says NothingPipeline") as refused:
        catalog.card("painter", str(tmp_path))
    assert "StableDiffusionXLPipeline" in refused.value.hint


# Pipelines that diffusers' mapping names and that no painter can be, each with its reason.
NOT_FROM_WORDS = {
    "IFPipeline": "64 pixels a side",
    "KandinskyCombinedPipeline": "several folders",
    "KandinskyV22CombinedPipeline": "several folders",
    "WuerstchenCombinedPipeline": "several folders",
    "StableCascadeCombinedPipeline": "several folders",
    "HeliosPipeline": "paints films",
    "HeliosPyramidPipeline": "paints films",
}


def test_every_pipeline_that_paints_from_words_belongs_to_one_family_whose_promises_it_keeps() -> None:
    import diffusers  # noqa: PLC0415
    from diffusers.pipelines import auto_pipeline  # noqa: PLC0415

    mapped = {kind.__name__ for kind in auto_pipeline.AUTO_TEXT2IMAGE_PIPELINES_MAPPING.values()}
    wanted = {name for name in mapped if "Control" not in name} - set(NOT_FROM_WORDS)
    painters = {name: family for name, family in families.families().items() if family["seat"] == "painter"}
    known = [index for family in painters.values() for index in family["indexes"] if "when" not in family]
    assert len(known) == len(set(known))
    assert wanted <= set(known)
    assert not set(NOT_FROM_WORDS) & set(known)
    for family in painters.values():
        honours = family.get("model", {}).get("honours", [])
        for index in family["indexes"]:
            kind = getattr(diffusers, index)
            assert set(honours) <= _kept_by(kind), index


def _kept_by(kind: Any) -> set[str]:
    """What a pipeline of diffusers can make use of, by its own arguments and its sisters."""
    from diffusers.pipelines import auto_pipeline as auto  # noqa: PLC0415

    def arguments(one: Any) -> set[str]:
        return set(inspect.signature(one.__call__).parameters)

    name = next((name for name, one in auto.AUTO_TEXT2IMAGE_PIPELINES_MAPPING.items() if one is kind), "")
    from_picture = auto.AUTO_IMAGE2IMAGE_PIPELINES_MAPPING.get(name)
    round_it = auto.AUTO_INPAINT_PIPELINES_MAPPING.get(name)
    found = {"negative prompt"} if "negative_prompt" in arguments(kind) else set()
    found |= {"references"} if "image" in arguments(kind) else set()
    found |= {"image to image"} if from_picture and "strength" in arguments(from_picture) else set()
    return found | ({"inpaint"} if round_it and {"mask_image", "strength"} <= arguments(round_it) else set())


TRIAL = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from pipelines import catalog
from studio.asks import Paint
from studio.crew import WorkDesk
from studio.film import Size, edited
from studio.store import Store
from PIL import Image
card = catalog.cards()["ernie-image"]
folder = catalog.card("painter", str(Path(sys.argv[1]) / "baidu" / "ERNIE-Image"))
assert folder.model.family == "ernie-image"
assert card.model.options == {{"use_pe": False}}
card = edited(card, model=edited(card.model, size=Size(width=64, height=64), steps=2))
ask = Paint(shows="a ship", mood="calm", look="flat", size=Size(width=160, height=90))
store = Store(Path(sys.argv[2]))
with WorkDesk(store, lambda done, note: None) as desk:
    first, again = catalog.hire(card).paint([ask, ask], desk)
    print(first == again, Image.open(desk.path(first.image)).size)
"""


def test_the_family_that_the_contributors_guide_adds_works_by_its_lines_alone(models: Path, tmp_path: Path) -> None:
    """In a copy of the program whose only change is those lines."""
    tiny.put("baidu/ERNIE-Image", models)
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Adding a model family")[2]
    family, model = re.findall(r"```toml\n(.*?)```", guide.partition("\n## ")[0], re.DOTALL)
    assert len((family + model).splitlines()) < 30
    copy = tmp_path / "copy"
    for room in ("pipelines", "studio"):
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "assets").mkdir()
    added = {"families.toml": family, "models.toml": model}
    for other in (ROOT / "assets").iterdir():
        if other.name in added:
            (copy / "assets" / other.name).write_text(f"{other.read_text('utf-8')}\n{added[other.name]}", "utf-8")
        else:
            (copy / "assets" / other.name).symlink_to(other)
    command = [sys.executable, "-c", TRIAL.format(root=str(copy)), str(models), str(tmp_path / "store")]
    ran = subprocess.run(command, cwd=copy, env=os.environ, capture_output=True, text=True, timeout=300, check=False)
    assert ran.stdout.strip().endswith("True (160, 90)"), ran.stderr[-2000:]
