"""What axe-core says of a page at several widths in both themes, each rule run where its answer can differ.

A theme changes colours. Where nothing else differs between the two (every element is compared), the rules that
read no colour would say in the dark theme what they said in the light one, and are not run again.
"""

from collections.abc import Iterable
from typing import Literal, TypedDict

from playwright.sync_api import Page

from tests.e2e.probes import STILL

STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# axe's rules that read colours: https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
OF_COLOURS = ("color-contrast", "link-in-text-block")
# What axe cannot tell ("incomplete") and nobody need look at each time: a rule, a part of its reason, a class of the
# element or of one around it.
UNDECIDED = {
    # A cluster's code on its chip, both drawn in SVG: the pair of colours is AccentPalette's, whose contrast is a
    # property test (tests/core/test_colour.py).
    ("color-contrast", "overlapped by another element", "map__code"),
    # A table wider than a phone scrolls in its frame: axe cannot see the colours under what is scrolled out, and does
    # not call one letter text. The same cells are measured at the other widths.
    ("color-contrast", "obscured by another element", "block-table"),
    ("color-contrast", "overlapped by another element", "block-table"),
    ("color-contrast", "too short", "block-table"),
    # The number of a pin on the agenda's map: the colours of a cluster's chip, which longer texts have elsewhere.
    ("color-contrast", "too short", "agenda-map"),
}
RUN = """async ([only, scope]) => {
    const options = {runOnly: only, resultTypes: ["violations", "incomplete"], elementRef: true};
    // An SVG cuts off what it draws outside its frame; axe does not know, and takes the land around a small map for
    // something that lies over the texts beside it. Without such shapes it measures those texts.
    const cut = [...document.querySelectorAll("svg :is(use, path, rect, circle)")].filter((shape) => {
        const [box, frame] = [shape, shape.ownerSVGElement].map((each) => each.getBoundingClientRect());
        return box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom;
    });
    for (const shape of cut) shape.style.visibility = "hidden";
    const results = await axe.run(scope ?? document, options);
    for (const shape of cut) shape.style.visibility = "";
    const within = (node) => {
        const classes = [];
        for (let each = node.element; each; each = each.parentElement) classes.push(...each.classList);
        return classes;
    };
    const rows = (kind) => results[kind].flatMap((rule) => rule.nodes.map((node) => ({
        kind, rule: rule.id, target: node.target.join(" "), html: node.html.slice(0, 160), within: within(node),
        why: [...node.any, ...node.all, ...node.none].map((check) => check.message).join(" ").slice(0, 240),
    })));
    return [...rows("violations"), ...rows("incomplete")];
}"""
# Whether each element's name, attributes that axe reads, place, size of letters and visibility are those of last time.
IS_LAID_OUT_AS_BEFORE = """() => {
    const layout = [...document.querySelectorAll("body, body *")].map((each) => {
        const {x, y, width, height} = each.getBoundingClientRect();
        const {visibility, display, fontSize, fontWeight} = getComputedStyle(each);
        const attributes = [...each.attributes].filter(({name}) => name !== "style" && !name.startsWith("data-"))
            .map((one) => one.name + "=" + one.value);
        return [each.nodeName, ...attributes, x, y, width, height, visibility, display, fontSize, fontWeight].join(" ");
    }).join("\\n");
    const isAsBefore = layout === window.layoutBefore;
    window.layoutBefore = layout;
    return isAsBefore;
}"""


class Finding(TypedDict):
    """One element that breaks a rule, or of which axe cannot tell."""

    kind: str
    rule: str
    target: str
    html: str
    within: list[str]
    why: str


def findings(
    page: Page, tags: tuple[str, ...], scope: str | None = None, rules: tuple[str, ...] = ()
) -> list[Finding]:
    """What axe says of the page as it stands, or of a part of it, the source of axe being in it.

    With `rules`, only of these. It waits until nothing moves: another width or theme starts transitions, and what is
    half on its way lies over what it will not cover.
    """
    page.wait_for_load_state()
    page.evaluate(STILL)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": tags}
    found: list[Finding] = page.evaluate(RUN, [only, scope])
    return [row for row in found if row["kind"] == "violations" or not is_known(row)]


def findings_in_both_themes(
    page: Page, tags: tuple[str, ...], scope: str | None = None
) -> Iterable[tuple[str, list[Finding]]]:
    """Yields the light theme and then the dark one, each with what axe says of it."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.evaluate(STILL)
        is_as_before = page.evaluate(IS_LAID_OUT_AS_BEFORE)
        yield theme, findings(page, tags, scope, OF_COLOURS if theme == "dark" and is_as_before else ())


def is_known(row: Finding) -> bool:
    """Whether `UNDECIDED` says why axe cannot tell."""
    return any(
        row["rule"] == rule and reason in row["why"] and place in row["within"]
        for rule, reason, place in UNDECIDED
    )


def in_words(found: list[Finding]) -> str:
    """Findings as a person reads them in a failure."""
    return "\n".join(
        f"{row['kind']} {row['rule']}: {row['target']}\n    {row['html']}\n    {row['why']}" for row in found
    )
