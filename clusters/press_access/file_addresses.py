"""Makes the files of a rendered page load through its reader's link: their own addresses would say 404."""

import re

from fedcms.core.pages.addresses import site_base

_ATTRIBUTE = re.compile(r"""(\s(?:src|srcset|href|poster|data-src)=)(["'])(.*?)\2""", re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_FILE = re.compile(r"(^|,\s*)/(?=(?:media|documents)/)")


def through_link(html: str, prefix: str) -> str:
    """Returns HTML in which addresses of images and documents begin with `prefix`, which ends with "/".

    Only attributes of tags are looked at: what a text says of an address stays.
    """
    base = site_base()

    def in_attribute(found: re.Match[str]) -> str:
        value = found[3].removeprefix(base) if found[3].startswith(f"{base}/") else found[3]
        changed = _FILE.sub(rf"\g<1>{prefix}", value)
        return f"{found[1]}{found[2]}{changed if changed != value else found[3]}{found[2]}"

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(in_attribute, tag[0]), html)
