"""Scenes of reading and writing: books, pages, letters, newspapers."""

from fedcms.demo.scenes.canvas import Canvas, around, turned


def open_book(c: Canvas) -> None:
    """An open book seen from above; a tree of discs grows from its fold."""
    c.disc(800, 380, 330, "yellow")
    c.rect(786, 300, 28, 420, "ink")
    for x, y, radius, fill in (
        (800, 250, 120, "paper"),
        (650, 330, 85, "coral"),
        (950, 330, 85, "sand"),
        (700, 180, 60, "ink"),
        (905, 185, 60, "accent"),
    ):
        c.disc(x, y, radius, fill)
    c.line([(800, 520), (650, 350)], 14, "ink")
    c.line([(800, 500), (950, 345)], 14, "ink")
    c.poly([(180, 900), (800, 960), (1420, 900), (1420, 930), (800, 1000), (180, 930)], "ink")
    c.poly([(200, 620), (500, 585), (800, 680), (800, 950), (500, 880), (200, 900)], "paper")
    c.poly([(1400, 620), (1100, 585), (800, 680), (800, 950), (1100, 880), (1400, 900)], "sand")
    for row in range(4):
        c.line([(270, 672 + row * 52), (490, 650 + row * 52), (720, 722 + row * 52)], 10, "accent")
        c.line([(1330, 672 + row * 52), (1110, 650 + row * 52), (880, 722 + row * 52)], 10, "ink")


def notebook(c: Canvas) -> None:
    """A spiral notebook with corrected lines and a pencil lying across it."""
    c.quarter(0, 0, 400, 0, "yellow")
    c.quarter(1200, 600, 400, 2, "deep")
    c.rect(370, 110, 800, 800, "deep")
    c.rect(340, 80, 800, 800, "paper")
    c.rect(340, 80, 110, 800, "sand")
    for row in range(9):
        c.disc(395, 140 + row * 85, 16, "ink")
        c.arc(365, 140 + row * 85, 44, 180, 360, 12, "ink")
    for row in range(6):
        c.rect(510, 200 + row * 100, 540 if row % 3 != 2 else 330, 14, "ink")
    c.line([(520, 307), (760, 307)], 14, "coral")
    c.line([(600, 250), (640, 280), (720, 180)], 16, "accent")
    c.arc(880, 700, 70, 0, 360, 12, "coral")
    c.poly(turned([(-330, -45), (250, -45), (250, 45), (-330, 45)], 1090, 560, -52), "yellow")
    c.poly(turned([(-330, -15), (250, -15), (250, 15), (-330, 15)], 1090, 560, -52), "coral")
    c.poly(turned([(-330, -45), (-430, 0), (-330, 45)], 1090, 560, -52), "sand")
    c.poly(turned([(-398, -14), (-430, 0), (-398, 14)], 1090, 560, -52), "ink")
    c.poly(turned([(250, -45), (330, -45), (330, 45), (250, 45)], 1090, 560, -52), "ink")


def newspaper(c: Canvas) -> None:
    """The front page of a newspaper, folded, with a picture of a hill and a sun."""
    c.quarter(1200, 0, 400, 1, "yellow")
    c.poly([(360, 900), (1280, 900), (1380, 840), (1380, 180), (1280, 120)], "deep")
    c.rect(280, 100, 1000, 800, "paper")
    c.rect(340, 160, 880, 70, "ink")
    c.rect(340, 250, 880, 6, "ink")
    c.rect(340, 290, 560, 30, "accent")
    c.rect(340, 340, 400, 30, "accent")
    c.rect(340, 410, 560, 430, "pale")
    c.disc(770, 510, 60, "yellow")
    c.poly([(340, 840), (520, 590), (700, 840)], "accent")
    c.poly([(580, 840), (740, 650), (900, 840)], "deep")
    c.text(950, 300, 270, 7, "ink", 38, 12)
    c.text(950, 600, 270, 7, "ink", 38, 12)


def letters(c: Canvas) -> None:
    """Six signs cut out of paper: an A, an Arabic nun, an E, a phi, an omega, a character with a roof."""
    for index in range(6):
        x, y = 200 + index % 3 * 400, 100 + index // 3 * 400
        c.rect(x + 10, y + 10, 380, 380, ("paper", "yellow", "sand", "deep", "paper", "coral")[index])
    c.poly([(400, 160), (540, 430), (470, 430), (400, 285), (330, 430), (260, 430)], "accent")
    c.rect(330, 350, 140, 40, "accent")
    c.arc(800, 270, 130, 0, 180, 46, "ink")
    c.disc(800, 210, 30, "ink")
    c.rect(1100, 165, 56, 270, "ink")
    for y in (165, 272, 379):
        c.rect(1100, y, 200, 56, "ink")
    c.ring(400, 700, 120, 44, "yellow")
    c.rect(378, 560, 44, 280, "yellow")
    c.arc(800, 680, 120, 140, 400, 44, "accent")
    c.rect(670, 775, 90, 44, "accent")
    c.rect(840, 775, 90, 44, "accent")
    c.poly([(1200, 550), (1350, 660), (1310, 690), (1200, 610), (1090, 690), (1050, 660)], "ink")
    c.rect(1178, 680, 44, 160, "ink")
    c.rect(1090, 740, 220, 44, "ink")


def library(c: Canvas) -> None:
    """Three shelves of upright books, some of them leaning, and a ladder."""
    palette = ("accent", "ink", "yellow", "coral", "deep", "paper", "mid")
    for shelf, widths in enumerate(
        (
            (60, 90, 45, 70, 110, 60, 80, 50, 95, 70, 60),
            (85, 55, 100, 60, 45, 75, 90, 60, 70, 110),
            (70, 45, 90, 110, 60, 80),
        )
    ):
        floor, x = 310 + shelf * 300, 130.0
        for number, width in enumerate(widths):
            height = 170 + (number * 47 + shelf * 31) % 80
            fill = palette[(number * 3 + shelf * 2) % len(palette)]
            c.rect(x, floor - height, width, height, fill)
            c.rect(x + 12, floor - height + 28, width - 24, 10, "sand" if fill != "paper" else "ink")
            x += width + 8
        c.poly(turned([(0, -230), (56, -230), (56, 0), (0, 0)], x + 82, floor, 20), "accent")
        c.rect(100, floor, 1400, 24, "ink")
    c.line([(1210, 980), (1330, 60)], 22, "yellow")
    c.line([(1390, 980), (1430, 60)], 22, "yellow")
    for step in range(7):
        y = 160 + step * 120
        c.line([(1317 - step * 15.6, y), (1426 - step * 5.2, y)], 18, "yellow")


def paper_plane(c: Canvas) -> None:
    """A paper plane folded from a written sheet, its path looping behind it."""
    c.disc(330, 330, 200, "yellow")
    c.half(1250, 1000, 260, "up", "deep")
    c.half(850, 1000, 180, "up", "mid")
    for angle in range(150, 500, 20):
        c.disc(*around(480, 640, 190, angle), 10, "paper")
    for step in range(7):
        c.disc(80 + step * 34, 700 - step * 4, 10, "paper")
    c.poly([(620, 560), (1440, 140), (880, 690)], "paper")
    c.poly([(880, 690), (1440, 140), (950, 900)], "sand")
    c.poly([(880, 690), (1440, 140), (800, 810)], "ink")
    c.line([(800, 545), (1120, 365)], 10, "accent")
    c.line([(850, 585), (1090, 435)], 10, "accent")


def braille(c: Canvas) -> None:
    """A page of raised dots, read by the fingers of a hand."""
    c.rect(180, 100, 1240, 620, "paper")
    c.poly([(1320, 100), (1420, 100), (1420, 200)], "accent")
    c.poly([(1320, 100), (1420, 200), (1320, 200)], "sand")
    cells = (
        0b101011,
        0b100101,
        0b010110,
        0b111000,
        0b001101,
        0b110110,
        0b011011,
        0b101100,
        0b110001,
        0b010101,
    )
    for row in range(3):
        for number, cell in enumerate(cells):
            for dot in range(6):
                x, y = 270 + number * 108 + dot % 2 * 40, 190 + row * 180 + dot // 2 * 40
                raised = cell >> (dot + row * 2) % 6 & 1
                c.disc(x, y, 14 if raised else 6, "ink" if raised else "sand")
    for x, y in ((610, 480), (740, 410), (870, 430), (1000, 520)):
        c.rect(x, y, 110, 600, "deep", 55)
        c.rect(x + 26, y + 22, 58, 70, "mid", 29)
    c.rect(610, 700, 500, 400, "deep")
    c.poly(turned([(-55, 0), (55, 0), (55, 330), (-55, 330)], 480, 640, -40), "deep")
    c.disc(480, 640, 55, "deep")
    c.rect(590, 930, 540, 120, "yellow")
