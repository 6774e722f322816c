"""A user's picture comes in as a plain PNG, or is refused in one sentence with nothing left behind."""

from __future__ import annotations

import io
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw

from pipelines.machinery import intake
from studio.errors import BadInput, TooMuch


def taken(file: Path) -> Image.Image:
    out = file.parent / "taken.png"
    intake.picture(file, out)
    with Image.open(out, formats=["PNG"]) as image:
        image.load()
    return image


def close(image: Image.Image, at: tuple[int, int], colour: tuple[int, ...], by: int = 4) -> bool:
    return bool(np.abs(np.array(image.getpixel(at)) - colour).max() <= by)


def halves(mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (60, 40), (220, 30, 30))
    ImageDraw.Draw(image).rectangle([30, 0, 59, 39], fill=(30, 30, 220))
    return image.convert(mode)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".gif", ".bmp", ".tiff"])
def test_every_common_format_comes_in(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"mug{suffix}"
    halves().save(file)
    image = taken(file)
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (60, 40))
    assert close(image, (10, 20), (220, 30, 30), 8)
    assert close(image, (50, 20), (30, 30, 220), 8)


def test_a_photo_taken_sideways_stands_upright_and_says_no_more_where_it_was_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to see it upright
    exif[0x010E] = "at home"
    halves().save(tmp_path / "mug.jpg", exif=exif, quality=95)
    image = taken(tmp_path / "mug.jpg")
    assert image.size == (40, 60)
    assert close(image, (20, 10), (220, 30, 30), 8)
    assert not image.info
    assert b"at home" not in (tmp_path / "taken.png").read_bytes()


def test_transparency_is_kept_where_there_is_any(tmp_path: Path) -> None:
    logo = Image.new("RGBA", (20, 20), (10, 200, 30, 128))
    logo.save(tmp_path / "logo.png")
    assert close(taken(tmp_path / "logo.png"), (5, 5), (10, 200, 30, 128), 0)
    palette = Image.new("P", (20, 20), 1)
    palette.putpalette([0, 0, 0, 10, 200, 30])
    palette.putpixel((0, 0), 0)
    palette.save(tmp_path / "palette.png", transparency=0)
    image = taken(tmp_path / "palette.png")
    assert image.getpixel((0, 0))[3] == 0
    assert image.getpixel((5, 5)) == (10, 200, 30, 255)


def test_sixteen_bits_become_eight(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)
    Image.fromarray(np.tile(ramp, (4, 1))).save(tmp_path / "ramp.png")
    image = taken(tmp_path / "ramp.png")
    assert [image.getpixel((x, 0))[0] for x in (0, 128, 255)] == [0, 128, 255]


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_sixteen_bits_a_channel_become_eight(tmp_path: Path, suffix: str) -> None:
    deep = np.asarray(halves()).astype(np.uint16)[..., ::-1] * 257
    cv2.imwrite(str(tmp_path / f"deep{suffix}"), deep)
    image = taken(tmp_path / f"deep{suffix}")
    assert close(image, (10, 20), (220, 30, 30), 1)
    assert close(image, (50, 20), (30, 30, 220), 1)


def test_a_palette_of_one_colour_is_that_colour(tmp_path: Path) -> None:
    plain = Image.new("P", (40, 30), 0)
    plain.putpalette([120, 60, 200])
    for name in ("plain.png", "plain.gif"):
        plain.save(tmp_path / name)
        assert taken(tmp_path / name).getcolors() == [(1200, (120, 60, 200))]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_a_mirrored_and_turned_picture_stands_as_it_was_taken(tmp_path: Path, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 5  # mirrored, then turned
    halves().save(tmp_path / f"mug{suffix}", exif=exif)
    image = taken(tmp_path / f"mug{suffix}")
    assert image.size == (40, 60)
    assert close(image, (20, 10), (220, 30, 30), 12)


@pytest.mark.parametrize(
    ("alpha", "where", "told"), [(2, (0, 0, 60, 40), "transparent"), (255, (5, 5, 6, 6), "next to nothing")]
)
def test_a_picture_in_which_nothing_is_to_be_seen_is_refused(
    tmp_path: Path, alpha: int, where: tuple[int, ...], told: str
) -> None:
    empty = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    empty.paste((200, 0, 0, alpha), where)
    empty.save(tmp_path / "empty.png")
    with pytest.raises(BadInput, match=told):
        taken(tmp_path / "empty.png")


def test_print_colours_become_screen_colours(tmp_path: Path) -> None:
    for name in ("print.jpg", "print.tif"):
        halves("CMYK").save(tmp_path / name, quality=95)
        image = taken(tmp_path / name)
        assert image.mode == "RGB"
        assert close(image, (10, 20), (220, 30, 30), 12)


def test_a_colour_profile_is_followed(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    swapped = bytearray(lab.tobytes())
    red, green = swapped.find(b"rXYZ"), swapped.find(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    Image.new("RGB", (10, 10), (255, 0, 0)).save(tmp_path / "odd.png", icc_profile=bytes(swapped))
    assert close(taken(tmp_path / "odd.png"), (5, 5), (0, 255, 0), 3)


def test_of_an_animation_the_first_frame_is_taken(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "lime", "blue")]
    for name in ("spin.gif", "spin.png", "spin.webp"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=100)
        assert close(taken(tmp_path / name), (5, 5), (255, 0, 0), 3)


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    Image.new("RGB", (6000, 3000), "teal").save(tmp_path / "wide.png")
    assert taken(tmp_path / "wide.png").size == (4096, 2048)


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">{}</svg>'
)


def drawing(folder: Path, inside: str, before: str = "") -> Path:
    file = folder / "logo.svg"
    file.write_text(before + SVG.format(inside), encoding="utf-8")
    return file


def test_a_drawing_is_rendered_with_its_transparency(tmp_path: Path) -> None:
    doctype = '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">\n'
    image = taken(drawing(tmp_path, '<rect width="20" height="20" fill="#0a0"/>', doctype))
    assert image.size == (2048, 1024)
    assert image.getpixel((100, 100)) == (0, 170, 0, 255)
    assert image.getpixel((2000, 100))[3] == 0


BOMB = '<!DOCTYPE svg [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
DRAWINGS = {
    "an entity bomb": ("<desc>&b;</desc>", BOMB, "entities"),
    "another file": ('<image xlink:href="/etc/passwd" width="9" height="9"/>', "", "another file"),
    "an address": ('<image href="https://example.org/a.png" width="9" height="9"/>', "", "another file"),
    "text": ("<text>Kettle</text>", "", "text"),
    "nothing to see": ("<g/>", "", "transparent"),
    "broken markup": ("<g>", "", "damaged"),
    "copies without end": (
        '<g id="a0"><rect width="1" height="1"/></g>'
        + "".join(f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 12)),
        "",
        "damaged",
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_refused_for(tmp_path: Path, name: str) -> None:
    inside, before, told = DRAWINGS[name]
    with pytest.raises(BadInput, match=told):
        taken(drawing(tmp_path, inside, before))
    assert [file.name for file in tmp_path.iterdir()] == ["logo.svg"]


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header claims a size and whose pixels are missing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def cut_jpeg() -> bytes:
    noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noise).save(stream, "JPEG")
    return stream.getvalue()[:20_000]


FILES: dict[str, tuple[Callable[[], bytes], type[BadInput], str]] = {
    "text.png": (lambda: b"not a picture at all", BadInput, "not a picture"),
    "empty.png": (lambda: b"", BadInput, "empty"),
    "cut.jpg": (cut_jpeg, BadInput, "cut short"),
    "vast.png": (lambda: png_of(50_000, 50_000), TooMuch, "50,000 x 50,000"),
    "big.png": (lambda: png_of(8000, 5001), TooMuch, "8,000 x 5,001"),
    "none.png": (lambda: png_of(0, 10), BadInput, "none"),
    "heavy.png": (lambda: bytes(50_000_001), TooMuch, "MB"),
    "page.eps": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", BadInput, "not a picture"),
    "a\x1b[31m\n.png": (lambda: b"not a picture", BadInput, r"'a\[31m\.png'"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_by_its_name_alone(tmp_path: Path, name: str) -> None:
    content, kind, told = FILES[name]
    file = tmp_path / name
    file.write_bytes(content())
    with pytest.raises(kind, match=told) as refusal:
        taken(file)
    assert refusal.value.hint
    assert str(tmp_path) not in str(refusal.value)
    assert list(tmp_path.iterdir()) == [file]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no picture 'mug\.png'"):
        taken(tmp_path / "mug.png")
    (tmp_path / "mugs").mkdir()
    with pytest.raises(BadInput, match="folder"):
        taken(tmp_path / "mugs")


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    halves().save(tmp_path / "mug.jpg")
    intake.picture(tmp_path / "mug.jpg", tmp_path / "a.png")
    intake.picture(tmp_path / "mug.jpg", tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def filmed(file: Path, *how: str) -> Path:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", "-f", "lavfi", "-i", *how, str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return file


def taken_clip(file: Path) -> Path:
    return intake.clip(file, lambda suffix: file.parent / f"taken{suffix}")


def test_a_clip_comes_in_unchanged_under_the_suffix_that_its_bytes_call_for(tmp_path: Path) -> None:
    source = "testsrc=s=64x48:r=10:d=0.5"
    for suffix in (".mp4", ".webm", ".mkv", ".mov", ".avi", ".ts", ".gif"):
        clip = filmed(tmp_path / f"clip{suffix}", source)
        named_wrongly = clip.rename(tmp_path / "clip.bin")
        out = taken_clip(named_wrongly)
        assert out.suffix == suffix
        assert out.read_bytes() == named_wrongly.read_bytes()


def test_what_is_no_clip_or_too_long_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("not a clip")
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "list.mp4").write_text("#EXTM3U\n#EXTINF:1,\nhttp://192.0.2.1/a.ts\n")
    filmed(tmp_path / "sound.mp4", "sine=d=0.2")
    filmed(tmp_path / "long.mp4", "color=s=16x16:r=1:d=700")
    with (tmp_path / "huge.mp4").open("wb") as huge:
        huge.truncate(intake.MOST_CLIP_BYTES + 1)
    kinds = {"long": TooMuch, "huge": TooMuch}
    for name in ("text", "empty", "list", "sound", "long", "huge", "absent"):
        with pytest.raises(kinds.get(name, BadInput)) as refused:
            taken_clip(tmp_path / f"{name}.mp4")
        assert f"'{name}.mp4'" in refused.value.what
        assert refused.value.hint
    assert not list(tmp_path.glob("taken*"))
