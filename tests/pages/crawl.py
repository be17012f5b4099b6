"""Follows every link and looks at where every form goes."""

import re
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tests.pages.html import Element, forms, links, parse
from tests.pages.stage import Stage
from tests.pages.table import PAGES

ALIKE = 6  # of a hundred gifts' pages, which are made by one view, so many are looked at


def dead_ends(stage: Stage) -> Iterator[str]:
    """A sentence for each link or form of the site that leads nowhere, for visitors and for staff."""
    for browser in stage.browsers.values():
        begun = [rule for rule in PAGES if stage.browser(rule) is browser]
        paths = [answer.path for rule in begun for answer in stage.answers(rule)]
        yield from _follow(stage, browser, paths)


def _follow(stage: Stage, browser: FlaskClient, paths: list[str]) -> Iterator[str]:
    waiting, seen = [("the table", path) for path in paths], set(paths)
    alike = Counter(_shape(path) for path in paths)
    while waiting:
        page, path = waiting.pop()
        with browser.get(path) as response:
            if response.status_code >= HTTPStatus.BAD_REQUEST:
                yield f"{page} leads to {path}, which answers {response.status_code}"
            if response.status_code != HTTPStatus.OK or response.mimetype != "text/html":
                continue
            tree = parse(response.get_data(as_text=True))
        yield from _lost_forms(stage, tree, path)
        for link in {urljoin(path, link).partition("#")[0] for link in links(tree)} - seen:
            seen.add(link)
            alike[_shape(link)] += 1
            if alike[_shape(link)] <= ALIKE:
                waiting.append((path, link))


def _shape(path: str) -> str:
    """The address without its numbers: the same for all that one view answers."""
    return re.sub(r"\d+", "0", path)


def _lost_forms(stage: Stage, tree: Element, path: str) -> Iterator[str]:
    addresses = stage.app.url_map.bind("localhost")
    for form in forms(tree):
        actions = {button.get("formaction", form.get("action", path)) for button in form.iter("button")}
        for target in (urlsplit(urljoin(path, action)).path for action in actions):
            try:
                addresses.match(target, method="POST")
            except (NotFound, MethodNotAllowed, RequestRedirect) as problem:
                yield f"a form on {path} posts to {target}: {type(problem).__name__}"
