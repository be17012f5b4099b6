"""A page as a browser reads it, for the checks."""

from collections.abc import Iterator
from typing import Any

from html5lib import HTMLParser

Element = Any  # xml.etree's, whose parents html5lib does not know


def parse(text: str) -> Element:
    """The page's tree; anything that is not valid HTML raises ParseError."""
    return HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def words(element: Element) -> str:
    """What is read in an element, in one line."""
    return " ".join("".join(element.itertext()).split())


def told(tree: Element) -> str:
    """What the page says, without the examples in the hints of its fields."""
    hints = [words(element) for element in tree.iter() if element.get("class") == "hint"]
    text = words(tree.find("body"))
    for hint in hints:
        text = text.replace(hint, "")
    return text


def every(tree: Element, *tags: str) -> Iterator[Element]:
    """The elements of these kinds, in the order of the page."""
    return (element for element in tree.iter() if element.tag in tags)


def fields(tree: Element) -> Iterator[Element]:
    """What can be filled in or chosen."""
    for element in every(tree, "input", "select", "textarea"):
        if element.get("type") not in {"hidden", "submit", "button", "reset"}:
            yield element


def forms(tree: Element) -> list[Element]:
    """The forms that change something."""
    return [form for form in tree.iter("form") if form.get("method", "get").lower() == "post"]


def links(tree: Element) -> list[str]:
    """Where the page leads inside the site, and what it loads from there."""
    found = [element.get("href") for element in every(tree, "a", "link")]
    found += [element.get("src") for element in every(tree, "img", "script")]
    return [link for link in found if link and link.startswith("/")]


def robots(tree: Element) -> str:
    """What the page tells search engines."""
    found = [meta.get("content") for meta in tree.iter("meta") if meta.get("name") == "robots"]
    return str(found[0]) if found else ""
