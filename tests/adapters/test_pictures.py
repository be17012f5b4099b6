"""Pictures are made safe before anybody sees them, and drawn ones are sharp and the same each time."""

from pathlib import Path

import pytest
from PIL import ImageFile

from ngoapp.adapters.pictures import WIDEST, Canvas, NotAPicture, cleaned, width_of
from ngoapp.core.paths import static_folder
from tests.donations.pictures import opened, photograph

pytestmark = pytest.mark.once
BOLD: Path = static_folder() / "fonts" / "paper" / "NotoSans-Bold.ttf"


def test_a_photograph_keeps_nothing_of_where_it_was_taken_and_stands_upright() -> None:
    sent = photograph(place=b"44.9N 93.3W")
    picture = cleaned(sent)
    assert b"44.9N" in sent
    assert b"44.9N" not in picture
    assert opened(picture).size == (20, 40)
    assert not opened(picture).getexif()


def test_what_is_clear_in_a_drawing_becomes_white() -> None:
    assert opened(cleaned(photograph("PNG"))).getpixel((3, 3)) == (255, 255, 255)


def test_a_large_picture_is_made_smaller() -> None:
    assert opened(cleaned(photograph(width=4000, height=1000))).size == (WIDEST, 400)


@pytest.mark.parametrize("sent", [b"", b"<svg/>", b"GIF89a", photograph()[:60], photograph("PNG")[:50]])
def test_what_is_no_picture_is_refused(sent: bytes) -> None:
    with pytest.raises(NotAPicture):
        cleaned(sent)


def test_half_a_picture_is_refused_also_where_pdfs_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    with pytest.raises(NotAPicture):
        cleaned(photograph("PNG")[:50])
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head() -> None:
    with pytest.raises(NotAPicture):
        cleaned(photograph("PNG", width=8000, height=8000))


def test_a_drawing_has_its_size_and_is_the_same_bytes_each_time() -> None:
    def drawn() -> bytes:
        canvas = Canvas(120, 60, "#ffffff")
        canvas.block((10, 10, 50, 30), "#0b5560", radius=4)
        canvas.text((10, 50), [(BOLD, "Give")], 20, "#1d2b2f")
        return canvas.png()

    assert drawn() == drawn()
    assert opened(drawn()).size == (120, 60)
    assert opened(drawn()).getpixel((30, 20)) == (11, 85, 96)
    assert width_of([(BOLD, "Give")], 20) > width_of([(BOLD, "Gi")], 20)
