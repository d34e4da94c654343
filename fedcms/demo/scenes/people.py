"""Scenes of people together, without a face: classroom, circle, amphitheatre, voices, hands."""

from fedcms.demo.scenes.canvas import WIDTH, Canvas, around, turned


def classroom(c: Canvas) -> None:
    """A classroom from above: four rows of desks with open books, discs for pupils, a board at the front."""
    c.rect(80, 60, 1440, 880, "paper")
    c.rect(400, 60, 800, 50, "ink")
    c.rect(430, 74, 300, 10, "yellow")
    c.rect(430, 92, 180, 8, "paper")
    c.disc(1120, 176, 44, "ink")
    c.rect(1000, 200, 240, 90, "accent")
    for row in range(3):
        for column in range(4):
            x, y = 190 + column * 330, 360 + row * 195
            c.rect(x, y, 230, 90, "sand" if (row + column) % 2 else "yellow")
            c.poly([(x + 50, y + 20), (x + 112, y + 28), (x + 112, y + 74), (x + 50, y + 66)], "paper")
            c.poly([(x + 180, y + 20), (x + 118, y + 28), (x + 118, y + 74), (x + 180, y + 66)], "pale")
            if (row, column) != (1, 2):
                fill = ("accent", "ink", "coral", "deep", "ink", "accent")[(row * 4 + column) % 6]
                c.disc(x + 115, y + 120, 42, fill)
    c.rect(80, 120, 24, 180, "accent")
    c.quarter(104, 120, 180, 0, "pale")


def chairs_circle(c: Canvas) -> None:
    """Twelve chairs in a circle around a rug of rings, seen from above; one chair is empty."""
    c.disc(800, 500, 470, "paper")
    for radius, fill in ((230, "sand"), (170, "yellow"), (110, "coral"), (50, "ink")):
        c.disc(800, 500, radius, fill)
    for index in range(12):
        angle = index * 30 + 15
        x, y = around(800, 500, 360, angle)
        c.poly(
            turned([(-52, -52), (52, -52), (52, 52), (-52, 52)], x, y, angle),
            "accent" if index % 2 else "deep",
        )
        c.poly(turned([(44, -60), (68, -60), (68, 60), (44, 60)], x, y, angle), "ink")
        if index != 9:
            c.disc(x, y, 38, ("yellow", "coral", "sand", "mid")[index % 4])
    for x, y, turn in ((0, 0, 0), (1400, 0, 1), (1400, 800, 2), (0, 800, 3)):
        c.quarter(x, y, 200, turn, "yellow")


def amphitheatre(c: Canvas) -> None:
    """A lecture hall: rows of heads in half circles before a large screen with a triangle and a disc."""
    c.rect(420, 60, 760, 400, "paper")
    c.poly([(500, 400), (640, 150), (780, 400)], "coral")
    c.disc(930, 230, 90, "yellow")
    c.text(840, 350, 250, 2, "ink", 36, 14)
    c.rect(220, 400, 60, 160, "sand")
    c.poly([(190, 380), (310, 380), (290, 420), (210, 420)], "yellow")
    c.disc(250, 310, 48, "coral")
    for row, (y, count, size) in enumerate(((620, 9, 56), (740, 8, 68), (880, 7, 80))):
        c.rect(0, y + size, WIDTH, 1000 - y, ("mid", "deep", "ink")[row])
        for seat in range(count):
            x = WIDTH / count * (seat + 0.5)
            fill = ("yellow", "sand", "coral", "paper", "accent")[(seat * 2 + row) % 5]
            c.half(x, y + size * 1.7, size, "up", ("deep", "ink", "accent")[row])
            c.disc(x, y, size * 0.56, fill)


def speech(c: Canvas) -> None:
    """Five speech bubbles: lines of text, three dots, a tick, a question mark and a heart."""
    for x, y, width, height, fill, tail in (
        (120, 90, 560, 320, "paper", 240),
        (760, 60, 340, 250, "yellow", 860),
        (860, 400, 600, 340, "coral", 1280),
        (240, 520, 460, 300, "sand", 560),
        (1180, 120, 300, 220, "mid", 1250),
    ):
        c.rect(x, y, width, height, fill, 60)
        c.poly([(tail, y + height - 4), (tail + 90, y + height - 4), (tail, y + height + 80)], fill)
    c.text(190, 170, 420, 4, "ink", 54, 18)
    for index in range(3):
        c.disc(850 + index * 80, 185, 24, "ink")
    c.arc(1160, 530, 72, 180, 405, 30, "ink")
    c.line([around(1160, 530, 57, 42), (1160, 610), (1160, 640)], 30, "ink")
    c.disc(1160, 695, 20, "ink")
    c.disc(425, 630, 50, "accent")
    c.disc(515, 630, 50, "accent")
    c.poly([(379, 650), (561, 650), (470, 760)], "accent")
    c.line([(1260, 235), (1310, 280), (1400, 180)], 26, "ink")


def hands(c: Canvas) -> None:
    """Eight hands reach from the edges to one disc in the middle, each in another colour."""
    for radius, fill in ((400, "deep"), (330, "accent")):
        c.disc(800, 500, radius, fill)
    fills = ("paper", "coral", "yellow", "sand", "mid", "paper", "yellow", "coral")
    for index, fill in enumerate(fills):
        angle = index * 45 + 22.5
        start, end = around(800, 500, 1050, angle), around(800, 500, 330, angle)
        c.line([start, end], 110, fill)
        for finger in (-36, -12, 12, 36):
            reach = 205 if abs(finger) < 20 else 225
            c.line(
                [
                    around(800, 500, 330, angle + finger * 0.24),
                    around(800, 500, reach, angle + finger * 0.36),
                ],
                25,
                fill,
            )
        c.line([around(800, 500, 350, angle + 8), around(800, 500, 285, angle + 17)], 28, fill)
    c.disc(800, 500, 150, "yellow")
    c.quarter(650, 350, 150, 2, "coral")
    c.quarter(800, 500, 150, 0, "paper")
    c.disc(800, 500, 52, "ink")


def puzzle(c: Canvas) -> None:
    """Six pieces of a puzzle; the last one is about to be put in its place."""
    pieces = (
        (200, 150, "paper"),
        (520, 150, "yellow"),
        (840, 150, "sand"),
        (200, 470, "coral"),
        (520, 470, "deep"),
    )
    for x, y, fill in pieces:
        c.rect(x, y, 316, 316, fill)
    c.disc(518, 300, 56, "paper")
    c.disc(838, 300, 56, "yellow")
    c.disc(360, 468, 56, "paper")
    c.disc(680, 468, 56, "yellow")
    c.disc(518, 640, 56, "coral")
    c.disc(998, 468, 56, "sand")
    c.disc(838, 640, 56, "deep")
    corner = turned([(0, 0), (316, 0), (316, 316), (0, 316)], 1030, 560, 14)
    c.poly(corner, "yellow")
    hollow_top = turned([(158, 0)], 1030, 560, 14)[0]
    hollow_side = turned([(0, 168)], 1030, 560, 14)[0]
    c.disc(*hollow_top, 58, "accent")
    c.disc(*hollow_side, 58, "accent")
    c.disc(*turned([(200, 190)], 1030, 560, 14)[0], 60, "ink")
    for angle in (-40, -10, 20):
        c.line([around(1190, 720, 330, angle), around(1190, 720, 370, angle)], 16, "paper")


def network(c: Canvas) -> None:
    """Nine discs joined by lines: a network of places of different sizes."""
    nodes = (
        (800, 480, 150, "yellow"),
        (380, 250, 90, "paper"),
        (1220, 230, 105, "coral"),
        (250, 690, 110, "sand"),
        (640, 840, 75, "paper"),
        (1080, 800, 95, "deep"),
        (1400, 620, 80, "yellow"),
        (780, 140, 60, "mid"),
        (1480, 330, 48, "paper"),
    )
    for start, end in (
        (0, 1),
        (0, 2),
        (0, 3),
        (0, 4),
        (0, 5),
        (0, 6),
        (0, 7),
        (1, 7),
        (2, 8),
        (2, 7),
        (3, 4),
        (5, 6),
        (1, 3),
        (6, 8),
        (4, 5),
    ):
        c.line([nodes[start][:2], nodes[end][:2]], 14, "sand")
    for index, (x, y, radius, fill) in enumerate(nodes):
        c.disc(x, y, radius, fill)
        inner = "accent" if fill != "deep" else "yellow"
        if index % 3 == 0:
            c.half(x, y, radius * 0.55, "up", "ink")
            c.half(x, y, radius * 0.55, "down", inner)
        elif index % 3 == 1:
            c.disc(x, y, radius * 0.45, inner)
        else:
            side = radius * 0.5
            c.rect(x - side, y - side, side * 2, side * 2, inner)
            c.quarter(x - side, y - side, side * 2, 0, "ink")
