"""Where a request comes from: a block of addresses, and behind a proxy only if the proxy is ours."""

import pytest
from flask import Flask, request
from werkzeug.test import Client

from ngoapp.app import create_app
from ngoapp.core.settings import Settings
from ngoapp.web.source import block_of, source_here

pytestmark = pytest.mark.once
FORWARDED = {"X-Forwarded-For": "192.0.2.77, 198.51.100.9"}


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:22ff::5", "2001:db8:1:2200::/56"),
        ("", ""),
        ("somewhere", "somewhere"),
    ],
)
def test_an_address_counts_as_its_block(address: str, block: str) -> None:
    assert block_of(address) == block


def test_a_source_is_a_digest_that_tells_no_address(app: Flask) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.77"}):
        one = source_here()
    with app.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.5"}):
        neighbour = source_here()
    with app.test_request_context(environ_base={"REMOTE_ADDR": "203.0.114.5"}):
        other = source_here()
    assert one == neighbour != other
    assert len(one) == 32


@pytest.mark.parametrize(("proxies", "seen"), [(0, "203.0.113.1"), (1, "198.51.100.9"), (2, "192.0.2.77")])
def test_a_forwarded_header_counts_only_behind_proxies_of_ours(
    settings: Settings, proxies: int, seen: str
) -> None:
    app = create_app(Settings(**{**vars(settings), "trusted_proxies": proxies}))
    app.before_request_funcs = {None: [lambda: request.remote_addr or ""]}
    answer = Client(app.wsgi_app).get(
        "/", headers={**FORWARDED, "Host": "localhost"}, environ_base={"REMOTE_ADDR": "203.0.113.1"}
    )
    assert answer.text == seen
