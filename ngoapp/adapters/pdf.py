"""Documents become PDF here, by WeasyPrint: tagged (PDF/UA-1), and the same bytes each time.

WeasyPrint and pikepdf are imported at first use: they would double the time in which the app starts, and most
processes never print. One press serves the whole process, since a font configuration for each document makes it
slower and leaks memory; it prints one document at a time, since Pango's font map is not made for threads."""

import atexit
import ctypes
import gc
import hashlib
import logging
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import structlog

from ngoapp.core.paths import static_folder

SUBSET_LIBRARIES = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
UNDRAWN = ".notdef glyph rendered"
SVG, PNG, JPEG = "image/svg+xml", "image/png", "image/jpeg"
log = structlog.get_logger()


class GlyphMissing(Exception):
    """No font here can draw some characters; a box would have been printed in their place."""

    def __init__(self, characters: str) -> None:
        super().__init__("a character has no glyph")
        self.characters = characters


def fonts_folder() -> Path:
    """Where the fonts for paper lie. In style sheets each is known by the name of its file, without `.ttf`."""
    return static_folder() / "fonts" / "paper"


@cache
def press() -> "Press":
    """The press of this process, set up at the first call: that takes about a second."""
    atexit.register(_put_away)
    return Press()


def _put_away() -> None:
    """Nothing holds the press any more, so that WeasyPrint takes away the folder that it unpacked fonts into."""
    press.cache_clear()
    gc.collect()


def check_libraries() -> bool:
    """Whether the library that cuts fonts down is here; without it a page takes eight times as long."""
    for name in SUBSET_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    log.warning("pdf.slow", missing="libharfbuzz-subset0")
    return False


class Press:
    """WeasyPrint with its fonts and style sheets, loaded once."""

    def __init__(self) -> None:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        self._weasyprint = weasyprint
        self._fonts = FontConfiguration()
        self._fetcher = _bundled_files_only()
        self._faces = weasyprint.CSS(
            string=_font_faces(), font_config=self._fonts, url_fetcher=self._fetcher, base_url="about:blank"
        )
        self._sheets: dict[Path, Any] = {}
        self._complaints = _Complaints()
        self._lock = Lock()

    def print(self, html: str, *, style_sheets: Sequence[Path], identifier: str) -> bytes:
        """Set the page. The same three arguments give the same bytes. Raises GlyphMissing."""
        with self._lock:
            self._complaints.clear()
            pdf: bytes = self._weasyprint.HTML(
                string=html, base_url="about:blank", url_fetcher=self._fetcher
            ).write_pdf(
                stylesheets=[self._faces, *map(self._sheet, style_sheets)],
                font_config=self._fonts,
                pdf_variant="pdf/ua-1",
                pdf_identifier=hashlib.sha256(identifier.encode()).digest()[:16],
            )
            undrawn = self._complaints.undrawn
        if undrawn:
            raise GlyphMissing("".join(sorted(undrawn)))
        return pdf

    def _sheet(self, path: Path) -> Any:
        if path not in self._sheets:
            self._sheets[path] = self._weasyprint.CSS(
                string=path.read_text("utf-8"), font_config=self._fonts, url_fetcher=self._fetcher
            )
        return self._sheets[path]


def joined(documents: Iterable[bytes]) -> bytes:
    """The pages of several PDFs in one, for the printer: the same bytes each time."""
    import pikepdf

    with pikepdf.new() as whole:
        for document in documents:
            with pikepdf.open(BytesIO(document)) as part:
                whole.pages.extend(part.pages)
        out = BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def _font_faces() -> str:
    # Each file under its own family name: Pango then never looks for a bold or a fallback among the system's fonts.
    return "\n".join(
        f"@font-face {{ font-family: '{file.stem}'; src: url('{file.as_uri()}') }}"
        for file in sorted(fonts_folder().glob("*.ttf"))
    )


def _bundled_files_only() -> Any:
    from weasyprint.urls import URLFetcher

    folder = fonts_folder().as_uri() + "/"

    class BundledFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint comes without types
        """Fonts from our own folder, and pictures that are part of the page; nothing from disk or network."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/") or (url.startswith(folder) and "/" not in url[len(folder) :]):
                return super().fetch(url, headers)
            raise ValueError("only bundled files are printed")

    return BundledFilesOnly(allowed_protocols=("file", "data"), allow_redirects=False)


class _Complaints(logging.Handler):
    """What WeasyPrint says about the page in hand. Its sentences can quote the page, so they go no further."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.undrawn: set[str] = set()
        logger = logging.getLogger("weasyprint")
        logger.propagate = False
        logger.addHandler(self)

    def clear(self) -> None:
        """Begin a new page."""
        self.undrawn.clear()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the characters that no font has; of anything else say only which kind of sentence it was."""
        if str(record.msg).startswith(UNDRAWN) and isinstance(record.args, tuple):
            self.undrawn.add(str(record.args[0]))
        else:
            log.warning("pdf.complaint", kind=str(record.msg)[:60])
