"""Scenes of towns and built places: bridge, skyline, arcade, belfry, factory, train, windows."""

from fedcms.demo.scenes.canvas import WIDTH, Canvas, turned


def bridge(c: Canvas) -> None:
    """A bridge of four round arches and its reflection in a river, under a large sun."""
    c.disc(1180, 300, 180, "yellow")
    c.rect(0, 640, WIDTH, 360, "deep")
    c.rect(0, 380, WIDTH, 60, "sand")
    c.rect(0, 440, WIDTH, 200, "paper")
    for index in range(4):
        x = 200 + index * 400
        c.half(x, 640, 150, "up", "accent")
        c.half(x, 640, 150, "down", "mid")
        c.half(x, 640, 110, "down", "deep")
    for index in range(9):
        c.rect(index * 200 - 6, 330, 12, 50, "sand")
    c.rect(0, 318, WIDTH, 14, "sand")
    for x, y, width in (
        (120, 820, 180),
        (420, 900, 260),
        (860, 830, 200),
        (1180, 920, 300),
        (1400, 800, 120),
    ):
        c.rect(x, y, width, 12, "yellow")
    c.poly([(640, 850), (860, 850), (820, 900), (680, 900)], "coral")
    c.rect(742, 740, 10, 110, "paper")
    c.poly([(760, 745), (850, 835), (760, 835)], "paper")


def towers(c: Canvas) -> None:
    """A skyline of towers with lit windows, one of them round, under a half moon."""
    c.disc(300, 240, 120, "yellow")
    c.disc(350, 210, 105, "accent")
    blocks = (
        (0, 520, 200, "deep"),
        (200, 380, 200, "ink"),
        (400, 600, 200, "sand"),
        (600, 200, 200, "paper"),
        (800, 460, 200, "coral"),
        (1000, 300, 200, "ink"),
        (1200, 560, 200, "yellow"),
        (1400, 420, 200, "deep"),
    )
    for index, (x, top, width, fill) in enumerate(blocks):
        c.rect(x, top, width, 1000 - top, fill)
        light = "ink" if fill in {"sand", "paper", "coral", "yellow"} else "yellow"
        for row in range((1000 - top) // 100):
            for column in range(3):
                if (row * 3 + column * 5 + index * 7) % 4:
                    c.rect(x + 30 + column * 54, top + 40 + row * 100, 32, 48, light)
    c.half(700, 200, 100, "up", "sand")
    c.poly([(1000, 300), (1200, 300), (1200, 180)], "ink")
    c.half(900, 460, 100, "up", "coral")


def arches(c: Canvas) -> None:
    """A shaded gallery of pointed and round arches around a court with a fountain."""
    c.rect(0, 0, WIDTH, 140, "sand")
    for index in range(16):
        c.poly(
            [(index * 100, 140), (index * 100 + 50, 90), (index * 100 + 100, 140)],
            "accent" if index % 2 else "deep",
        )
    for index in range(4):
        x = 40 + index * 390
        c.rect(x, 330, 350, 510, "paper")
        c.half(x + 175, 330, 175, "up", "paper")
        c.rect(x + 45, 350, 260, 490, ("yellow", "deep", "deep", "yellow")[index])
        c.half(x + 175, 350, 130, "up", ("yellow", "deep", "deep", "yellow")[index])
    for x in (430, 820):
        c.quarter(x + 45, 640, 130, 3, "mid")
        c.quarter(x + 175, 640, 130, 2, "mid")
    c.rect(0, 840, WIDTH, 160, "sand")
    for index in range(8):
        c.rect(index * 200, 840, 100, 80, "pale")
        c.rect(index * 200 + 100, 920, 100, 80, "pale")
    c.oval(800, 890, 300, 60, "ink")
    c.oval(800, 875, 280, 50, "mid")
    c.rect(780, 700, 40, 180, "ink")
    c.half(800, 690, 110, "down", "ink")
    for radius in (60, 110, 160):
        c.arc(800, 690, radius, 190, 350, 12, "paper")


def belfry(c: Canvas) -> None:
    """A belfry with its clock above the stepped gables of a market square."""
    c.disc(300, 280, 140, "yellow")
    c.rect(640, 260, 320, 740, "paper")
    c.poly([(640, 260), (800, 20), (960, 260)], "ink")
    c.rect(620, 250, 360, 40, "coral")
    c.disc(800, 420, 110, "accent")
    c.disc(800, 420, 88, "paper")
    c.line([(800, 420), (800, 355)], 12, "ink")
    c.line([(800, 420), (848, 445)], 12, "ink")
    for x in (700, 780, 860):
        c.rect(x, 600, 40, 110, "ink")
        c.half(x + 20, 600, 20, "up", "ink")
    houses = (
        (40, "sand", 620),
        (240, "coral", 560),
        (440, "yellow", 640),
        (960, "yellow", 600),
        (1160, "sand", 540),
        (1360, "coral", 630),
    )
    for x, fill, top in houses:
        for step in range(4):
            c.rect(x + step * 25, top - step * 40, 200 - step * 50, 1000 - top + step * 40, fill)
        for row in range(2):
            for column in range(2):
                c.rect(x + 40 + column * 75, top + 70 + row * 130, 45, 80, "deep")
    c.rect(0, 920, WIDTH, 80, "ink")
    for index in range(4):
        x = 120 + index * 380
        c.half(x + 110, 860, 110, "up", "coral" if index % 2 else "accent")
        c.rect(x + 104, 860, 12, 90, "paper")


def factory(c: Canvas) -> None:
    """A brick workshop with a saw-tooth roof; inside, three gears that turn one another."""
    for index in range(4):
        x = index * 400
        c.poly([(x, 340), (x + 400, 120), (x + 400, 340)], "deep")
        c.poly([(x + 250, 203), (x + 400, 120), (x + 400, 260), (x + 250, 330)], "yellow")
    c.rect(0, 340, WIDTH, 660, "sand")
    for row in range(11):
        for column in range(9):
            x = column * 200 - (100 if row % 2 else 0)
            c.rect(x + 6, 346 + row * 60, 188, 48, "pale")
    for x, y, radius, teeth, fill, hub in (
        (520, 660, 210, 16, "accent", "yellow"),
        (860, 560, 130, 10, "ink", "coral"),
        (1130, 720, 170, 13, "coral", "paper"),
    ):
        _gear(c, (x, y), radius, teeth, fill)
        c.disc(x, y, radius * 0.55, "paper" if hub != "paper" else "ink")
        c.disc(x, y, radius * 0.25, hub)
    c.rect(0, 950, WIDTH, 50, "ink")


def train(c: Canvas) -> None:
    """A regional train crossing fields of stripes, with four windows and a sun."""
    c.disc(1330, 210, 130, "yellow")
    for index, fill in enumerate(("mid", "yellow", "pale", "coral")):
        c.poly(
            [
                (index * 520 - 400, 1000),
                (index * 520 + 120, 1000),
                (800 + index * 130 - 190, 480),
                (800 + index * 130 - 320, 480),
            ],
            fill,
        )
    c.half(260, 480, 170, "up", "deep")
    c.half(520, 480, 110, "up", "mid")
    c.rect(0, 800, WIDTH, 30, "ink")
    for index in range(20):
        c.rect(index * 84, 830, 44, 22, "ink")
    c.rect(-20, 420, 1180, 340, "paper")
    c.pie(1160, 760, 340, 270, 360, "paper")
    c.rect(-20, 650, 1180, 50, "accent")
    c.poly([(1160, 650), (1482, 650), (1494, 700), (1160, 700)], "accent")
    c.pie(1180, 620, 160, 270, 360, "ink")
    for index in range(4):
        x = 40 + index * 280
        c.rect(x, 480, 210, 130, "ink", 16)
        c.half(x + 105, 610, 52, "up", ("coral", "yellow", "sand", "mid")[index])
        c.disc(x + 105, 535, 28, ("yellow", "paper", "coral", "sand")[index])
    for x in (120, 280, 900, 1060, 1300):
        c.disc(x, 770, 46, "ink")
        c.disc(x, 770, 18, "sand")


def windows(c: Canvas) -> None:
    """Eight windows of one wall, each with another light: sun, tree, hill, book, lamp, wave, star, plant."""
    for index in range(8):
        x, y = 70 + index % 4 * 380, 70 + index // 4 * 450
        ground = ("yellow", "paper", "coral", "sand", "ink", "paper", "deep", "yellow")[index]
        c.rect(x, y + 160, 320, 230, ground)
        c.half(x + 160, y + 160, 160, "up", ground)
        c.rect(x - 20, y + 390, 360, 24, "paper")
        _view(c, index, x + 160, y + 390)


def _view(c: Canvas, index: int, x: float, floor: float) -> None:
    """Draw what is seen in one window, standing on `floor` around `x`."""
    match index:
        case 0:
            c.half(x, floor, 110, "up", "coral")
        case 1:
            c.rect(x - 12, floor - 120, 24, 120, "ink")
            c.disc(x, floor - 180, 90, "accent")
        case 2:
            c.poly([(x - 160, floor), (x - 20, floor - 220), (x + 100, floor)], "ink")
            c.poly([(x - 20, floor), (x + 90, floor - 150), (x + 160, floor)], "paper")
        case 3:
            c.poly(
                [(x - 110, floor - 150), (x, floor - 110), (x, floor - 10), (x - 110, floor - 50)], "accent"
            )
            c.poly([(x + 110, floor - 150), (x, floor - 110), (x, floor - 10), (x + 110, floor - 50)], "ink")
        case 4:
            c.rect(x - 8, floor - 330, 16, 110, "paper")
            c.half(x, floor - 130, 90, "up", "yellow")
        case 5:
            for row in range(3):
                for column in range(4):
                    c.half(x - 120 + column * 80, floor - row * 60, 40, "up", ("accent", "mid", "ink")[row])
        case 6:
            c.poly(
                [(x, floor - 270), (x + 36, floor - 170), (x, floor - 70), (x - 36, floor - 170)], "yellow"
            )
            c.poly(
                [(x - 100, floor - 170), (x, floor - 206), (x + 100, floor - 170), (x, floor - 134)], "yellow"
            )
        case _:
            c.poly([(x - 60, floor - 90), (x + 60, floor - 90), (x + 40, floor), (x - 40, floor)], "coral")
            c.quarter(x, floor - 230, 110, 3, "accent")
            c.quarter(x - 110, floor - 200, 110, 2, "ink")


def _gear(c: Canvas, centre: tuple[float, float], radius: float, teeth: int, fill: str) -> None:
    """Draw a toothed wheel."""
    x, y = centre
    c.disc(x, y, radius * 0.86, fill)
    width = radius * 0.17
    for tooth in range(teeth):
        corners = [
            (radius * 0.8, -width),
            (radius, -width * 0.7),
            (radius, width * 0.7),
            (radius * 0.8, width),
        ]
        c.poly(turned(corners, x, y, 360 / teeth * tooth), fill)
