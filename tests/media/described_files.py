"""Images in which a photographer's program wrote whose they are."""

import io
import struct

from PIL import Image

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:cc="http://creativecommons.org/ns#"'
    ' photoshop:Headline="Le salon ouvre" photoshop:Source="Agence Nord">'
    "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>IMG_0412</rdf:li></rdf:Alt></dc:title>"
    "<photoshop:Credit>Ana Pérez / Agence Nord</photoshop:Credit>"
    "<dc:creator><rdf:Seq><rdf:li>Ana Pérez</rdf:li></rdf:Seq></dc:creator>"
    "<dc:subject><rdf:Bag><rdf:li>salon</rdf:li><rdf:li>Lyon, Rhône</rdf:li></rdf:Bag></dc:subject>"
    '<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/deed.fr"/>'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
).encode()


def iptc_photograph(**records: bytes) -> bytes:
    """A JPEG with IPTC's older records, by their numbers (`r110`)."""
    data = b"".join(
        b"\x1c\x02" + bytes([int(name[1:])]) + struct.pack(">H", len(value)) + value
        for name, value in records.items()
    )
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
    segment = b"Photoshop 3.0\0" + resource
    plain = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(plain, "JPEG")
    content = plain.getvalue()
    return content[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + content[2:]
