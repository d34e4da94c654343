"""Scenes of land and water: lighthouse, harbour, mountains, lake, forest, seedlings."""

from fedcms.demo.scenes.canvas import WIDTH, Canvas, wave


def lighthouse(c: Canvas) -> None:
    """A striped lighthouse on a rock; its two beams cross the night above the waves."""
    c.poly([(800, 240), (0, 20), (0, 330)], "yellow")
    c.poly([(800, 240), (1600, 120), (1600, 470)], "yellow")
    _sea(c, 700, ("deep", "mid", "ink"))
    c.pie(800, 900, 330, 180, 360, "sand")
    c.rect(470, 898, 660, 102, "sand")
    for band in range(5):
        top, bottom = 330 + band * 70, 400 + band * 70
        spread = 62 + band * 10
        c.poly(
            [(800 - spread, top), (800 + spread, top), (810 + spread, bottom), (790 - spread, bottom)],
            "coral" if band % 2 else "paper",
        )
    c.rect(710, 306, 180, 26, "ink")
    c.rect(740, 190, 120, 116, "paper")
    c.disc(800, 245, 40, "yellow")
    c.half(800, 190, 80, "up", "coral")
    c.rect(776, 610, 48, 70, "ink")
    c.half(800, 610, 24, "up", "ink")
    for x in (180, 1300):
        c.poly([(x, 880), (x + 200, 880), (x + 160, 930), (x + 40, 930)], "coral")
        c.poly([(x + 110, 720), (x + 110, 865), (x + 200, 865)], "paper")
        c.poly([(x + 90, 760), (x + 90, 865), (x + 20, 865)], "sand")


def harbour(c: Canvas) -> None:
    """A harbour with three sailing boats, a crane and stacked containers on the quay."""
    c.half(400, 560, 230, "up", "yellow")
    c.rect(0, 560, WIDTH, 440, "mid")
    for row in range(5):
        c.line(wave(0, WIDTH, 620 + row * 80, 14, 200), 10, "pale")
    for x, height, hull, sail in (
        (150, 330, "coral", "paper"),
        (480, 420, "ink", "coral"),
        (800, 300, "yellow", "paper"),
    ):
        base = 800 + (x // 10) % 40
        c.rect(x + 118, base - height, 12, height, "ink")
        c.poly([(x + 140, base - height), (x + 140, base - 30), (x + 270, base - 30)], sail)
        c.poly([(x + 108, base - height + 60), (x + 108, base - 30), (x + 10, base - 30)], "sand")
        c.poly([(x, base), (x + 270, base), (x + 220, base + 70), (x + 50, base + 70)], hull)
    c.rect(1120, 620, 480, 380, "sand")
    for row in range(3):
        for column in range(3 - row // 2):
            fill = ("ink", "coral", "yellow", "paper")[(row + column * 2) % 4]
            c.rect(1150 + column * 145, 520 - row * 110, 135, 100, fill)
    c.line([(1180, 620), (1180, 110)], 24, "ink")
    c.line([(1060, 110), (1520, 110)], 24, "ink")
    c.line([(1180, 40), (1500, 110)], 10, "ink")
    c.line([(1180, 40), (1070, 110)], 10, "ink")
    c.line([(1440, 110), (1440, 250)], 8, "ink")
    c.rect(1390, 250, 100, 60, "coral")


def mountains(c: Canvas) -> None:
    """Four mountains with snow on their tops, a cable car between two of them, and firs."""
    c.disc(330, 250, 130, "yellow")
    for x, top, width, fill in (
        (60, 420, 620, "deep"),
        (900, 260, 900, "deep"),
        (420, 160, 900, "paper"),
        (1150, 480, 620, "sand"),
    ):
        peak = x + width / 2
        c.poly([(x, 1000), (peak, top), (x + width, 1000)], fill)
        drop = (1000 - top) * 0.28
        half = width / 2 * 0.28
        if fill == "deep":
            points = [
                (peak - half, top + drop),
                (peak - half / 3, top + drop * 0.7),
                (peak, top + drop),
                (peak + half / 3, top + drop * 0.7),
                (peak + half, top + drop),
                (peak, top),
            ]
            c.poly(points, "paper")
        else:
            c.poly([(peak, top), (peak, 1000), (x + width, 1000)], "coral" if fill == "sand" else "sand")
    c.line([(870, 160), (1600, 330)], 6, "ink", ends=False)
    c.rect(1204, 240, 12, 60, "ink")
    c.rect(1140, 296, 140, 110, "ink", 20)
    c.rect(1158, 318, 48, 44, "yellow")
    c.rect(1216, 318, 48, 44, "yellow")
    for index in range(11):
        x, height = 40 + index * 150, 120 + index * 53 % 90
        c.rect(x + 44, 960, 12, 40, "ink")
        c.poly([(x, 970), (x + 50, 970 - height), (x + 100, 970)], "ink")


def lake(c: Canvas) -> None:
    """A lake between hills, a small boat on it, the sun and its reflection in stripes."""
    c.disc(1000, 420, 210, "yellow")
    c.poly([(0, 520), (0, 260), (420, 520)], "deep")
    c.poly([(180, 520), (560, 200), (900, 520)], "ink")
    c.poly([(1080, 520), (1420, 180), (1600, 340), (1600, 520)], "deep")
    c.rect(0, 520, WIDTH, 480, "sand")
    for row, width in enumerate((400, 330, 360, 240, 290, 160)):
        c.rect(1000 - width / 2, 552 + row * 56, width, 26, "yellow", 13)
    for x, y, width in ((90, 600, 260), (1340, 620, 200), (160, 900, 320), (1240, 880, 280), (700, 940, 200)):
        c.rect(x, y, width, 12, "accent", 6)
    c.poly([(330, 760), (730, 760), (660, 850), (400, 850)], "accent")
    c.rect(330, 740, 400, 26, "ink")
    c.rect(520, 440, 14, 300, "ink")
    c.poly([(546, 440), (546, 710), (720, 710)], "paper")
    c.poly([(508, 500), (508, 710), (390, 710)], "coral")


def forest(c: Canvas) -> None:
    """A river winding between firs and bare maples in the snow."""
    c.rect(0, 360, WIDTH, 640, "paper")
    c.disc(1280, 210, 110, "yellow")
    c.poly(
        [
            (760, 360),
            (860, 360),
            (1000, 480),
            (700, 620),
            (1100, 800),
            (900, 1000),
            (400, 1000),
            (700, 800),
            (460, 620),
            (820, 480),
        ],
        "mid",
    )
    for x, y, size in (
        (60, 560, 170),
        (260, 480, 120),
        (500, 440, 80),
        (1060, 460, 100),
        (1250, 540, 160),
        (80, 940, 270),
        (1300, 960, 290),
    ):
        for tier in range(3):
            spread = size * (0.34 + tier * 0.13)
            top = y - size * (1.25 - tier * 0.36)
            c.poly(
                [
                    (x + size / 2 - spread, top + size * 0.52),
                    (x + size / 2, top),
                    (x + size / 2 + spread, top + size * 0.52),
                ],
                "deep" if tier % 2 else "accent",
            )
        c.rect(x + size * 0.44, y, size * 0.12, size * 0.12, "ink")
    for x, y, size, fill in ((390, 700, 90, "coral"), (1130, 660, 90, "yellow"), (330, 800, 50, "yellow")):
        c.rect(x - 8, y, 16, size * 2, "ink")
        c.disc(x, y, size, fill)
        c.line([(x, y + size), (x - size * 0.5, y)], 8, "ink")
        c.line([(x, y + size * 0.6), (x + size * 0.4, y - size * 0.2)], 8, "ink")


def seedlings(c: Canvas) -> None:
    """Five plants in a row, each taller than the last, growing out of stacked books."""
    c.disc(330, 280, 170, "yellow")
    c.rect(0, 880, WIDTH, 120, "deep")
    for index in range(5):
        x, books = 220 + index * 290, index + 1
        for book in range(books):
            width = 210 - book % 2 * 30
            c.rect(
                x - width / 2,
                836 - book * 48,
                width,
                44,
                ("paper", "coral", "sand", "ink", "mid")[(book + index) % 5],
            )
            c.rect(x - width / 2 + 24, 836 - book * 48, 12, 44, "yellow")
        base = 880 - books * 48
        height = 90 + index * 55
        c.rect(x - 8, base - height, 16, height, "ink")
        for leaf in range(2 + index):
            c.leaf(
                x,
                base - height + 30 + leaf * 48,
                96,
                -150 if leaf % 2 else -30,
                "sand" if leaf % 2 else "paper",
            )
        if index == 4:
            c.disc(x, base - height - 30, 56, "coral")
            c.disc(x, base - height - 30, 22, "yellow")


def _sea(c: Canvas, top: float, fills: tuple[str, ...]) -> None:
    """Draw rows of half discs, each row lower and in front of the last."""
    for row, fill in enumerate(fills):
        y = top + row * 100
        for column in range(10):
            c.half(column * 200 - (100 if row % 2 else 0), y + 100, 100, "up", fill)
        c.rect(0, y + 98, WIDTH, 1000 - y, fill)
