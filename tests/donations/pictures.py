"""Pictures as people send them, for tests."""

from io import BytesIO

from PIL import Image


def photograph(kind: str = "JPEG", *, width: int = 40, height: int = 20, place: bytes = b"") -> bytes:
    """A small picture; a photograph can say where it was taken."""
    out = BytesIO()
    exif = Image.Exif()
    if place:
        exif[0x010E] = place.decode()  # the description, where a camera can write anything
        exif[0x0112] = 6  # held upright
    mode = "RGBA" if kind == "PNG" else "RGB"
    Image.new(mode, (width, height), "#00000000" if kind == "PNG" else "#0b5560").save(out, kind, exif=exif)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    """The picture, to be looked at."""
    return Image.open(BytesIO(content))
