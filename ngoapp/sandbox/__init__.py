"""A stand-in for Stripe and an inbox for every mail, in a process of its own.

It imports nothing of the app: the app talks to it over HTTP and SMTP, as it would to the real services."""

from ngoapp.sandbox.billing.earlier import EarlierInvoice, EarlierSubscription, remember_earlier
from ngoapp.sandbox.config import SandboxConfig
from ngoapp.sandbox.paid_earlier import EarlierMoney, EarlierPayment, remember_payments
from ngoapp.sandbox.server import RunningSandbox, serve, start

__all__ = [
    "EarlierInvoice",
    "EarlierMoney",
    "EarlierPayment",
    "EarlierSubscription",
    "RunningSandbox",
    "SandboxConfig",
    "remember_earlier",
    "remember_payments",
    "serve",
    "start",
]
