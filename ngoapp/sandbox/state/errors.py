"""Refusals, in the shape in which Stripe gives them."""

from typing import Any, ClassVar


class StripeError(Exception):
    """An answer that says no. `stored` tells whether an idempotency key remembers it."""

    status: ClassVar[int] = 400
    type: ClassVar[str] = "invalid_request_error"
    stored: ClassVar[bool] = True

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code

    def body(self) -> dict[str, Any]:
        """The JSON that Stripe answers with."""
        details = {"message": self.message, "param": self.param, "code": self.code, "type": self.type}
        return {"error": {name: value for name, value in details.items() if value is not None}}


class ParameterInvalid(StripeError):
    """The request could not begin: Stripe checks parameters before a key is remembered."""

    stored = False


class NotPossible(StripeError):
    """The request is well-formed and the object's state does not allow it."""


class ResourceMissing(StripeError):
    """There is no such object."""

    status = 404

    def __init__(self, kind: str, id: str, param: str = "id") -> None:
        super().__init__(f"No such {kind}: '{id}'", param=param, code="resource_missing")


class CardDeclined(StripeError):
    """The bank did not give the money."""

    status = 402
    type = "card_error"

    def __init__(self) -> None:
        super().__init__("Your card was declined.", code="card_declined")


def status_of(answer: dict[str, Any]) -> int:
    """The HTTP status of an answer: a declined card is answered, not raised, so that what it left is kept."""
    return CardDeclined.status if "error" in answer else 200


class UnknownUrl(StripeError):
    """The path is not one that the sandbox speaks."""

    status = 404
    stored = False

    def __init__(self, method: str, path: str) -> None:
        super().__init__(f"Unrecognized request URL ({method}: {path}). The sandbox does not know this path.")


class KeyRejected(StripeError):
    """No API key, or one that is not a test key."""

    status = 401
    stored = False


class KeyReused(StripeError):
    """The idempotency key was used for something else."""

    type = "idempotency_error"
    stored = False


class KeyInUse(StripeError):
    """Another request with the same idempotency key is still being answered."""

    status = 409
    type = "idempotency_error"
    stored = False

    def __init__(self, key: str) -> None:
        message = f"There is currently another in-progress request using this Idempotent Key: {key}."
        super().__init__(message, code="idempotency_key_in_use")
