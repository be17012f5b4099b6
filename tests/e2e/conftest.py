"""One installation for all of these tests, and browsers that look at it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from ngoapp.app import create_app
from ngoapp.cli.check import broken
from ngoapp.cli.demo import STAFF
from ngoapp.core.settings import Settings
from tests.e2e.installation import Running, free_ports, running

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]
LONGEST_WAIT = 15_000
PICTURE_WIDTHS = (1280, 390)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Site, worker and sandbox with the demo data. Whatever the tests do to them, every invariant holds after it."""
    with running(tmp_path_factory.mktemp("installation") / "data", free_ports(3)) as run:
        run.ready_after()
        yield run
        assert list(broken(create_app(Settings.from_environ(run.environ)))) == []


@pytest.fixture(scope="session")
def installed(installation: Running) -> Flask:
    """The installation's app in this process, on the same database."""
    app = create_app(Settings.from_environ(installation.environ))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Browser, installation: Running) -> Iterator[Callable[..., BrowserContext]]:
    """`open_browser(**options)` is a browser of its own; nothing may go wrong in its console."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(**options: object) -> BrowserContext:
        context = chromium.new_context(base_url=installation.site, **options)  # type: ignore[arg-type]  # handed on
        context.set_default_timeout(LONGEST_WAIT)
        context.on("console", lambda message: complaints.extend(_complaint(message)))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert complaints == []


def _complaint(message: ConsoleMessage) -> Iterator[str]:
    # Chromium also complains of answers such as 422, which are meant.
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        yield f"{message.page and message.page.url}: {message.text} {message.location}"


@pytest.fixture
def visitor(open_browser: Callable[..., BrowserContext]) -> Page:
    """Somebody at a desk, not signed in."""
    return open_browser(viewport={"width": 1280, "height": 900}).new_page()


@pytest.fixture(scope="session")
def staff_cookies(chromium: Browser, installation: Running) -> str:
    """What the browser of a signed-in administrator holds, as a file's path."""
    context = chromium.new_context(base_url=installation.site)
    page = context.new_page()
    page.goto("/staff/sign-in")
    page.get_by_label("E-mail").fill(STAFF)
    page.get_by_label("Password").fill(demo_password(installation))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1).wait_for()
    path = installation.data / "staff-browser.json"
    context.storage_state(path=path)
    context.close()
    return str(path)


def demo_password(installation: Running) -> str:
    """The administrator's password."""
    return (installation.data / "demo-password").read_text().strip()


@pytest.fixture
def staff(open_browser: Callable[..., BrowserContext], staff_cookies: str) -> Page:
    """The administrator at a desk."""
    return open_browser(viewport={"width": 1280, "height": 900}, storage_state=staff_cookies).new_page()


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """`look(page, "name")` keeps pictures of the page where NGOAPP_PICTURES says, for people to look at."""
    folder = os.environ.get("NGOAPP_PICTURES")

    def keep(page: Page, name: str) -> None:
        size = page.viewport_size
        for width in PICTURE_WIDTHS if folder and size else ():
            page.set_viewport_size({"width": width, "height": 900})
            path = Path(folder or "") / f"{request.node.name}-{name}-{width}.png"
            page.screenshot(path=path, full_page=True, caret="initial")
        if size:
            page.set_viewport_size(size)

    return keep
