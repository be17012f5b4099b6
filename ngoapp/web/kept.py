"""Parts of a page that are the same for everybody are drawn once in a process and then kept.

A part names itself and what it is drawn from: `{% call kept(key) %} … {% endcall %}`. Other contents, other key:
nothing kept is ever out of date. Nothing about a person belongs into one: names that can be taken back are not kept."""

from collections.abc import Callable, Hashable

from flask import Flask
from markupsafe import Markup

MOST = 64  # then the oldest goes


class Kept:
    """The parts that this process has drawn."""

    def __init__(self) -> None:
        self._parts: dict[Hashable, Markup] = {}

    def __call__(self, key: Hashable | None, caller: Callable[[], Markup]) -> Markup:
        """The part for this key, drawn if it is new; always drawn where there is no key."""
        if key is None:
            return caller()
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = caller()
            if len(self._parts) > MOST:
                self._parts.pop(next(iter(self._parts)), None)
        return part


def init_kept(app: Flask) -> None:
    """Give templates `kept`, with a store of its own for each app."""
    app.jinja_env.globals["kept"] = Kept()
