"""Finds the user's product in a picture that a model painted after it, so that no words are set over it.

By features that do not change with size, turn and light (SIFT: Lowe, 2004) and one similarity that most of them
agree on. Where too few agree, nothing is said: a wrong place would be worse than none.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipelines.machinery.svg import Pixels
from pipelines.painters.areas import Edges

DISTINCT = 0.75  # a match's distance to the second best's, at most (Lowe, 2004, 7.1)
LEAST, AGREEING = 10, 0.4  # of matches that agree, and their share of all
WITHIN = 4.0  # pixels: how far a match may lie from where the others put it
SIDE = 640  # pixels of a product's longer side
SCALES = (0.04, 4.0)  # of a product in the picture


def found(product: Pixels, picture: Pixels) -> Edges | None:
    """Where a product (height x width x 4) is in a picture (height x width x 3), in shares of it; None: not clear."""
    shrunk = min(1.0, SIDE / max(product.shape[:2]))
    own = cv2.resize(product, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    sift = cv2.SIFT_create()
    itself = np.where(own[..., 3] > 127, 255, 0).astype(np.uint8)
    points, words = sift.detectAndCompute(cv2.cvtColor(own, cv2.COLOR_RGBA2GRAY), itself)
    there, seen = sift.detectAndCompute(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), None)
    if words is None or seen is None or len(words) < LEAST or len(seen) < LEAST:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(words, seen, k=2)
    good = [first for first, second in pairs if first.distance < DISTINCT * second.distance]
    if len(good) < LEAST:
        return None
    a = np.array([points[match.queryIdx].pt for match in good], np.float32)
    b = np.array([there[match.trainIdx].pt for match in good], np.float32)
    cv2.setRNGSeed(0)
    way, agree = cv2.estimateAffinePartial2D(a, b, method=cv2.RANSAC, ransacReprojThreshold=WITHIN)
    if way is None or int(agree.sum()) < max(LEAST, AGREEING * len(good)):
        return None
    return _edges(way, own.shape, picture.shape)


def _edges(way: np.ndarray, own: tuple[int, ...], picture: tuple[int, ...]) -> Edges | None:
    """Where a similarity carries a drawing's corners; None for a size that no product has."""
    if not SCALES[0] < float(np.hypot(way[0, 0], way[1, 0])) < SCALES[1]:
        return None
    high, wide = own[:2]
    corners = np.array([[0, 0], [wide, 0], [0, high], [wide, high]], np.float32) @ way[:, :2].T + way[:, 2]
    shares = corners / np.array([picture[1], picture[0]], np.float32)
    (left, top), (right, bottom) = shares.min(axis=0), shares.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
