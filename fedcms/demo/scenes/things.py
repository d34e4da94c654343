"""Scenes of voices and instruments: microphone, headset, megaphone, flask, clockwork."""

from fedcms.demo.scenes.canvas import WIDTH, Canvas, around, turned


def microphone(c: Canvas) -> None:
    """A studio microphone on its stand, sound going out in arcs on both sides."""
    for side in (0, 180):
        for index, radius in enumerate((330, 440, 550, 660)):
            c.arc(800, 400, radius, side - 34, side + 34, 30, ("yellow", "paper", "coral", "deep")[index])
    c.rect(660, 110, 280, 520, "paper", 140)
    c.rect(660, 110, 280, 290, "sand", 140)
    c.rect(660, 330, 280, 90, "sand")
    for row in range(5):
        c.rect(700, 200 + row * 44, 200, 12, "ink")
    c.rect(660, 420, 280, 40, "ink")
    c.arc(800, 500, 220, 0, 180, 36, "ink")
    c.rect(782, 710, 36, 180, "ink")
    c.half(800, 950, 220, "up", "ink")
    c.rect(0, 946, WIDTH, 54, "deep")


def headset(c: Canvas) -> None:
    """A headset with its boom around a disc; a language made of shapes goes in at each ear."""
    c.disc(800, 540, 290, "paper")
    c.half(800, 540, 290, "left", "yellow")
    c.arc(800, 500, 400, 180, 360, 56, "ink")
    for x in (376, 1104):
        c.rect(x, 430, 120, 280, "ink", 50)
        c.rect(x + 30, 470, 60, 200, "coral", 30)
    c.line([(1164, 700), (1130, 840), (960, 880)], 24, "ink")
    c.rect(850, 845, 150, 72, "ink", 36)
    for row in range(3):
        y = 440 + row * 110
        c.quarter(130, y, 90, row, ("accent", "yellow", "coral")[row])
        c.disc(290, y + 45, 30, "accent")
        c.rect(1300, y + 10, 70, 70, ("coral", "accent", "yellow")[row])
        c.poly([(1410, y + 85), (1460, y), (1510, y + 85)], "accent")
    c.rect(640, 600, 320, 16, "ink")
    c.rect(640, 480, 110, 16, "ink")
    c.rect(850, 480, 110, 16, "ink")


def megaphone(c: Canvas) -> None:
    """A megaphone from which come leaves of paper and discs."""
    c.disc(430, 560, 330, "deep")
    c.poly([(360, 430), (900, 180), (900, 880), (360, 640)], "paper")
    c.poly([(360, 535), (900, 535), (900, 880), (360, 640)], "sand")
    c.oval(900, 530, 80, 352, "coral")
    c.oval(908, 530, 46, 230, "ink")
    c.rect(230, 420, 150, 230, "yellow", 40)
    c.poly([(400, 655), (520, 708), (560, 900), (450, 900)], "ink")
    for x, y, angle, fill in ((1120, 220, -18, "paper"), (1310, 480, 12, "yellow"), (1130, 760, 24, "sand")):
        c.poly(turned([(-95, -70), (95, -70), (95, 70), (-95, 70)], x, y, angle), fill)
        for row in range(3):
            width = 70 if row < 2 else 20
            c.line(turned([(-68, -36 + row * 34), (width, -36 + row * 34)], x, y, angle), 10, "ink")
    for x, y, radius, fill in (
        (1310, 220, 40, "coral"),
        (1060, 500, 30, "yellow"),
        (1480, 330, 60, "mid"),
        (1340, 730, 46, "coral"),
        (1490, 650, 26, "paper"),
        (1420, 890, 50, "yellow"),
    ):
        c.disc(x, y, radius, fill)


def flask(c: Canvas) -> None:
    """Three laboratory flasks on a bench, and above them a molecule of five linked discs."""
    c.rect(0, 860, WIDTH, 140, "ink")
    c.poly([(360, 400), (440, 400), (440, 560), (600, 860), (200, 860), (360, 560)], "paper")
    c.poly([(300, 672), (500, 672), (600, 860), (200, 860)], "coral")
    c.rect(340, 370, 120, 36, "paper", 10)
    c.disc(800, 690, 170, "paper")
    c.pie(800, 690, 170, 0, 180, "yellow")
    c.rect(765, 400, 70, 150, "paper")
    c.rect(745, 375, 110, 34, "paper", 10)
    c.rect(1080, 480, 120, 380, "paper", 30)
    c.rect(1080, 640, 120, 220, "mid", 30)
    c.rect(1270, 560, 120, 300, "paper", 30)
    c.rect(1270, 700, 120, 160, "yellow", 30)
    for x, y, radius in (
        (380, 770, 22),
        (450, 730, 14),
        (330, 810, 12),
        (770, 760, 20),
        (850, 790, 14),
        (1140, 720, 16),
    ):
        c.disc(x, y, radius, "paper")
    links = ((900, 230), (1060, 140), (1220, 230), (1220, 390), (1380, 140))
    c.line(links[:4], 16, "sand")
    c.line([links[2], links[4]], 16, "sand")
    for (x, y), radius, fill in zip(
        links, (50, 66, 58, 44, 50), ("yellow", "coral", "paper", "yellow", "deep"), strict=True
    ):
        c.disc(x, y, radius, fill)


def clockwork(c: Canvas) -> None:
    """The open movement of a watch: a dial of twelve marks, wheels and two hands."""
    c.disc(800, 500, 450, "ink")
    c.disc(800, 500, 410, "paper")
    for hour in range(12):
        c.line(
            [around(800, 500, 375, hour * 30), around(800, 500, 335 if hour % 3 else 305, hour * 30)],
            20,
            "ink",
        )
    for x, y, radius, teeth, fill in (
        (700, 410, 150, 18, "yellow"),
        (920, 610, 120, 14, "coral"),
        (660, 660, 80, 10, "mid"),
    ):
        c.disc(x, y, radius * 0.88, fill)
        for tooth in range(teeth):
            width = radius * 0.1
            c.poly(
                turned(
                    [(radius * 0.8, -width), (radius, -width), (radius, width), (radius * 0.8, width)],
                    x,
                    y,
                    360 / teeth * tooth,
                ),
                fill,
            )
        c.disc(x, y, radius * 0.55, "paper")
        for spoke in range(4):
            c.line([(x, y), around(x, y, radius * 0.6, spoke * 90 + 20)], 14, fill)
        c.disc(x, y, 20, "ink")
    c.line([(800, 500), around(800, 500, 220, -60)], 26, "accent")
    c.line([(800, 500), around(800, 500, 320, 50)], 16, "accent")
    c.disc(800, 500, 36, "ink")
    c.rect(1236, 456, 90, 88, "yellow", 14)
    for x, y, turn in ((0, 0, 0), (1400, 0, 1), (1400, 800, 2), (0, 800, 3)):
        c.quarter(x, y, 200, turn, "deep")
