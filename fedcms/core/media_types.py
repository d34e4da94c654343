"""The media type of a stored file."""

import mimetypes


def media_type_of(name: str) -> str:
    """Returns the media type of a file by its ending, which was compared to its content when it came in."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
