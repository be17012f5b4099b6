"""What makes pages light, safe and readable for everybody: weight, contrast, nothing inline, nothing from elsewhere."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template

from ngoapp.organisation.colours import contrast
from tests.templates_app import ROOT, templates_app

STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
MAIL = re.compile(r"email|^pdf/")
PAGES = [t for t in sorted(TEMPLATES.rglob("*.html")) if not MAIL.search(str(t.relative_to(TEMPLATES)))]
LIGHTEST_LINE = 100_000
OURS = SimpleNamespace(
    public_name="Northern Network",
    legal_name="Northern Network, Inc.",
    short_name="NN",
    hotline="1-800-555-0142",
    hotline_tel="18005550142",
    address_lines=["2800 Lakeshore Ave", "Minneapolis, MN 55401"],
    ein="410000000",
    ein_display="41-0000000",
    email="help@northern.example",
    logo_url=None,
    stylesheet_url=None,
    who_we_are="Northern Network is a 501(c)(3) charity.",
)


@pytest.fixture
def templates() -> Flask:
    """The templates alone."""
    return templates_app()


def tokens() -> dict[str, dict[str, str]]:
    """The plain colours of both themes by name."""
    light, dark = (STATIC / "css" / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")[:2]
    found = {"light": dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))}
    return found | {"dark": found["light"] | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_body_text_has_seven_times_the_contrast_of_its_ground(theme: str) -> None:
    colours = tokens()[theme]

    for ground in ("paper", "surface", "sunken"):
        assert contrast(colours["ink"], colours[ground]) >= 7
        assert contrast(colours["ink-soft"], colours[ground]) >= 6


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("letters", "ground"),
    [
        ("primary", "paper"),
        ("primary", "surface"),
        ("on-primary", "primary"),
        ("on-accent", "accent"),
        ("attention", "attention-tint"),
        ("done", "done-tint"),
        ("wrong", "wrong-tint"),
        ("wrong", "paper"),
    ],
)
def test_coloured_words_can_be_read(theme: str, letters: str, ground: str) -> None:
    colours = tokens()[theme]

    assert contrast(colours[letters], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(theme: str) -> None:
    colours = tokens()[theme]

    assert contrast(colours["line-strong"], colours["surface"]) >= 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_pages_have_no_style_or_script_of_their_own(page: Path) -> None:
    html = page.read_text()

    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", html)


def test_nothing_is_fetched_from_another_host() -> None:
    ours = [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js"), *PAGES]

    for file in ours:
        assert not re.search(r"(src|href|url\(|import)\W{0,3}(https?:)?//", file.read_text()), file


def test_what_every_public_page_loads_leaves_room_below_a_hundred_kilobytes() -> None:
    sheets = ("tokens", "theme", "buttons", "forms", "parts", "public", "donate")
    text = [STATIC / "vendor/bootstrap.min.css", *STATIC.glob("js/[fk]*.js")]
    text += [STATIC / "css" / f"{sheet}.css" for sheet in sheets]
    weight = sum(len(gzip.compress(file.read_bytes())) for file in text)
    weight += sum(font.stat().st_size for font in STATIC.glob("fonts/web/*-normal.woff2"))

    assert weight < 0.9 * LIGHTEST_LINE


def test_what_is_vendored_is_named_with_its_version() -> None:
    readme, script = (STATIC / "vendor/README.md").read_text(), (ROOT / "scripts/vendor").read_text()
    versions = re.findall(r"^[A-Z]+=([\d.]+)$", script, re.MULTILINE)

    assert len(versions) == 4
    assert all(f"| {version} |" in readme for version in versions)


def test_an_error_page_needs_nothing_but_its_words(templates: Flask) -> None:
    with templates.test_request_context("/"):
        html = render_template("errors/error.html", title="We could not find that page", sentence="It moved.")

    assert "We could not find that page" in html


def test_a_form_that_was_open_too_long_is_sent_again_whole(templates: Flask) -> None:
    fields = [("name", "Ana <Ruiz>"), ("skills", "phone"), ("skills", "post"), ("csrf_token", "stale")]
    with templates.test_request_context("/"):
        html = render_template("errors/resend.html", fields=fields, action="/volunteer", sign_in_url=None)

    assert "Ana &lt;Ruiz&gt;" in html
    assert html.count('name="skills"') == 2
    assert "stale" not in html


def test_pages_that_name_donors_ask_search_engines_to_stay_away(templates: Flask) -> None:
    with templates.test_request_context("/"):
        named = render_template("layouts/public.html", organisation=OURS, recent_donors=["Jack Lewis"])
        unnamed = render_template("layouts/public.html", organisation=OURS, recent_donors=[])

    assert "Many thanks to our recent donors, Jack Lewis." in " ".join(named.split())
    assert '<meta name="robots" content="noindex">' in named
    assert "noindex" not in unnamed


def test_the_menu_of_staff_says_what_waits_and_which_key_goes_there(templates: Flask) -> None:
    entry = SimpleNamespace(label="Packets", url="/staff/packets", key="p", count=12, current=True)
    with templates.test_request_context("/staff/packets"):
        html = render_template("layouts/staff.html", organisation=OURS, staff_nav=[entry])

    assert 'data-key="p" aria-current="page"' in html
    assert '12<span class="visually-hidden"> waiting</span>' in html
