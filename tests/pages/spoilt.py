"""Sends the forms of a page with one answer left out, and looks whether the rest comes back."""

from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

from tests.pages.html import Element, fields, forms, parse, words

TYPED = {
    "email": "kept@example.org",
    "tel": "612 555 0142",
    "search": "kept",
    "url": "https://example.org/kept",
}
WORDS = "Kept “& <b>"
NEVER_SHOWN_AGAIN = {"password", "file"}


def lost_answers(browser: FlaskClient, path: str) -> Iterator[str]:
    """A sentence for each thing that a person would have to do again, or is not told."""
    for number, form in enumerate(forms(parse(browser.get(path).text))):
        needed = [field for field in fields(form) if field.get("required") is not None]
        if not needed or needed[0].tag == "select":
            continue
        left_out = needed[0].get("name")
        typed = _filled(form, left_out)
        response = browser.post(form.get("action") or path, data=typed)
        if response.status_code not in {200, 422}:
            yield f"form {number} without {left_out} answers {response.status_code}"
            continue
        yield from _looked_at(parse(response.text), typed, left_out)


def _filled(form: Element, left_out: str) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for field in form.iter("input"):
        if field.get("type") in {"hidden", "radio"} and (
            field.get("type") == "hidden" or "checked" in field.attrib
        ):
            typed[field.get("name")] = field.get("value", "")
    for field in fields(form):
        kind = field.get("type", field.tag)
        if kind in {"radio", "checkbox"} | NEVER_SHOWN_AGAIN:
            continue
        typed[field.get("name")] = _chosen(field) if kind == "select" else _word(field, kind)
    return {name: value for name, value in typed.items() if name != left_out}


def _word(field: Element, kind: str) -> str:
    if field.get("inputmode") in {"numeric", "decimal"}:
        return "12"
    return TYPED.get(kind, WORDS)[: int(field.get("maxlength", 100))]


def _chosen(select: Element) -> str:
    options = [option.get("value", words(option)) for option in select.iter("option")]
    return options[-1] if options else ""


def _looked_at(tree: Element, typed: dict[str, Any], left_out: str) -> Iterator[str]:
    summaries = [element for element in tree.iter() if "data-error-summary" in element.attrib]
    if not summaries or not words(summaries[0]).endswith("."):
        yield f"without {left_out}, no sentence at the top says so"
    wrong = [f for f in fields(tree) if f.get("name") == left_out]
    group = [element for element in tree.iter("fieldset") if any(f in wrong for f in fields(element))]
    if not any(
        f.get("aria-invalid") or f.get("aria-describedby", "").endswith("-error") for f in wrong + group
    ):
        yield f"nothing beside {left_out} says that it is missing"
    for field in fields(tree):
        if field.get("name") in typed and field.get("type") not in NEVER_SHOWN_AGAIN | {"radio", "checkbox"}:
            kept = _held(field)
            if kept != typed[field.get("name")]:
                yield f"{field.get('name')} held “{typed[field.get('name')]}” and comes back as “{kept}”"


def _held(field: Element) -> str:
    if field.tag == "select":
        return next((o.get("value", "") for o in field.iter("option") if "selected" in o.attrib), "")
    if field.tag == "textarea":
        return "".join(field.itertext())
    return str(field.get("value", ""))
