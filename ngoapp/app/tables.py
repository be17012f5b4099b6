"""Every module with models, imported so that the metadata is whole whatever views exist."""

from ngoapp.core import audit, files, outbox
from ngoapp.organisation import models as organisation

TABLES = (audit, files, outbox, organisation)
