"""What has to be true of every page; each check yields a sentence for what is not."""

from collections import Counter
from collections.abc import Iterator

from tests.pages.html import Element, fields, robots, told, words


def one_heading_and_a_title(tree: Element) -> Iterator[str]:
    """A page says once what it is, and so does its tab."""
    headings = [words(heading) for heading in tree.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"the page has the headings {headings}, not exactly one"
    titles = [words(title) for title in tree.find("head").iter("title")]
    if len(titles) != 1 or not titles[0]:
        yield f"the page has the titles {titles}, not exactly one"


def every_field_has_a_label(tree: Element) -> Iterator[str]:
    """Who cannot see the page hears what belongs in a field."""
    named = {label.get("for") for label in tree.iter("label") if words(label)}
    wrapped = {field for label in tree.iter("label") if words(label) for field in fields(label)}
    for field in fields(tree):
        labelled = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in named
        if not labelled and field not in wrapped:
            yield f"the field {field.get('name')} has no label"


def every_button_says_what_it_does(tree: Element) -> Iterator[str]:
    """An icon alone is no name."""
    for button in tree.iter("button"):
        if not words(button) and not button.get("aria-label"):
            yield f"the button {dict(button.attrib)} has no words"


def names_point_at_one_thing(tree: Element) -> Iterator[str]:
    """An id is there once, and whatever refers to one finds it."""
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    yield from (f"the id {name} is there {times} times" for name, times in ids.items() if times > 1)
    for element in tree.iter():
        wanted = [element.get("for", ""), element.get("form", "")]
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
            wanted += element.get(attribute, "").split()
        if element.get("href", "").startswith("#"):
            wanted.append(element.get("href").removeprefix("#"))
        yield from (
            f"nothing has the id {name}, which is referred to" for name in wanted if name and name not in ids
        )


def nothing_is_inline(tree: Element) -> Iterator[str]:
    """The content security policy drops styles and scripts that stand in the page."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue  # a comment
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"there is an inline <{element.tag}>"
        for name, value in element.attrib.items():
            if name == "style" or str(name).startswith("on") or "javascript:" in value:
                yield f"<{element.tag}> has the inline attribute {name}"


CHECKS = (
    one_heading_and_a_title,
    every_field_has_a_label,
    every_button_says_what_it_does,
    names_point_at_one_thing,
    nothing_is_inline,
)


def names_stay_out_of_search_engines(tree: Element, names: list[str]) -> Iterator[str]:
    """A name beside a disease charity can imply a diagnosis."""
    text = told(tree)
    shown = [name for name in names if name in text]
    if shown and "noindex" not in robots(tree):
        yield f"the page names {shown[0]} and may be found by search engines"
