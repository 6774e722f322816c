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
ASIDE = 0.4  # how far apart shoulders are seen from the side
SIDEWAYS = 0.8  # a trunk slimmer than this is seen from the side
UPRIGHT = 0.45  # how far a head follows the trunk that leans
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
    soles: tuple[float, float] | None  # how far the toes point down, in degrees; None: as the shins say
    head: Point
    skull: float  # scale of the head
    tilt: float
    back: frozenset[int]
    lean: float
    hip: Point  # the middle between the hips
    turn: float  # of the trunk round the hips, in degrees to the right
    slim: float  # how wide the trunk is seen: 1 from the front, less from the side
    width: float  # half of the shoulders'

    @property
    def aside(self) -> bool:
        """Whether it is seen from the side."""
        return self.slim < SIDEWAYS

    @property
    def drop(self) -> float:
        """How much lower the hips are than of one who stands."""
        return self.hip[1] - HIP

    @property
    def folded(self) -> bool:
        """Whether the trunk bends or sits, so that clothes do not hang straight down from it."""
        return self.drop > 15 or abs(self.turn) > 8

    def at(self, x: float, y: float) -> Point:
        """A place on the trunk of one who stands upright, where it is in this pose."""
        rise = min(max((HIP - y) / (HIP - SHOULDER), 0.0), 1.3)
        return _turned(self.hip, x * self.slim + self.lean * rise, y - HIP, self.turn)

    def along(self, chain: Sequence[Point], share: float) -> list[Point]:
        """The first part of a limb of three joints."""
        first, middle, last = chain
        if share <= 0.5:
            return [first, between(first, middle, share * 2)]
        return [first, middle, between(middle, last, share * 2 - 1)]


def between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _turned(root: Point, x: float, y: float, degrees: float) -> Point:
    """A place beside the root, turned round it."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return root[0] + x * c - y * s, root[1] + x * s + y * c


def bones(build: dict[str, float], pose: dict[str, Any]) -> Bones:
    """A pose's joints; see assets/people.toml for what a build and a pose say."""
    lean, turn, slim = pose.get("lean", 0.0), pose.get("turn", 0.0), pose.get("slim", 1.0)
    hip: Point = tuple(pose.get("hip", (0.0, HIP + pose.get("drop", 0.0))))
    width, half, skull = build["shoulders"], HALF_HIP * slim, build["head"]
    apart = width * slim * (ASIDE if slim < SIDEWAYS else 1)
    shoulders = tuple(_turned(hip, k * apart + lean, SHOULDER - HIP, turn) for k in (-1, 1))
    hips = (hip[0] - half, hip[1]), (hip[0] + half, hip[1])
    arms = _arms(shoulders, pose, slim < SIDEWAYS)
    knees, feet = _legs(hips, pose, slim < 1)
    neck = _turned(hip, lean, SHOULDER - HIP, turn)
    rise = CHIN - SKULL * skull - SHOULDER
    return Bones(
        shoulders=shoulders,
        elbows=(arms[0][0], arms[1][0]),
        hands=(arms[0][1], arms[1][1]),
        hips=hips,
        knees=knees,
        feet=feet,
        toes=tuple(pose.get("toes", (1.0, 1.0) if slim < 1 else (-0.75, 1.0))),
        soles=tuple(pose["soles"]) if "soles" in pose else None,
        head=_turned((neck[0] + lean * 0.25, neck[1]), 0.0, rise, turn * UPRIGHT),
        skull=skull,
        tilt=pose.get("tilt", 0.0),
        back=frozenset(pose.get("back", ())),
        lean=lean,
        hip=hip,
        turn=turn,
        slim=slim,
        width=width,
    )


def _arms(shoulders: Pair, pose: dict[str, Any], aside: bool) -> list[Pair]:
    """Elbow and hand of each arm; seen from the side elbows bend backwards, from the front outwards."""
    elbows = pose.get("elbows", ((), ()))
    bends = pose.get("bend", ((-1, 1), (-1, 1)) if aside else ((-1, 1.4), (1, 1.4)))
    return [
        (tuple(elbow), tuple(hand)) if elbow else _bent(shoulder, hand, UPPER_ARM, FOREARM, bend)
        for shoulder, elbow, hand, bend in zip(shoulders, elbows, pose["hands"], bends, strict=True)
    ]


def _legs(hips: Pair, pose: dict[str, Any], aside: bool) -> tuple[Pair, Pair]:
    """The knees, which bend to the right, and the ankles."""
    soles = pose.get("feet", ((-5.4, 0), (5.4, 0)))
    ankles = tuple((x, y - ANKLE) for x, y in soles)
    if "knees" in pose:
        return tuple(tuple(knee) for knee in pose["knees"]), ankles
    legs = [_bent(hips[i], ankles[i], THIGH, SHIN, (1, -0.3 if aside else 0)) for i in (0, 1)]
    return (legs[0][0], legs[1][0]), (legs[0][1], legs[1][1])


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
