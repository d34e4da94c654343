"""What Pillow raises for an image that is damaged, ends too soon, or holds what it should not."""

import struct
import zlib

from PIL.Image import DecompressionBombError

# Its reader of AVIF raises a plain `RuntimeError`; others pass on what they meet.
DAMAGED: tuple[type[Exception], ...] = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    DecompressionBombError,
)
