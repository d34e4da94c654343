"""Says the title, credit, licence and source of an image as XMP, for the copy that the press downloads."""

import re
from xml.sax.saxutils import escape, quoteattr

from fedcms.media.models import LICENCE_ADDRESSES, FederationImage, Licence

# Letters of other scripts need joiners, and French its narrow spaces: only what XML forbids goes.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xmp_text(value: str) -> str:
    """Returns a text for XML: control characters cannot stand in it."""
    return escape(_FORBIDDEN.sub("", value))


def xmp_of(image: FederationImage) -> bytes:
    """Returns the XMP packet that says whose the image is and how it may be used, in IPTC's names."""
    lists = {
        "dc:title": ("Alt", [image.title]),
        "dc:creator": ("Seq", [image.credit]),
        "dc:rights": ("Alt", [f"© {image.credit}" if image.credit else ""]),
        "dc:subject": ("Bag", sorted(tag.name for tag in image.tags.all())),
        "xmpRights:UsageTerms": ("Alt", [usage_terms(image)]),
    }
    texts = {"photoshop:Credit": image.credit, "photoshop:Source": image.source}
    parts = [f"<{name}>{_xmp_text(value)}</{name}>" for name, value in texts.items() if value]
    for name, (kind, values) in lists.items():
        language = ' xml:lang="x-default"' if kind == "Alt" else ""
        items = "".join(f"<rdf:li{language}>{_xmp_text(value)}</rdf:li>" for value in values if value)
        if items:
            parts.append(f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>")
    if address := LICENCE_ADDRESSES.get(Licence(image.licence)):
        parts.append(f"<xmpRights:WebStatement>{address}</xmpRights:WebStatement>")
        parts.append(f"<cc:license rdf:resource={quoteattr(address)}/>")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:cc="http://creativecommons.org/ns#">'
        f'{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def usage_terms(image: FederationImage) -> str:
    """Returns how the image may be used, in the reader's language: licence, who, where, until when."""
    terms = [str(image.get_licence_display()), image.reuse_limit, image.territory]
    until = image.rights_until.isoformat() if image.rights_until else ""
    return " · ".join(term for term in (*terms, f"→ {until}" if until else "") if term)
