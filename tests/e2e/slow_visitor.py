"""Somebody on a slow line, to whose browser each page is the first: what moves before their eyes is noted."""

from playwright.sync_api import BrowserContext, Route

from tests.served.pages import Pages

KB = 1000
# A phone in a crowded hall: pictures come well after the text is painted; so do fonts, which are held until then.
# One that comes in the very moment of the first paint may still be taken by Chromium for the text it has just laid out.
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 60 * KB, "uploadThroughput": 60 * KB}
WATCH_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            window.shifts.push({
                value: entry.value,
                sources: entry.sources.map(({node, previousRect: from, currentRect: to}) => node
                    ? `${node.parentElement?.className} > ${node.nodeName}.${node.className ?? ""}`
                        + ` "${(node.textContent ?? "").trim().slice(0, 30)}"`
                        + ` from ${from.x},${from.y} (${from.width}x${from.height})`
                        + ` to ${to.x},${to.y} (${to.width}x${to.height})`
                    : "?"),
            });
        }
    }).observe({type: "layout-shift", buffered: true});
    new PerformanceObserver((list) => {
        if (list.getEntriesByName("first-contentful-paint").length) setTimeout(() => window.textIsPainted(), 500);
    }).observe({type: "paint", buffered: true});
"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class SlowVisitor:
    """Nothing is taken from a cache. `throttled` makes the line narrow; a proxy can make it slow instead."""

    def __init__(self, context: BrowserContext, *, throttled: bool = True) -> None:
        self.page = context.new_page()
        session = context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        if throttled:
            session.send("Network.emulateNetworkConditions", SLOW)
        self.page.add_init_script(WATCH_SHIFTS)
        self.page.expose_function("textIsPainted", self._release)
        self.page.route("**/*.woff2", self._hold)
        self.number_held = 0
        self._held: list[Route] = []
        self._is_painted = False

    def open(self, demo: Pages, kind: str, language: str, width: int) -> None:
        """Opens a page. Fonts come only when it says that its text is painted."""
        self.page.goto("about:blank")
        self._held.clear()
        self.number_held = 0
        self._is_painted = False
        self.page.set_viewport_size({"width": width, "height": 800})
        demo.open(self.page, kind, language)

    def shifts(self) -> list[dict[str, object]]:
        """What has moved on the page, once all of it is there and drawn."""
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate(DRAWN)
        found: list[dict[str, object]] = self.page.evaluate("() => window.shifts")
        return found

    def _hold(self, route: Route) -> None:
        if self._is_painted:
            route.continue_()
        else:
            self._held.append(route)
            self.number_held += 1

    def _release(self) -> None:
        self._is_painted = True
        while self._held:
            self._held.pop().continue_()
