"""Our own drawings to pixels, by ThorVG: many times as fast as resvg, and other threads work meanwhile.

Strangers' drawings and words set in fonts are resvg's: see svg.py.
"""

from __future__ import annotations

from ctypes import c_bool, c_char_p, c_float, c_int, c_uint32, c_void_p
from typing import Any

import numpy as np
from thorvg_python.engine import THORVG_LIB

from pipelines.machinery.svg import OUTSIDE, Pixels

# The C interface: https://github.com/thorvg/thorvg/blob/v1.0.4/src/bindings/capi/thorvg_capi.h
STRAIGHT = 2  # TVG_COLORSPACE_ABGR8888S: R, G, B and straight alpha, a byte each


def _function(name: str, *takes: Any, gives: Any = c_int) -> Any:
    function = getattr(THORVG_LIB, name)
    function.argtypes, function.restype = takes, gives
    return function


_new_canvas = _function("tvg_swcanvas_create", c_int, gives=c_void_p)
_set_target = _function("tvg_swcanvas_set_target", c_void_p, c_void_p, c_uint32, c_uint32, c_uint32, c_int)
_new_picture = _function("tvg_picture_new", gives=c_void_p)
_load = _function("tvg_picture_load_data", c_void_p, c_char_p, c_uint32, c_char_p, c_char_p, c_bool)
_set_size = _function("tvg_picture_set_size", c_void_p, c_float, c_float)
_add = _function("tvg_canvas_add", c_void_p, c_void_p)
_draw = _function("tvg_canvas_draw", c_void_p, c_bool)
_sync = _function("tvg_canvas_sync", c_void_p)
_destroy = _function("tvg_canvas_destroy", c_void_p)
# Without threads of its own, so that every thread of ours may draw on a canvas of its own.
_function("tvg_engine_init", c_uint32)(0)


def render(svg: str, width: int, height: int) -> Pixels:
    """RGBA pixels of an SVG, height x width x 4, uint8, straight alpha; the same on any number of threads.

    Of SVG it knows paths, shapes, groups, gradients, clip paths and <use>. A bare upright rectangle
    is moved to whole pixels. Raises ValueError for what cannot be read or refers to anything outside itself.
    """
    if OUTSIDE.search(svg):
        raise ValueError("a drawing may refer to its own parts and to data: only")
    data, pixels = svg.encode(), np.zeros((height, width, 4), np.uint8)
    canvas = _new_canvas(0)
    try:
        wrong = _set_target(canvas, pixels.ctypes.data, width, width, height, STRAIGHT)
        wrong = wrong or _add(canvas, picture := _new_picture())
        wrong = wrong or _load(picture, data, len(data), b"svg", None, True) or _set_size(picture, width, height)
        wrong = wrong or _draw(canvas, False) or _sync(canvas)
    finally:
        _destroy(canvas)  # and the picture on it
    if wrong:
        raise ValueError(f"a drawing cannot be read: ThorVG's error {wrong}")
    return pixels
