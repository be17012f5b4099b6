import base64
import http.client
from urllib.parse import urlsplit

import pytest
import stripe

from tests.sandbox.shop import Shop, ask


def test_a_client_without_a_test_key_is_turned_away(shop: Shop) -> None:
    assert ask(shop.url, "GET", "/v1/charges").status == 401
    for key in ("sk_live_x", "sk_testing", "pk_test_x"):
        client = stripe.StripeClient(key, base_addresses={"api": shop.url}, max_network_retries=0)
        with pytest.raises(stripe.AuthenticationError) as refusal:
            client.v1.charges.list()
        assert key not in str(refusal.value)


def test_a_key_may_come_as_the_user_name_of_basic_authorization(shop: Shop) -> None:
    header = "Basic " + base64.b64encode(b"sk_test_x:").decode()
    assert shop.get("/v1/charges", Authorization=header).json()["data"] == []


def test_an_answer_names_its_request_and_echoes_the_version(shop: Shop) -> None:
    versioned = {"Authorization": "Bearer sk_test_x", "Stripe-Version": "2026-01-01.test"}
    answer = ask(shop.url, "GET", "/v1/charges", headers=versioned)
    assert answer.headers["Request-Id"].startswith("req_")
    assert answer.headers["Stripe-Version"] == "2026-01-01.test"


def test_a_path_or_an_object_that_does_not_exist_is_not_found(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.stripe.v1.charges.retrieve("ch_unknown")
    assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        shop.stripe.v1.quotes.list()


def test_what_cannot_be_expanded_is_refused(shop: Shop) -> None:
    session = shop.session()
    for path in ("currency", "wings", "a.b.c.d.e"):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            shop.again(session, path)
        assert refusal.value.param == "expand"


def test_a_list_expands_what_its_objects_name(shop: Shop) -> None:
    shop.paid_session()
    charges = shop.stripe.v1.charges.list({"expand": ["data.payment_intent", "data.payment_method"]})
    assert isinstance(charges.data[0].payment_intent, stripe.PaymentIntent)


@pytest.mark.parametrize(
    "body", ["a[=1", "metadata[a]=1&metadata[a][b]=2", "metadata=1&metadata[a]=2", "%ff=%fe"]
)
def test_a_garbled_form_is_a_bad_request(shop, body):
    headers = {"Authorization": "Bearer sk_test_x", "Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPConnection(urlsplit(shop.url).netloc, timeout=10)
    connection.request("POST", "/v1/customers", body, headers)
    response = connection.getresponse()
    assert b"invalid_request_error" in response.read()
    assert response.status == 400
    connection.close()


def test_json_is_not_what_this_api_takes(shop: Shop) -> None:
    answer = ask(shop.url, "POST", "/v1/customers", body={}, headers={"Authorization": "Bearer sk_test_x"})
    assert answer.status == 400


def test_a_customer_is_kept(shop: Shop) -> None:
    made = shop.stripe.v1.customers.create({"email": "ana@example.org", "metadata": {"a": "1", "b": ""}})
    kept = shop.stripe.v1.customers.retrieve(made.id)
    assert (kept.email, kept.name) == ("ana@example.org", None)
    assert kept.metadata is not None
    assert kept.metadata.to_dict() == {"a": "1"}
    assert shop.session(customer=made.id, customer_email=None).customer == made.id
    assert [each.id for each in shop.stripe.v1.customers.list({"email": "ana@example.org"}).data] == [made.id]


def test_every_request_is_logged_with_its_parameters_and_status(shop: Shop) -> None:
    shop.session(metadata={"donation": "d1"})
    shop.raw("/refunds", {"Idempotency-Key": "k1"}, amount="zero")
    refused, made = shop.get("/requests.json").json()
    assert (refused["path"], refused["status"], refused["idempotency_key"]) == ("/v1/refunds", 400, "k1")
    assert (made["method"], made["params"]["metadata"]) == ("POST", {"donation": "d1"})
    assert "sk_test" not in shop.get("/requests.json").text
