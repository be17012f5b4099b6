"""Every blueprint, in one list: what is not here is not served."""

from flask import Blueprint, Flask

from ngoapp.app.health import bp as health
from ngoapp.news.public import bp as news

BLUEPRINTS: tuple[Blueprint, ...] = (health, news)


def register_blueprints(app: Flask) -> None:
    """Put every view on its address."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
