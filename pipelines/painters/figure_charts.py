"""Figures that show how much: a ring filled as far as its share, and bars as long as theirs."""

from __future__ import annotations

import math

from pipelines.painters.areas import Area
from pipelines.painters.figure_board import PAD, Board
from pipelines.painters.figure_carriers import pedestal, stands

THICK = 0.26  # of a ring's radius: its band
SMALL = 0.4  # charts whose largest share is below this are drawn to that share's scale, not to the whole
NEXT, LAST = 2, 5  # the turns of a bar, when its board is there, and of what stands on it, when it has grown
UNSEEN = 0.02  # the opacity of what only says how far a sheet reaches


def ring(b: Board) -> None:
    """A ring filled clockwise from the top; the part stands beside it, its words in the middle."""
    area, share = b.area, b.figure.shares[0]
    if b.shows(b.main):
        first, second = area.rows(4, 1.0, 0.72) if b.stacks(0.85) else b.columns(area, 4, 1.0, 1.0)
        r = min(first.width, first.height) / 2 - 0.5
        x, y = first.x, first.bottom - r if b.stacks(0.85) else first.y
        stand = second if b.stacks(0.85) else second.fitted(second.width, second.height * 0.86)
        pedestal(b, b.main, stand)
    else:
        r = min(area.width, area.height) / 2 - 0.5
        x, y = area.x, area.y
    tones, band = b.tones, r * THICK
    outer = r - 1.2
    inner = outer - band
    canvas = b.begin("")
    b.disc(x, y, r)
    canvas.circle(x, y, outer, tones.track)
    canvas.circle(x, y, inner, tones.surface)
    if share:
        canvas = b.begin("sweeps", 0)
        canvas.circle(x, y, outer, tones.track, UNSEEN)  # so that the middle of all that is here is the ring's
        filling = canvas.vertical(tones.accent, tones.accent.mixed(tones.deep, 0.35))
        canvas.path(_sector(x, y, inner, outer, share), filling)
    b.places.append(Area.around(x, y, inner * 0.86, 0.5))


def _sector(x: float, y: float, inner: float, outer: float, share: float) -> str:
    """Path data of a band's first `share`, from the top on clockwise."""
    parts = max(1, math.ceil(share * 4))
    turns = [math.tau * share * i / parts for i in range(parts + 1)]
    d = ""
    for r, way, along in ((outer, 1, turns), (inner, 0, turns[::-1])):
        for i, turn in enumerate(along):
            to = f"A{r:.3f} {r:.3f} 0 0 {way} " if i else "L" if d else "M"
            d += f"{to}{x + r * math.sin(turn):.3f} {y - r * math.cos(turn):.3f}"
    return d + "Z"


def bars(b: Board) -> None:
    """Upright bars side by side; lying ones where they are many or the frame is tall."""
    if b.tall or len(b.figure.shares) > 4:
        _lying(b)
    else:
        _upright(b)


def _filled(b: Board) -> list[float]:
    """How far each bar is filled: as far as its share, but tiny shares are shown to their own scale."""
    shares = b.figure.shares
    top = max(shares)
    return list(shares) if len(shares) == 1 or top >= SMALL or not top else [share / top for share in shares]


def _upright(b: Board) -> None:
    tones, shares = b.tones, _filled(b)
    wide, high = b.words
    count = len(shares)
    board = b.area.fitted(count * max(wide * 1.25, 34) + 2 * PAD, b.area.height)
    canvas = b.begin("rises")
    b.card(board)
    inner = board.inset(PAD)
    chart, words = inner.rows(1.2, inner.height - high - 2.2, high + 1)
    stage = min(16.0, chart.height * 0.28)  # room for what stands on the bars
    full = chart.height - stage
    columns, under = (b.columns(part, 0, *[1.0] * count) for part in (chart, words))
    across = min(columns[0].width * 0.56, 17)
    whole = shares == list(b.figure.shares)  # a track is the whole, of which these are shares
    for column in columns if whole else ():
        canvas.rect(column.x - across / 2, chart.bottom - full, across, full, tones.track, opacity=0.55)
    canvas.rect(chart.left + 1, chart.bottom, chart.width - 2, 0.5, tones.floor.mixed(b.s.light.ink, 0.3))
    for i, (column, share) in enumerate(zip(columns, shares, strict=True)):
        tall = full * share
        left, top = column.x - across / 2, chart.bottom - tall
        canvas = b.begin("rises", i, NEXT)
        fill = (
            canvas.vertical(tones.accent, tones.deep)
            if i == b.main
            else canvas.vertical(tones.plain, tones.plain.mixed(b.s.light.ink, 0.14))
        )
        canvas.rect(left, top, across, tall, fill, min(1.0, tall / 2))
        b.begin("stands", i, LAST)
        stands(b, i, Area(column.x - stage * 0.62, top - stage + 0.6, stage * 1.24, stage - 0.6))
        b.places.append(under[i].inset(0.8, 0.4))


def _lying(b: Board) -> None:
    """Bars one below the other: what is measured at its beginning, its words above the bar."""
    tones, shares = b.tones, _filled(b)
    wide, high = b.words
    board = b.area
    canvas = b.begin(b.spreads, 0)
    b.card(board)
    tracks: list[Area] = []
    for i, row in enumerate(board.inset(PAD * 1.4).rows(1.4, *[1.0] * len(shares))):
        line = row.fitted(row.width, 34 if b.tall else 16)
        side = min(line.height, 26.0)
        picture, rest = b.columns(line, 2.2, side, line.width - 2.2 - side)
        stands(b, i, picture.fitted(side, side))
        if not b.tall:
            across = max(wide, rest.width * 0.26)
            words, track = b.columns(rest, 2, across, rest.width - 2 - across)
            track = track.fitted(track.width, 7)
        else:
            thick = min(9.0, rest.height - high - 0.6)
            room = rest.fitted(rest.width, high + 1 + thick)
            words, track = room.rows(0.6, high + 0.4, thick)
        if shares == list(b.figure.shares):
            canvas.rect(track.left, track.top, track.width, track.height, tones.track, opacity=0.55)
        tracks.append(track)
        b.places.append(words)
    for i, (track, share) in enumerate(zip(tracks, shares, strict=True)):
        canvas, long = b.begin(b.spreads, i, NEXT), track.width * share
        ends = (tones.accent, tones.deep) if b.figure.from_right else (tones.deep, tones.accent)
        fill = canvas.across(*ends) if i == b.main else tones.plain
        canvas.rect(b.from_start(track, 0, long), track.top, long, track.height, fill)
