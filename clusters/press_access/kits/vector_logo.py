"""Cleans a vector logo: what is drawing stays; what runs, loads or leads somewhere goes."""

import re
from xml.etree import ElementTree  # reads nothing: defusedxml does

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST = 2_000_000
"""Bytes: a logo of a printer's file is rarely a tenth of it."""
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_ELEMENTS = {
    *("svg", "g", "defs", "symbol", "use", "title", "desc", "style"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"),
    *("linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker", "switch"),
    *(
        "filter",
        "feBlend",
        "feColorMatrix",
        "feComponentTransfer",
        "feComposite",
        "feFlood",
        "feFuncA",
        "feFuncB",
    ),
    *("feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feOffset"),
}
_INSIDE = re.compile(r"\s*#[^\s]*\s*")
DEEPEST = 100
"""Elements in one another: drawings have ten, and each one more is a call in a call to whoever reads them."""
# In a style or an attribute, what loads: an address that is not inside the file, by whatever function of CSS, an
# import, and escapes that could hide one.
_LOADS = re.compile(
    r"""url\s*\((?!\s*(?:"\s*\#[^"()]*"|'\s*\#[^'()]*'|\#[^"'()]*)\s*\))
    |//|data:|image-set|cross-fade|\b(?:image|src|element|attr|paint)\s*\(
    |@import|@font-face|@namespace|\\|expression\s*\(|javascript:""",
    re.IGNORECASE | re.VERBOSE,
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)


def _local(name: str) -> tuple[str, str]:
    """Returns namespace and local name of an element or attribute."""
    if name.startswith("{"):
        namespace, _brace, local = name[1:].partition("}")
        return namespace, local
    return "", name


def _is_kept_attribute(name: str, value: str) -> bool:
    namespace, local = _local(name)
    if namespace not in ("", XLINK, "http://www.w3.org/XML/1998/namespace"):
        return False
    if local.lower().startswith("on") or local == "base":
        return False
    if local == "href":
        return _INSIDE.fullmatch(value) is not None
    return not _LOADS.search(value)


def _remove(parent: ElementTree.Element, child: ElementTree.Element) -> None:
    """Removes an element, and leaves the text after it, which belongs to its parent."""
    place = list(parent).index(child)
    if child.tail:
        if place:
            before = parent[place - 1]
            before.tail = (before.tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _clean_style(style: ElementTree.Element) -> bool:
    """Leaves the rules of a style without comments; returns whether they are plain text that loads nothing."""
    style.text = _COMMENT.sub(" ", style.text or "")
    return len(style) == 0 and not _LOADS.search(style.text)


def _clean(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        if not _is_kept_attribute(name, value):
            del element.attrib[name]
    for child in list(element):
        namespace, local = _local(child.tag)
        is_drawing = namespace == SVG and local in _ELEMENTS
        if not is_drawing or (local == "style" and not _clean_style(child)):
            _remove(element, child)
        else:
            _clean(child)


def _is_deep(root: ElementTree.Element) -> bool:
    """Returns whether elements stand in one another deeper than is read; asks level by level, without recursion."""
    level = [root]
    for _depth in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def refuse_large(size: int) -> None:
    """Raises `ValidationError` for a file of more bytes than a logo may have."""
    if size > LARGEST:
        raise ValidationError(_("Ce logo pèse plus de 2 Mo : exportez-le de nouveau, sans image incorporée."))


def cleaned_logo(content: bytes) -> bytes:
    """Returns the drawing of an SVG file. Raises `ValidationError` for what is none, or too large."""
    refuse_large(len(content))
    try:
        # Illustrator writes a document type: it is dropped, and one that declares anything is refused.
        root = fromstring(content, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ValidationError(_("Ce fichier n’est pas un dessin SVG que nous savons lire.")) from error
    if root.tag != f"{{{SVG}}}svg":
        raise ValidationError(_("Ce fichier n’est pas un dessin SVG que nous savons lire."))
    if _is_deep(root):
        raise ValidationError(
            _("Les calques de ce logo sont trop imbriqués : dégroupez-les, puis exportez-le de nouveau.")
        )
    _clean(root)
    if not any(_local(each.tag)[1] not in ("svg", "defs", "title", "desc", "style") for each in root.iter()):
        raise ValidationError(
            _("Il ne reste aucun dessin de ce fichier : exportez le logo en tracés vectoriels.")
        )
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made
