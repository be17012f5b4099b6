"""The running sandbox, as the pages reach it."""

from flask import current_app

from ngoapp.sandbox.state.world import World

NAME = "sandbox"


def world() -> World:
    """The state and configuration that this app was made for."""
    found: World = current_app.extensions[NAME]
    return found
