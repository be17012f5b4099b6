"""The organisation's own colours, checked so that everybody can read what is set in them (WCAG 2.2, 1.4.3)."""

import re

from ngoapp.core.errors import Refused

HEX = re.compile(r"#[0-9a-f]{6}", re.ASCII)
PAPER = "#fbf8f3"
DARK_PAPER, DARK_INK = "#1a2427", "#12191b"
LEAST_CONTRAST = 4.5
READS_WELL = 7.0
STEP = 0.05
LINEAR_BELOW, DIVISOR, OFFSET, GAMMA = 0.04045, 12.92, 0.055, 2.4
WEIGHTS = (0.2126, 0.7152, 0.0722)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours such as `#0b5560`, from 1 to 21, as WCAG defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def check_colour(colour: str, field: str) -> None:
    """Refuse what is no colour, or too pale to read on our paper or to carry white letters."""
    if not HEX.fullmatch(colour):
        raise Refused("Write the color as # and six digits, such as #0b5560.", field=field)
    if min(contrast(colour, PAPER), contrast(colour, "#ffffff")) < LEAST_CONTRAST:
        raise Refused("This color is too pale to read. Choose a darker one.", field=field)


def stylesheet(primary: str, accent: str) -> str:
    """The organisation's colours as custom properties, with lighter sisters for dark screens."""
    light = _properties(primary, "#ffffff") + _properties(accent, "#ffffff", "accent")
    dark = _properties(lightened(primary), DARK_INK) + _properties(lightened(accent), DARK_INK, "accent")
    return f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def lightened(colour: str) -> str:
    """The colour with as much white in it as reading it on a dark page takes."""
    share = 0.0
    while contrast(_mixed(colour, "#ffffff", share), DARK_PAPER) < READS_WELL:
        share += STEP
    return _mixed(colour, "#ffffff", share)


def _properties(colour: str, letters: str, name: str = "primary") -> str:
    return f"--{name}:{colour};--on-{name}:{letters};"


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(colour: str) -> float:
    return sum(weight * _linear(c / 255) for weight, c in zip(WEIGHTS, _channels(colour), strict=True))


def _linear(c: float) -> float:
    return c / DIVISOR if c <= LINEAR_BELOW else float(((c + OFFSET) / (1 + OFFSET)) ** GAMMA)
