"""Scenes of tools and screens: laptop, tablet, video call, charts, calculator."""

from fedcms.demo.scenes.canvas import Canvas, Point, around

# Plus, minus, times, equals: the bars of each sign around the middle of its key.
_SIGNS: tuple[tuple[tuple[Point, Point], ...], ...] = (
    (((-26, 0), (26, 0)), ((0, -26), (0, 26))),
    (((-26, 0), (26, 0)),),
    (((-20, -20), (20, 20)), ((-20, 20), (20, -20))),
    (((-26, -13), (26, -13)), ((-26, 13), (26, 13))),
)


def laptop(c: Canvas) -> None:
    """An open laptop; on its screen a page of text with a picture, and a key being pressed."""
    c.half(800, 800, 560, "up", "yellow")
    c.rect(0, 800, 1600, 200, "deep")
    c.rect(380, 180, 840, 580, "ink", 28)
    c.rect(420, 220, 760, 500, "paper")
    c.rect(420, 220, 760, 60, "sand")
    for index, fill in enumerate(("coral", "yellow", "accent")):
        c.disc(460 + index * 44, 250, 13, fill)
    c.rect(470, 320, 300, 34, "accent")
    c.text(470, 390, 300, 6, "ink", 46, 12)
    c.rect(820, 320, 310, 350, "pale")
    c.disc(1040, 410, 46, "coral")
    c.poly([(820, 670), (930, 480), (1040, 670)], "accent")
    c.poly([(960, 670), (1050, 550), (1130, 670)], "deep")
    c.poly([(280, 760), (1320, 760), (1400, 850), (200, 850)], "sand")
    c.rect(200, 850, 1200, 24, "paper")
    c.rect(680, 790, 240, 44, "accent")


def tablet_phone(c: Canvas) -> None:
    """A tablet with an exercise of matching shapes, beside it a telephone with a message."""
    c.quarter(0, 600, 400, 3, "yellow")
    c.quarter(1200, 0, 400, 1, "deep")
    c.rect(240, 140, 760, 720, "ink", 44)
    c.rect(284, 184, 672, 632, "paper")
    shapes = (300, 500, 700)
    for index, y in enumerate(shapes):
        fill = ("accent", "yellow", "coral")[index]
        c.rect(330, y - 80, 580, 160, "sand" if index % 2 else "pale")
        if index == 0:
            c.disc(420, y, 56, fill)
            c.disc(820, shapes[1], 56, "ink")
        elif index == 1:
            c.rect(364, y - 56, 112, 112, fill)
        else:
            c.poly([(420, y - 62), (480, y + 50), (360, y + 50)], fill)
    c.rect(764, shapes[0] - 56, 112, 112, "ink")
    c.disc(820, shapes[1], 56, "ink")
    c.poly([(820, shapes[2] - 62), (880, shapes[2] + 50), (760, shapes[2] + 50)], "ink")
    c.line([(480, 300), (760, 500)], 14, "accent")
    c.line([(480, 500), (760, 300)], 14, "accent")
    c.line([(480, 710), (760, 710)], 14, "accent")
    c.rect(1090, 330, 300, 560, "ink", 40)
    c.rect(1116, 376, 248, 450, "sand")
    c.rect(1140, 420, 170, 110, "paper", 24)
    c.text(1164, 450, 120, 2, "ink", 34, 12)
    c.rect(1180, 570, 160, 150, "yellow", 24)
    c.text(1204, 604, 112, 3, "ink", 34, 12)
    c.disc(1240, 858, 18, "sand")


def video_call(c: Canvas) -> None:
    """A video call: six windows with six busts made of discs and half discs, one of them speaking."""
    heads = (
        ("yellow", "ink", "accent"),
        ("paper", "coral", "deep"),
        ("mid", "paper", "ink"),
        ("sand", "accent", "ink"),
        ("deep", "yellow", "paper"),
        ("coral", "paper", "ink"),
    )
    for index, (ground, head, body) in enumerate(heads):
        x, y = 130 + index % 3 * 455, 80 + index // 3 * 390
        if index == 4:
            c.rect(x - 16, y - 16, 462, 392, "yellow", 20)
        c.rect(x, y, 430, 360, ground)
        c.half(x + 215, y + 360, 165, "up", body)
        c.disc(x + 215, y + 150, 80, head)
        if index in {0, 3}:
            c.half(x + 215, y + 140, 88, "up", body)
        if index == 4:
            for radius in (120, 160):
                c.arc(x + 215, y + 150, radius, -30, 30, 12, "yellow")
    for index, fill in enumerate(("paper", "paper", "coral")):
        c.disc(700 + index * 100, 915, 38, fill)
    c.rect(690, 892, 20, 36, "ink", 10)
    c.poly([(788, 898), (818, 915), (788, 932)], "ink")
    c.rect(878, 908, 44, 14, "paper")


def chart_bars(c: Canvas) -> None:
    """Bars of a chart on a gridded sheet, a curve of dots above them, and a magnifying glass."""
    c.rect(160, 90, 1280, 820, "paper")
    for row in range(6):
        c.rect(230, 180 + row * 125, 1140, 4, "sand")
    tops = (560, 470, 520, 380, 320, 250, 330)
    for index, top in enumerate(tops):
        fill = ("accent", "yellow", "accent", "coral", "accent", "ink", "mid")[index]
        c.rect(270 + index * 155, top, 100, 805 - top, fill)
    points = [(320 + index * 155, top - 70) for index, top in enumerate(tops)]
    c.line(points, 10, "ink")
    for x, y in points:
        c.disc(x, y, 20, "ink")
        c.disc(x, y, 9, "paper")
    c.rect(230, 805, 1140, 10, "ink")
    c.line([(1310, 730), (1480, 900)], 52, "yellow")
    c.disc(1210, 620, 170, "ink")
    c.disc(1210, 620, 136, "pale")
    for index, height in enumerate((70, 120, 165)):
        c.rect(1120 + index * 66, 710 - height, 48, height, ("accent", "ink", "coral")[index])


def calculator(c: Canvas) -> None:
    """A pocket calculator with coloured keys, beside stacks of coins."""
    c.quarter(1200, 0, 400, 1, "deep")
    c.rect(350, 70, 560, 860, "ink", 40)
    c.rect(400, 130, 460, 150, "pale")
    for index, bars in enumerate((3, 5, 2)):
        for bar in range(bars):
            c.rect(440 + index * 140 + bar * 22, 170 + bar * 8, 12, 70 - bar * 8, "ink")
    for row in range(4):
        for column in range(4):
            fill = "paper" if column < 3 else "yellow"
            if (row, column) == (3, 2):
                fill = "coral"
            c.rect(400 + column * 118, 330 + row * 140, 104, 116, fill, 16)
    for row, sign in enumerate(_SIGNS):
        for (x1, y1), (x2, y2) in sign:
            c.line([(806 + x1, 388 + row * 140 + y1), (806 + x2, 388 + row * 140 + y2)], 10, "ink")
    for stack, (x, count) in enumerate(((1080, 5), (1290, 8))):
        for coin in range(count):
            y = 880 - coin * 58
            c.oval(x, y, 95, 34, "ink")
            c.oval(x, y - 16, 95, 34, "yellow" if (coin + stack) % 2 else "sand")
    c.rect(0, 960, 1600, 40, "deep")


def solar(c: Canvas) -> None:
    """Panels turned to a large sun over the flat roof of a school."""
    c.disc(1150, 330, 230, "yellow")
    for angle in range(0, 360, 30):
        c.line([around(1150, 330, 270, angle), around(1150, 330, 320, angle)], 18, "yellow")
    c.rect(160, 640, 1280, 360, "paper")
    c.rect(120, 600, 1360, 50, "sand")
    for index in range(4):
        x = 180 + index * 320
        c.line([(x + 130, 600), (x + 150, 500)], 16, "ink")
        c.poly([(x, 560), (x + 90, 400), (x + 290, 400), (x + 210, 560)], "ink")
        for share in (0.33, 0.66):
            c.line([(x + 210 * share, 560), (x + 90 + 200 * share, 400)], 6, "mid", ends=False)
        c.line([(x + 45, 480), (x + 250, 480)], 6, "mid", ends=False)
    for index in range(6):
        c.rect(200 + index * 180 + (190 if index > 2 else 0), 720, 110, 130, "accent" if index % 2 else "mid")
    c.rect(740, 780, 140, 220, "ink")
    c.rect(740, 860, 140, 140, "coral")
