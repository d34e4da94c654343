"""Files that misbehave, and photographs that know where they were taken; made here, so that none is stored."""

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

HOME = {1: "N", 2: (45.0, 45.0, 51.5), 3: "E", 4: (4.0, 50.0, 3.0), 29: "2026:03:12"}
XMP_OF_HOME = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' exif:GPSLatitude="45,45.85N" exif:ISO="100"><exif:GPSLongitude>4,50.05E</exif:GPSLongitude>'
    "<dc:creator><rdf:Seq><rdf:li>Ana Pérez</rdf:li></rdf:Seq></dc:creator>"
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
).encode()


def one_bit_png(side: int) -> bytes:
    """A white PNG of one bit a pixel: some kilobytes for a hundred million pixels."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def photograph(image_format: str = "JPEG", xmp: bytes = XMP_OF_HOME) -> bytes:
    """A photograph taken at a private home, which says so in Exif and XMP."""
    image = Image.effect_noise((64, 48), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x8298] = "Maker", 6, "(c) Ana Perez"
    exif[0x8825] = HOME
    written = io.BytesIO()
    if image_format == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        image.save(written, "PNG", exif=exif, pnginfo=texts)
    else:
        image.save(written, image_format, exif=exif, xmp=xmp)
    return written.getvalue()


def archive_of(files: dict[str, bytes]) -> bytes:
    """A ZIP with any names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return written.getvalue()
