"""Follows every link and looks at where every form goes."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tests.pages.html import Element, forms, links, parse
from tests.pages.stage import Stage
from tests.pages.table import PAGES

MOST_PAGES = 600


def dead_ends(stage: Stage) -> Iterator[str]:
    """A sentence for each link or form of the site that leads nowhere, for visitors and for staff."""
    for browser in stage.browsers.values():
        begun = [rule for rule in PAGES if stage.browser(rule) is browser]
        paths = [answer.path for rule in begun for answer in stage.answers(rule)]
        yield from _follow(stage, browser, paths)


def _follow(stage: Stage, browser: FlaskClient, paths: list[str]) -> Iterator[str]:
    waiting, seen = [("the table", path) for path in paths], set(paths)
    while waiting:
        page, path = waiting.pop()
        with browser.get(path) as response:
            if response.status_code >= 400:
                yield f"{page} leads to {path}, which answers {response.status_code}"
            if response.status_code != 200 or response.mimetype != "text/html":
                continue
            tree = parse(response.get_data(as_text=True))
        yield from _lost_forms(stage, tree, path)
        new = {urljoin(path, link).partition("#")[0] for link in links(tree)} - seen
        seen |= new
        waiting += [(path, link) for link in sorted(new)]
    assert len(seen) <= MOST_PAGES


def _lost_forms(stage: Stage, tree: Element, path: str) -> Iterator[str]:
    addresses = stage.app.url_map.bind("localhost")
    for form in forms(tree):
        actions = {button.get("formaction", form.get("action", path)) for button in form.iter("button")}
        for target in (urlsplit(urljoin(path, action)).path for action in actions):
            try:
                addresses.match(target, method="POST")
            except (NotFound, MethodNotAllowed, RequestRedirect) as problem:
                yield f"a form on {path} posts to {target}: {type(problem).__name__}"
