"""Hands at the screens of the admin: somebody who points, whose clicks are counted, or who has keys alone."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person
from tests.e2e.probes import tab_to

# Counts as a person would: each press of a mouse's button, also those that a script answers.
COUNT = """
window.addEventListener("click", (event) => {
    if (event.isTrusted && event.detail > 0) window.countClick();
}, {capture: true});
"""
# What the choice of a block offers; the options of a <select>, of topics for example, have no such attribute.
OFFERED = "[role=option]"


class Hand:
    """Somebody at the site: presses what they see by a pointer, whose clicks are counted."""

    def __init__(self, person: Person) -> None:
        self.page: Page = person.page
        self.clicks = 0
        self.page.expose_function("countClick", self._count)
        self.page.add_init_script(COUNT)

    def _count(self) -> None:
        self.clicks += 1

    def press(self, selector: str) -> None:
        """Presses a button or link."""
        self.page.locator(selector).locator("visible=true").last.click()

    def enter(self, selector: str) -> None:
        """Goes to a field."""
        self.press(selector)

    def show_upload(self) -> None:
        """Shows the second tab of the chooser of images."""
        self.press("#tab-label-upload")

    def choose(self, option: str) -> None:
        """Chooses from the list that is open."""
        self.page.get_by_role("option", name=option, exact=True).click()

    def type(self, text: str) -> None:
        """Types where the cursor is."""
        self.page.keyboard.type(text)

    def tab_on(self, selector: str) -> None:
        """Goes to one of the next fields by the key that is for it."""
        tab_to(self.page, selector)


class Keys(Hand):
    """Somebody without a pointer."""

    def press(self, selector: str) -> None:
        """Goes there by Tab, and presses Enter."""
        self.enter(selector)
        self.page.keyboard.press("Enter")

    def enter(self, selector: str) -> None:
        tab_to(self.page, selector)

    def show_upload(self) -> None:
        """Tabs are left by Tab, and changed by arrows."""
        self.enter(".modal-dialog [role=tab][aria-selected=true]")
        self.page.keyboard.press("ArrowRight")

    def choose(self, option: str) -> None:
        """The search is the next stop."""
        self.enter("input[role=combobox]")
        self.type(option)
        expect(self.page.locator(OFFERED)).to_have_count(1)
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")


def add_block(hand: Hand, label: str) -> None:
    """Adds a block at the end of the body, by its name."""
    hand.press(".c-sf-add-button")
    expect(hand.page.get_by_role("option", name=label, exact=True)).to_be_visible()
    hand.choose(label)
    expect(hand.page.locator(OFFERED)).to_have_count(0)


def leave_by(page: Page, selector: str) -> None:
    """Goes to a button or link by Tab, and presses Enter on it, which leads to another screen."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
