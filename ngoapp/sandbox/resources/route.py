"""How a resource says which requests it answers."""

from collections.abc import Callable
from dataclasses import dataclass

from ngoapp.sandbox.state.objects import Json


@dataclass(frozen=True)
class Route:
    """A request below /v1: its parameters are read as `params` and `act` answers it.

    `act` is called with the change, the parameters, and the identifiers in the path by name."""

    method: str
    path: str
    params: type
    act: Callable[..., Json]
