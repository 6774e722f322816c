"""The skeleton of a drawn person: a build and a pose become joints, and joints become the outlines of limbs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.painters.canvas import Point

UPPER_ARM, FOREARM, THIGH, SHIN = 15.5, 14.5, 21.3, 21.3
SHOULDER, HIP, HALF_HIP, ANKLE = -74.0, -46.0, 4.5, 3.4  # heights and half a width of one who stands
CHIN, SKULL = -78.4, 9.4  # where the head begins, and half its height
Pair = tuple[Point, Point]  # left, right as seen


@dataclass(frozen=True)
class Bones:
    """Joints, left then right as seen; (0, 0) between the heels, y downwards, 100 from heel to crown."""

    shoulders: Pair
    elbows: Pair
    hands: Pair
    hips: Pair
    knees: Pair
    feet: Pair  # the ankles
    toes: tuple[float, float]  # -1 left, 1 right
    head: Point
    skull: float  # scale of the head
    tilt: float
    back: frozenset[int]
    lean: float
    drop: float
    width: float  # half of the shoulders'

    def at(self, x: float, y: float) -> Point:
        """A place on the trunk of one who stands upright, where it is in this pose."""
        rise = min(max((HIP - y) / (HIP - SHOULDER), 0.0), 1.3)
        return x + self.lean * rise, y + self.drop

    def along(self, chain: Sequence[Point], share: float) -> list[Point]:
        """The first part of a limb of three joints."""
        first, middle, last = chain
        if share <= 0.5:
            return [first, between(first, middle, share * 2)]
        return [first, middle, between(middle, last, share * 2 - 1)]


def between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def bones(build: dict[str, float], pose: dict[str, Any]) -> Bones:
    """A pose's joints; see assets/people.toml for what a build and a pose say."""
    lean, drop, width = pose.get("lean", 0.0), pose.get("drop", 0.0), build["shoulders"]
    feet = pose.get("feet", [[-5.4, 0], [5.4, 0]])
    shoulders = (lean - width, SHOULDER + drop), (lean + width, SHOULDER + drop)
    hips = (-HALF_HIP, HIP + drop), (HALF_HIP, HIP + drop)
    ankles = (feet[0][0], feet[0][1] - ANKLE), (feet[1][0], feet[1][1] - ANKLE)
    elbows = pose.get("elbows", ((), ()))
    arms = [_bent(shoulders[i], pose["hands"][i], UPPER_ARM, FOREARM, (i * 2 - 1, 1.4)) for i in (0, 1)]
    arms = [(tuple(elbows[i]), tuple(pose["hands"][i])) if elbows[i] else arms[i] for i in (0, 1)]
    legs = [_bent(hips[i], ankles[i], THIGH, SHIN, (1, 0)) for i in (0, 1)]
    knees = pose.get("knees")
    skull = build["head"]
    return Bones(
        shoulders=shoulders,
        elbows=(arms[0][0], arms[1][0]),
        hands=(arms[0][1], arms[1][1]),
        hips=hips,
        knees=((knees[0][0], knees[0][1]), (knees[1][0], knees[1][1])) if knees else (legs[0][0], legs[1][0]),
        feet=ankles if knees else (legs[0][1], legs[1][1]),
        toes=tuple(pose.get("toes", (-0.75, 1.0))),
        head=(lean * 1.25, CHIN + drop - SKULL * skull),
        skull=skull,
        tilt=pose.get("tilt", 0.0),
        back=frozenset(pose.get("back", ())),
        lean=lean,
        drop=drop,
        width=width,
    )


def _bent(root: Point, goal: Sequence[float], first: float, second: float, towards: Point) -> Pair:
    """The middle joint and the end of two bones that reach for a goal; the joint bends `towards`."""
    dx, dy = goal[0] - root[0], goal[1] - root[1]
    far = math.hypot(dx, dy) or 1e-6
    reach = min(max(far, abs(first - second) + 0.1), first + second - 0.01)
    ux, uy = dx / far, dy / far
    along = (first**2 - second**2 + reach**2) / (2 * reach)
    aside = math.sqrt(max(first**2 - along**2, 0.0))
    sides = [(root[0] + ux * along - k * uy * aside, root[1] + uy * along + k * ux * aside) for k in (1, -1)]
    joint = max(sides, key=lambda p: p[0] * towards[0] + p[1] * towards[1])
    return joint, (root[0] + ux * reach, root[1] + uy * reach)


def limb(joints: Sequence[Point], radii: Sequence[float]) -> str:
    """Path data of a limb through joints, as thick at each as its radius says, round at both ends."""
    parts = []
    for (a, ra), (b, rb) in zip(
        zip(joints, radii, strict=True), list(zip(joints, radii, strict=True))[1:], strict=False
    ):
        dx, dy = b[0] - a[0], b[1] - a[1]
        far = math.hypot(dx, dy)
        if far < 1e-3:
            continue
        turn = math.acos(min(max((ra - rb) / far, -1.0), 1.0))  # where the common tangents touch
        angle = math.atan2(dy, dx)
        a0, a1 = _on(a, ra, angle + turn), _on(a, ra, angle - turn)
        b0, b1 = _on(b, rb, angle + turn), _on(b, rb, angle - turn)
        large_a, large_b = int(turn < math.pi / 2), int(turn > math.pi / 2)
        parts.append(
            f"M{a0[0]:.2f} {a0[1]:.2f}A{ra:.2f} {ra:.2f} 0 {large_a} 1 {a1[0]:.2f} {a1[1]:.2f}"
            f"L{b1[0]:.2f} {b1[1]:.2f}A{rb:.2f} {rb:.2f} 0 {large_b} 1 {b0[0]:.2f} {b0[1]:.2f}Z"
        )
    return "".join(parts)


def _on(centre: Point, radius: float, angle: float) -> Point:
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)
