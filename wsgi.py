"""The WSGI entry: `gunicorn wsgi:app`."""

import os

from ngoapp.app import create_app
from ngoapp.core.settings import Settings

app = create_app(Settings.from_environ(os.environ))
