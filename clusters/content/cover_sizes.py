"""The sizes of a teaser's picture at its places, as the browser is told them."""

from typing import NamedTuple

from fedcms.media.rendition_specs import LEAD_SPECS, TEASER_SPECS, THUMB_SPECS


class CoverSize(NamedTuple):
    """The size of a picture at its place in the page, for the browser, which chooses a file before it reads the CSS."""

    sizes: str
    specs: tuple[str, ...] = TEASER_SPECS
    is_lazy: bool = True


# As css/pages/home.css, css/base/layout.css and css/components/dispatch.css lay them out.
LEAD = CoverSize("(min-width: 80rem) 42rem, (min-width: 62rem) 52vw, 100vw", LEAD_SPECS, is_lazy=False)
COLUMN = CoverSize("(min-width: 62rem) 22rem, (min-width: 40rem) 50vw, 100vw")
LIST_ITEM = CoverSize("(max-width: 34rem) 4.5rem, 6.5rem", THUMB_SPECS)
