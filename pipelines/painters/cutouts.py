"""Takes a product off the even backdrop it was photographed on, or says that this cannot be done without harm.

No model: the backdrop is a smooth surface in OKLab that is fitted to the picture's border, and what reaches the
border through pixels of that surface, or through its shadow, is backdrop. The product is kept whole wherever this is
in doubt: where the backdrop is busy, where its outline is soft, where it is as pale as what it stands before.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.machinery.svg import Pixels

SIDE = 560  # pixels of the longer side at which product and backdrop are told apart
EVEN = 0.94  # of the border: at least so much must be backdrop
ALIKE, UNLIKE = 0.018, 0.042  # distances in OKLab: a backdrop's own unevenness at least, and at most
BEND = (31, 31)  # pixels over which a backdrop's unevenness is followed
DEEPEST = 0.5  # of lightness: the darkest shadow
GENTLE = 0.016  # the steepest slope, by pixel, of a shadow
CRISP = 0.014  # the slope that a product's outline has at least
FAINT, FAINTEST = 0.002, 0.0009  # the slope of a line that is hardly to be seen, and where it is a long one
LONG = 40  # pixels
SMALLEST, LARGEST = 0.02, 0.86  # of the picture: how large a product may be
REACH = 0.14  # of the product's size: how near to the outside a hole in it must lie


class Found(NamedTuple):
    """Where the product is (a mask), and the backdrop's colours, all of one height and width."""

    product: np.ndarray
    ground: np.ndarray


def cutout(picture: np.ndarray) -> Pixels | None:
    """The product alone with a soft edge, as large as the picture (height x width x 3, uint8, sRGB).

    None where it is not clear what is product and what is backdrop.
    """
    height, width = picture.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    small = cv2.resize(picture, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    if min(small.shape[:2]) < 48:
        return None
    found = _found(small)
    return None if found is None else _matte(picture, found)


def oklab(picture: np.ndarray) -> np.ndarray:
    """sRGB of 0 to 255 as OKLab, float32 (Björn Ottosson, 2020)."""
    levels = np.arange(256) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4).astype(np.float32)
    cones = linear[picture] @ np.array(
        [
            [0.4122214708, 0.2119034982, 0.0883024619],
            [0.5363325363, 0.6806995451, 0.2817188376],
            [0.0514459929, 0.1073969566, 0.6299787005],
        ],
        np.float32,
    )
    return np.cbrt(cones) @ np.array(
        [
            [0.2104542553, 1.9779984951, 0.0259040371],
            [0.7936177850, -2.4285922050, 0.7827717662],
            [-0.0040720468, 0.4505937099, -0.8086757660],
        ],
        np.float32,
    )


def _found(small: np.ndarray) -> Found | None:
    lab = cv2.GaussianBlur(oklab(small), (0, 0), 0.7)
    rim = _rim(lab.shape[:2])
    wall, near = _surface(lab, rim)
    if wall is None:
        return None
    for _ in range(3):  # what was found of it tells more of how it goes on behind the product
        bare = _from_outside(_distance(lab, wall) < near)
        wall, near = _surface(lab, bare)
        if wall is None:
            return None
    for _ in range(4):  # lights and vignettes that no such surface follows to the end
        bare = _from_outside(_distance(lab, wall) < near)
        wall = _followed(lab, wall, bare)
    shade, dim = _shadow(lab, wall, bare)
    product = _whole(~(bare | shade))
    if product is None:
        return None
    slivers = product & dim & ~_opened(product, 11) & _grown(shade, 21)  # of a shadow with a sharper edge
    product, shade = product & ~slivers, shade | slivers
    if not _is_plausible(product, shade, rim):
        return None
    if not (_is_crisp(lab, product) and _is_bare(lab - wall, bare & ~shade, rim, product | shade)):
        return None
    product &= ~_holes(lab, wall, product, near)
    return Found(product, wall)


def _rim(shape: tuple[int, ...]) -> np.ndarray:
    """The picture's border."""
    wide = max(3, round(0.02 * min(shape[:2])))
    rim = np.ones(shape[:2], bool)
    rim[wide:-wide, wide:-wide] = False
    return rim


def _surface(lab: np.ndarray, where: np.ndarray) -> tuple[np.ndarray | None, float]:
    """The smooth surface through most of the pixels at `where`, and how far from it they may lie; or None."""
    height, width = lab.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y, x**3, y**3, x * x * y, x * y * y], axis=-1)
    rows = np.flatnonzero(where)
    rows = rows[:: max(1, len(rows) // 6000)]
    known, seen = terms.reshape(-1, terms.shape[-1])[rows], lab.reshape(-1, 3)[rows]
    kept = np.ones(len(rows), bool)
    for _ in range(6):
        if kept.sum() < 200:
            return None, 0.0
        # a little weight on small terms: far from what is known, the surface must not rise to the sky
        pull = np.diag([1e-6] + [2e-3] * 5 + [2e-2] * 4).astype(np.float32) * float(kept.sum())
        a = known[kept].T @ known[kept] + pull
        surface = np.linalg.solve(a, known[kept].T @ seen[kept])
        away = np.linalg.norm(seen - known @ surface, axis=1)
        kept = away < max(ALIKE, 2.5 * float(np.median(away)))
    near = min(max(ALIKE, 3.5 * float(np.median(away)) * 1.48), UNLIKE)
    if float(np.mean(away < near)) < EVEN:
        return None, 0.0
    return terms @ surface, near


def _followed(lab: np.ndarray, wall: np.ndarray, bare: np.ndarray) -> np.ndarray:
    """The surface, bent to what is seen of the backdrop close by."""
    weight = bare.astype(np.float32)[..., None]
    both = cv2.blur(cv2.blur(np.dstack([(lab - wall) * weight, weight]), BEND), BEND)
    return wall + both[..., :3] / (both[..., 3:] + 0.02)


def _distance(lab: np.ndarray, wall: np.ndarray) -> np.ndarray:
    return np.linalg.norm(lab - wall, axis=2)


def _from_outside(free: np.ndarray) -> np.ndarray:
    """Those pixels of a mask that reach the picture's border; not through cracks of a pixel."""
    opened = cv2.morphologyEx(free.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, parts = cv2.connectedComponents(opened, connectivity=4)
    edges = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
    reached = np.isin(parts, edges[edges > 0]).astype(np.uint8)
    return (cv2.dilate(reached, np.ones((3, 3), np.uint8)) > 0) & free


def _slope(image: np.ndarray, sigma: float) -> np.ndarray:
    """How steeply colours change, in OKLab by pixel."""
    soft = cv2.GaussianBlur(image, (0, 0), sigma)
    across, down = (cv2.Scharr(soft, cv2.CV_32F, *way) / 32 for way in ((1, 0), (0, 1)))
    return np.sqrt((across**2 + down**2).sum(axis=2))


def _grown(mask: np.ndarray, size: int) -> np.ndarray:
    return cv2.dilate(mask.astype(np.uint8), np.ones((size, size), np.uint8)) > 0


def _opened(mask: np.ndarray, size: int) -> np.ndarray:
    """A mask without what is thinner than so many pixels."""
    return cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((size, size), np.uint8)) > 0


def _shadow(lab: np.ndarray, wall: np.ndarray, bare: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The backdrop's own colour, darker, without a sharp edge, and next to the backdrop; and all that is so dark."""
    darker = wall[..., 0] - lab[..., 0]
    share = np.clip(lab[..., 0] / np.maximum(wall[..., 0], 0.05), 0, 1.2)[..., None]
    tinted = np.linalg.norm(lab[..., 1:] - wall[..., 1:] * share, axis=2)
    dim = (darker > 0) & (darker < DEEPEST) & (tinted < 0.02)
    soft = dim & (_slope(lab, 1.0) < GENTLE)
    return _from_outside(bare | soft) & ~bare, dim


def _whole(mask: np.ndarray) -> np.ndarray | None:
    """The large parts of a mask without the holes in them; None where much of it is crumbs."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count < 2:
        return None
    areas = stats[1:, cv2.CC_STAT_AREA]
    large = areas >= max(0.06 * areas.max(), 30)
    if areas[~large].sum() > 0.04 * areas.sum() or large.sum() > 6:
        return None
    kept = np.isin(parts, 1 + np.flatnonzero(large))
    _, outside = cv2.connectedComponents((~kept).astype(np.uint8), connectivity=4)
    edges = np.concatenate([outside[0], outside[-1], outside[:, 0], outside[:, -1]])
    return ~np.isin(outside, edges[edges > 0])


def _is_plausible(product: np.ndarray, shade: np.ndarray, rim: np.ndarray) -> bool:
    """Is it as large as a product, inside the picture, with its shadow at its foot, and not eaten into?"""
    share = float(product.mean())
    if not SMALLEST < share < LARGEST or product[rim].mean() > 0.01 or not _stands(product):
        return False
    rows = np.flatnonzero(product.any(axis=1))
    top, tall = rows[0], rows[-1] - rows[0] + 1
    high = np.flatnonzero(shade.any(axis=1))
    above = shade[: round(top + 0.5 * tall)].sum()
    if high.size and (above > 0.12 * shade.sum() + 20 or shade.sum() > 1.2 * product.sum()):
        return False
    # A backdrop that lies within the product behind a narrow gap has flowed in there.
    size = max(3, round(0.05 * math.sqrt(product.sum())) | 1)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    padded = cv2.copyMakeBorder(product.astype(np.uint8), size, size, size, size, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, disc)
    _, outside = cv2.connectedComponents(1 - closed, connectivity=4)
    enclosed = (closed == 0) & (outside != outside[0, 0])
    return float(enclosed.sum()) < 0.015 * float(product.sum())


def _stands(product: np.ndarray) -> bool:
    """Is it about the middle, and nothing of it in the air? A cap over a label is a white bottle that was lost."""
    height, width = product.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(product.astype(np.uint8), connectivity=8)
    left, top, right, low = cv2.boundingRect(product.astype(np.uint8))
    right, low = left + right, top + low
    if not (left < 0.6 * width and right > 0.4 * width and top < 0.6 * height and low > 0.45 * height):
        return False
    feet = stats[1:count, cv2.CC_STAT_TOP] + stats[1:count, cv2.CC_STAT_HEIGHT]
    return bool((feet > low - 0.25 * (low - top)).all())


def _is_crisp(lab: np.ndarray, product: np.ndarray) -> bool:
    """Does nearly all of the outline lie on an edge, and no long stretch of it on none?"""
    steep = cv2.dilate(_slope(lab, 1.0), np.ones((5, 5), np.uint8)) >= CRISP
    lines, _ = cv2.findContours(product.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    on = [steep[line[:, 0, 1], line[:, 0, 0]] for line in lines]
    total = sum(map(len, on))
    longest = max(_longest_run(~edge) for edge in on)
    return sum(int(edge.sum()) for edge in on) >= 0.94 * total and longest <= 0.035 * total


def _longest_run(mask: np.ndarray) -> int:
    """The most neighbours of a closed line that are true."""
    if mask.all():
        return len(mask)
    turned = np.roll(mask, -int(np.argmin(mask)))
    ends = np.flatnonzero(np.diff(np.concatenate([[0], turned.astype(np.int8), [0]])))
    return int((ends[1::2] - ends[::2]).max(initial=0))


def _is_bare(rest: np.ndarray, bare: np.ndarray, rim: np.ndarray, around: np.ndarray) -> bool:
    """Is the backdrop without a line, even a faint one? A white cup on white is told by such lines alone."""
    line = _slope(rest, 1.5) - 1.15 * _slope(rest, 5.0)  # a soft shadow slopes at both scales, a line at one
    clear = bare & (cv2.dilate(around.astype(np.uint8), np.ones((13, 13), np.uint8)) == 0)
    usual = float(np.percentile(line[rim & bare], 98)) if (rim & bare).any() else 0.0
    marks = (line > max(FAINT, 2.0 * usual)) & clear
    if float(marks.sum()) > 0.0012 * float(bare.sum()) + 6:
        return False
    traces = ((line > max(FAINTEST, usual)) & clear).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(traces, connectivity=8)
    return int(stats[1:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(initial=0)) < LONG


def _holes(lab: np.ndarray, wall: np.ndarray, product: np.ndarray, near: float) -> np.ndarray:
    """Where one looks through the product, as through a cup's handle: even backdrop near its outline.

    White paper on a bottle before white is told from a hole by where it lies: in the middle, not at a side or on top.
    """
    alike = (_distance(lab, wall) < 2 * near) & product
    same = alike & (_slope(lab, 1.0) < CRISP)
    opened = cv2.morphologyEx(same.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, parts, stats, centres = cv2.connectedComponentsWithStats(opened, connectivity=4)
    rows, columns = np.flatnonzero(product.any(axis=1)), np.flatnonzero(product.any(axis=0))
    wide, tall = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    depth = cv2.distanceTransform(product.astype(np.uint8), cv2.DIST_L2, 3)
    steep = cv2.dilate(_slope(lab, 1.0), np.ones((5, 5), np.uint8)) >= CRISP
    found = np.zeros_like(product)
    for part in range(1, count):
        here = parts == part
        x = (centres[part][0] - columns[0]) / wide
        y = (centres[part][1] - rows[0]) / tall
        aside = abs(x - 0.5) > 0.24 or (y < 0.3 and stats[part, cv2.CC_STAT_AREA] < 0.2 * product.sum())
        through = depth[here].min() < REACH * math.hypot(wide, tall)
        ring = cv2.dilate(here.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~here
        if stats[part, cv2.CC_STAT_AREA] > 0.002 * product.sum() and aside and through and steep[ring].mean() > 0.95:
            found |= here
    return cv2.dilate(found.astype(np.uint8), np.ones((9, 9), np.uint8)).astype(bool) & (alike | found)


def _matte(picture: np.ndarray, found: Found) -> Pixels:
    """The picture with an alpha channel that is soft along the product's outline, and no backdrop in its colours."""
    height, width = picture.shape[:2]
    scale = max(height, width) / max(found.product.shape)
    mask = cv2.resize(found.product.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    mask = (cv2.GaussianBlur(mask, (0, 0), max(0.6, 0.5 * scale)) > 0.5).astype(np.uint8)
    reach = max(3, round(2 * scale))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    inner, outer = cv2.erode(mask, disc), cv2.dilate(mask, disc)
    colour = picture.astype(np.float32)
    own, behind = _nearest(colour, inner, reach), _nearest(colour, 1 - outer, reach)
    apart = own - behind
    share = ((colour - behind) * apart).sum(axis=2) / np.maximum((apart**2).sum(axis=2), 60.0)
    band = (inner == 0) & (outer > 0)
    alpha = np.where(band, np.clip(1.08 * share - 0.04, 0, 1), inner).astype(np.float32)
    bare = np.clip((colour - (1 - alpha[..., None]) * behind) / np.maximum(alpha[..., None], 0.15), 0, 255)
    trust = 0.5 * np.clip(alpha * 1.6 - 0.5, 0, 1)[..., None]  # a JPEG's colours bleed by pixels
    clean = np.where(band[..., None], own + (bare - own) * trust, colour)
    return np.dstack([clean, alpha * 255]).round().astype(np.uint8)


def _nearest(colour: np.ndarray, where: np.ndarray, reach: int) -> np.ndarray:
    """At every pixel the colour of what lies nearest to it of a mask, a little smoothed."""
    _, labels = cv2.distanceTransformWithLabels(1 - where, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    known = np.zeros((int(labels.max()) + 1, 3), np.float32)
    known[labels[where > 0]] = colour[where > 0]
    return cv2.blur(known[labels], (reach | 1, reach | 1))
