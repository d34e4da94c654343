"""What a browser is asked about a page: where the focus is and how it shows, what is cut off, what moves."""

from typing import TypedDict

from playwright.sync_api import Page

# Brings all transitions and short animations to their end, and waits until the page was drawn after them. A badge of
# the admin's menu beats for most of a minute, and moves nothing.
STILL = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const moving = () => document.getAnimations().filter((each) => each.playState === "running"
        && each.effect.getComputedTiming().endTime <= 2000);
    await frame();
    while (moving().length) {
        for (const each of moving()) each.finish();
        await frame();
    }
    await frame();
}"""

# One Tab stop: a number that stays the element's own, how it shows, and what is in front of it.
FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    window.stops ??= [];
    if (!window.stops.includes(element)) window.stops.push(element);
    // A card shows the focus of its link around itself.
    const ringOf = (each) => {
        const {outlineStyle, outlineWidth} = getComputedStyle(each);
        const width = outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
        return width || !each.parentElement ? width : ringOf(each.parentElement);
    };
    const box = element.getBoundingClientRect();
    // In the map the plate of a code shows the focus, not the box around its link.
    const plate = element.querySelector(".map__plate");
    const ring = plate ? parseFloat(getComputedStyle(plate).strokeWidth) : ringOf(element);
    const shown = plate ? plate.getBoundingClientRect() : box;
    const [x, y] = [shown.x + shown.width / 2, shown.y + Math.min(shown.height, 24) / 2];
    const front = document.elementFromPoint(x, y);
    return {
        number: window.stops.indexOf(element),
        name: element.nodeName.toLowerCase() + "." + (element.getAttribute("class") ?? "") + " "
            + (element.getAttribute("aria-label") || element.textContent || element.name || "").trim().slice(0, 60),
        ring, width: box.width, height: box.height,
        hidden: !(front && (element.contains(front) || front.contains(element)
            || [...(element.labels ?? [])].some((label) => label.contains(front)))),
    };
}"""

# Names of what the keyboard should have reached and did not: visible links, buttons and fields, one radio of a group.
MISSED = """() => {
    const seen = new Set(window.stops ?? []);
    const reached = (element) => seen.has(element) || (element.type === "radio"
        && [...document.getElementsByName(element.name)].some((each) => seen.has(each)));
    return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
        .filter((each) => each.checkVisibility({visibilityProperty: true}) && !each.disabled && each.tabIndex >= 0)
        .filter((each) => !reached(each))
        .map((each) => each.outerHTML.slice(0, 160));
}"""

# What a reader cannot read at this size: wider than the screen, cut off by a box, with something in front of it, or a
# sentence in pieces side by side.
LOST = """() => {
    const lost = [];
    const wide = document.scrollingElement;
    if (wide.scrollWidth > wide.clientWidth) lost.push(`the page scrolls sideways: ${wide.scrollWidth} px`);
    const words = (element) => [...element.childNodes].filter((each) => each.nodeType === 3 && each.data.trim());
    const ownBoxes = (element) => words(element).flatMap((text) => {
        const range = document.createRange();
        range.selectNode(text);
        return [...range.getClientRects()];
    });
    // A link that spreads over its card with a pseudo-element without a colour lies in front and hides nothing.
    const isSpread = (link) => {
        const {position, backgroundColor, backgroundImage} = getComputedStyle(link, "::after");
        return position === "absolute" && backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none";
    };
    const describe = (element) => `${element.nodeName.toLowerCase()}.${element.getAttribute("class") ?? ""} `
        + `“${element.textContent.trim().slice(0, 50)}”`;
    for (const element of document.body.querySelectorAll("*")) {
        if (!words(element).length || element.matches("script, style, option, noscript, title")) continue;
        if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        if (element.closest(".vh, .skip, [aria-hidden=true], dialog:not([open])")) continue;
        const boxes = ownBoxes(element).filter((box) => box.width > 1 && box.height > 1);
        let frame = null;
        for (let each = element; each && each !== document.body; each = each.parentElement) {
            const {overflowX, overflowY, clipPath, position} = getComputedStyle(each);
            // Words for assistive technology only.
            if (clipPath !== "none" && position === "absolute") { frame = "unseen"; break; }
            if (/auto|scroll/.test(overflowX + overflowY)) { frame = each; break; } // scrolls by itself
            const around = each.getBoundingClientRect();
            const out = boxes.find((box) => (/hidden|clip/.test(overflowX)
                && (box.right > around.right + 1 || box.left < around.left - 1))
                || (/hidden|clip/.test(overflowY) && (box.bottom > around.bottom + 4 || box.top < around.top - 4)));
            if (out) { lost.push(`cut off: ${describe(element)} by ${each.getAttribute("class")}`); break; }
        }
        if (frame === "unseen" || !boxes.length) continue;
        // Each text of a flexible box is a column of its own.
        if (/flex|grid/.test(getComputedStyle(element).display) && element.querySelector(":scope > bdi")) {
            lost.push(`in pieces: ${describe(element)}`);
        }
        if (!frame && boxes.some((box) => box.left < -1 || box.right > innerWidth + 1)) {
            lost.push(`outside: ${describe(element)}`);
        }
        const [box] = boxes;
        const front = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        if (!frame && front && !front.contains(element) && !element.contains(front) && !isSpread(front)) {
            lost.push(`covered: ${describe(element)} by ${describe(front)}`);
        }
    }
    return [...new Set(lost)];
}"""

# What moves for longer than a blink: running animations, and what would run on hover, focus or change.
MOVING = """() => {
    const seconds = (list) =>
        Math.max(...list.split(",").map((each) => parseFloat(each) * (/ms/.test(each) ? 0.001 : 1)));
    const isLong = (list) => seconds(list) > 0.01;
    const found = document.getAnimations().map((each) => `runs: ${each.animationName ?? each.transitionProperty}`);
    for (const element of document.querySelectorAll("*")) {
        for (const part of [null, "::before", "::after"]) {
            const style = getComputedStyle(element, part);
            const name = `${element.nodeName}.${element.getAttribute("class") ?? ""}${part ?? ""}`;
            if (isLong(style.transitionDuration)) found.push(`transition of ${name}`);
            if (style.animationName !== "none" && isLong(style.animationDuration)) found.push(`animation of ${name}`);
            if (style.scrollBehavior === "smooth") found.push(`smooth scrolling of ${name}`);
        }
    }
    return [...new Set(found)];
}"""


class Stop(TypedDict):
    """Where the focus is: which element of the page, how thick its ring, its size, whether something is in front."""

    number: int
    name: str
    ring: float
    width: float
    height: float
    hidden: bool


def focus_of(page: Page) -> Stop | None:
    """The focused element, or nothing when the focus has left the page."""
    found: Stop | None = page.evaluate(FOCUS)
    return found


def complaints(stop: Stop) -> list[str]:
    """What keeps a person from seeing where they are."""
    said = []
    if stop["ring"] < 2:
        said.append(f"no focus ring: {stop['name']}")
    if stop["width"] < 2 or stop["height"] < 2:
        said.append(f"focus on something unseen: {stop['name']}")
    if stop["hidden"]:
        said.append(f"something in front of the focus: {stop['name']}")
    return said


def listed(page: Page, probe: str) -> list[str]:
    """What a probe that makes a list says."""
    found: list[str] = page.evaluate(probe)
    return found


def tab_to(page: Page, selector: str, most: int = 500, key: str = "Tab") -> Stop:
    """Presses Tab until an element that matches has the focus, and is seen to. Fails when it is never reached.

    What comes in or goes away with an animation, as dialogs do, has two seconds for it.
    """
    for _press in range(most):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            break
    else:
        raise AssertionError(f"the keyboard never reaches {selector}")
    found: list[str] = []
    for _wait in range(20):
        stop = focus_of(page)
        assert stop is not None
        found = complaints(stop)
        if not found:
            return stop
        page.wait_for_timeout(100)
    raise AssertionError(found)
