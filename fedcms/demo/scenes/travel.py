"""Scenes of the way abroad and the way ahead: globe, plane, compass, map, signpost, calendar."""

from fedcms.demo.scenes.canvas import WIDTH, Canvas, around, turned


def globe(c: Canvas) -> None:
    """A globe with meridians; four flight lines join discs on it, two planes fly around."""
    c.disc(800, 520, 410, "paper")
    c.half(800, 520, 410, "right", "sand")
    for across in (150, 290):
        _oval_line(c, across)
    c.rect(794, 110, 12, 820, "accent")
    for y, reach in ((320, 358), (520, 410), (720, 358)):
        c.rect(800 - reach, y - 6, reach * 2, 12, "accent")
    c.quarter(560, 330, 170, 2, "coral")
    c.quarter(840, 540, 190, 0, "yellow")
    c.half(1010, 400, 80, "up", "coral")
    c.disc(640, 660, 60, "yellow")
    points = ((620, 400), (1010, 370), (900, 640), (640, 690), (1120, 610))
    for start, end in ((0, 1), (1, 2), (2, 3), (1, 4)):
        (x1, y1), (x2, y2) = points[start], points[end]
        bend = ((x1 + x2) / 2, min(y1, y2) - 110)
        c.line([_bezier((x1, y1), bend, (x2, y2), step / 24) for step in range(25)], 10, "ink")
    for x, y in points:
        c.disc(x, y, 24, "ink")
        c.disc(x, y, 10, "yellow")
    _plane(c, 300, 280, 0.55, -35, "yellow")
    _plane(c, 1350, 240, 0.45, 30, "coral")


def plane(c: Canvas) -> None:
    """An airliner seen from above, crossing bands of cloud and a coast."""
    c.poly([(0, 1000), (0, 620), (320, 760), (560, 1000)], "deep")
    c.poly([(1600, 0), (1600, 360), (1300, 220), (1180, 0)], "yellow")
    for x, y, length in (
        (120, 160, 420),
        (260, 240, 260),
        (1050, 700, 460),
        (940, 780, 300),
        (80, 520, 240),
        (1240, 470, 260),
    ):
        c.rect(x, y, length, 56, "mid", 28)
    _plane(c, 800, 490, 1.75, -28, "paper", detail=True)


def compass(c: Canvas) -> None:
    """A compass lying on a map with a coast, a dotted path and a cross."""
    c.rect(100, 80, 1400, 840, "sand")
    c.poly(
        [(100, 80), (620, 80), (520, 260), (640, 420), (420, 560), (460, 760), (300, 920), (100, 920)], "mid"
    )
    for x in (450, 800, 1150):
        c.rect(x - 3, 80, 6, 840, "pale")
    for step in range(27):
        c.disc(*around(920, 510, 385, 150 - step * 7), 10, "coral")
    c.line([(1260, 190), (1350, 280)], 26, "coral")
    c.line([(1260, 280), (1350, 190)], 26, "coral")
    c.disc(920, 510, 340, "ink")
    c.disc(920, 510, 300, "paper")
    c.ring(920, 510, 250, 8, "ink")
    for mark in range(16):
        inner = 215 if mark % 4 else 190
        c.line([around(920, 510, 240, mark * 22.5), around(920, 510, inner, mark * 22.5)], 12, "accent")
    c.poly(turned([(-52, 0), (0, -230), (52, 0)], 920, 510, 35), "coral")
    c.poly(turned([(-52, 0), (0, 230), (52, 0)], 920, 510, 35), "accent")
    c.disc(920, 510, 32, "yellow")
    c.disc(920, 510, 12, "ink")


def map_pin(c: Canvas) -> None:
    """The blocks and streets of a town from above, a park, a river and a large pin."""
    c.rect(0, 0, WIDTH, 1000, "sand")
    for row in range(4):
        for column in range(6):
            fill = ("paper", "paper", "pale", "mid", "paper", "yellow")[(row * 5 + column * 2) % 6]
            c.rect(30 + column * 265, 30 + row * 245, 235, 205, fill)
    c.rect(560, 520, 500, 205, "deep")
    for x, y in ((620, 580), (720, 650), (840, 580), (950, 650), (1010, 570)):
        c.disc(x, y, 34, "accent")
    c.poly(
        [
            (0, 700),
            (300, 640),
            (560, 860),
            (900, 800),
            (1300, 930),
            (1600, 820),
            (1600, 920),
            (1300, 1000),
            (900, 900),
            (540, 960),
            (280, 740),
            (0, 800),
        ],
        "ink",
    )
    c.oval(800, 730, 130, 36, "ink")
    c.poly([(632, 440), (968, 440), (800, 730)], "accent")
    c.disc(800, 350, 206, "accent")
    c.disc(800, 350, 110, "paper")
    c.poly([(800, 270), (890, 318), (800, 366), (710, 318)], "ink")
    c.rect(750, 352, 100, 50, "ink")
    c.rect(872, 318, 8, 80, "ink")


def signpost(c: Canvas) -> None:
    """A signpost with five boards where a path divides in two between hills."""
    c.disc(280, 260, 150, "yellow")
    c.half(280, 800, 420, "up", "deep")
    c.half(1300, 800, 520, "up", "mid")
    c.rect(0, 798, WIDTH, 202, "sand")
    c.poly(
        [
            (640, 1000),
            (960, 1000),
            (860, 880),
            (1300, 798),
            (1160, 798),
            (800, 850),
            (440, 798),
            (300, 798),
            (740, 880),
        ],
        "paper",
    )
    c.rect(772, 90, 56, 800, "ink")
    for index, (fill, side) in enumerate(
        (("coral", 1), ("paper", -1), ("yellow", 1), ("sand", -1), ("coral", 1))
    ):
        y = 130 + index * 118
        length = (430, 380, 340, 420, 300)[index]
        near, far = 760 - 60 * (side == 1), 840 + 60 * (side == -1)
        if side == 1:
            c.poly(
                [
                    (near, y),
                    (near + length, y),
                    (near + length + 60, y + 45),
                    (near + length, y + 90),
                    (near, y + 90),
                ],
                fill,
            )
            c.rect(near + 60, y + 38, length - 150, 14, "ink")
        else:
            c.poly(
                [
                    (far, y),
                    (far - length, y),
                    (far - length - 60, y + 45),
                    (far - length, y + 90),
                    (far, y + 90),
                ],
                fill,
            )
            c.rect(far - length + 80, y + 38, length - 150, 14, "ink")


def calendar(c: Canvas) -> None:
    """A wall calendar of five weeks with some days filled by shapes and one day circled."""
    c.rect(290, 130, 1040, 800, "deep")
    c.rect(270, 110, 1040, 800, "paper")
    c.rect(270, 110, 1040, 170, "accent")
    for index in range(8):
        c.rect(350 + index * 122, 70, 24, 100, "ink", 12)
    c.rect(340, 200, 330, 30, "paper")
    for row in range(5):
        for column in range(7):
            x, y = 322 + column * 136, 320 + row * 114
            number = row * 7 + column
            if number < 2 or number > 32:
                continue
            c.rect(x, y, 116, 94, "sand" if column < 5 else "pale")
            if number in {4, 17, 26}:
                c.quarter(x + 11, y, 94, number % 4, "coral")
            elif number in {9, 22, 30}:
                c.disc(x + 58, y + 47, 38, "yellow")
            elif number in {13, 19}:
                c.poly([(x + 20, y + 82), (x + 58, y + 12), (x + 96, y + 82)], "accent")
            else:
                c.rect(x + 14, y + 14, 30, 10, "ink")
    c.ring(322 + 3 * 136 + 58, 320 + 2 * 114 + 47, 92, 16, "ink")


def _bezier(
    start: tuple[float, float], bend: tuple[float, float], end: tuple[float, float], share: float
) -> tuple[float, float]:
    """Return a point of a quadratic curve."""
    left = 1 - share
    x, y = (
        left * left * a + 2 * left * share * b + share * share * d
        for a, b, d in zip(start, bend, end, strict=True)
    )
    return x, y


def _oval_line(c: Canvas, across: float) -> None:
    """Draw a meridian of the globe."""
    for start in (0, 180):
        points = []
        for step in range(37):
            x, y = around(0, 0, 1, start + step * 5 - 90)
            points.append((800 + x * across, 520 + y * 404))
        c.line(points, 10, "accent")


def _plane(
    c: Canvas, x: float, y: float, scale: float, angle: float, fill: str, *, detail: bool = False
) -> None:
    """Draw a plane from above, its nose to the right before it is turned."""

    def shape(points: list[tuple[float, float]], colour: str) -> None:
        c.poly(turned([(a * scale, b * scale) for a, b in points], x, y, angle), colour)

    shape(
        [(20, -20), (-70, -230), (-120, -230), (-70, -20), (-70, 20), (-120, 230), (-70, 230), (20, 20)],
        "coral" if detail else fill,
    )
    shape(
        [(-170, -20), (-215, -90), (-250, -90), (-225, 0), (-250, 90), (-215, 90), (-170, 20)],
        "coral" if detail else fill,
    )
    body = [around(0, 0, 1, step * 10 - 90) for step in range(19)]
    shape(
        [
            (-230, -10),
            (-200, -34),
            (140, -34),
            *[(140 + a * 90, b * 34) for a, b in body],
            (140, 34),
            (-200, 34),
            (-230, 10),
        ],
        fill,
    )
    if detail:
        for step in range(8):
            for side in (-18, 18):
                c.disc(*turned([((110 - step * 38) * scale, side * scale)], x, y, angle)[0], 6 * scale, "ink")
        shape([(170, -24), (196, -18), (206, 0), (196, 18), (170, 24), (182, 0)], "ink")
