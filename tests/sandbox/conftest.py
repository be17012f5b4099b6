"""A running sandbox, a merchant, and a webhook endpoint."""

from collections.abc import Iterator

import pytest

from ngoapp.sandbox import RunningSandbox, SandboxConfig, start
from tests.sandbox.receiver import SECRET, Receiver
from tests.sandbox.shop import Shop, ask

HERE = "tests/sandbox/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The sandbox has no database of ours, so its tests run once."""
    for item in items:
        if HERE in item.nodeid:
            item.add_marker("once")


@pytest.fixture(scope="session")
def receiver_of_all() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.stop()


@pytest.fixture(scope="session")
def sandbox_of_all(receiver_of_all: Receiver) -> Iterator[RunningSandbox]:
    config = SandboxConfig(port=0, smtp_port=0, webhook_urls=(receiver_of_all.url,), webhook_secret=SECRET)
    sandbox = start(config)
    yield sandbox
    sandbox.stop()


@pytest.fixture
def receiver(receiver_of_all: Receiver) -> Receiver:
    """The webhook endpoint."""
    return receiver_of_all


@pytest.fixture
def shop(sandbox_of_all: RunningSandbox, receiver_of_all: Receiver) -> Shop:
    """A merchant with an empty sandbox, whose webhook endpoint has got nothing yet."""
    ask(sandbox_of_all.url, "POST", "/reset")
    receiver_of_all.answers.clear()
    receiver_of_all.signatures.clear()
    receiver_of_all.bodies.clear()
    return Shop(sandbox_of_all)
