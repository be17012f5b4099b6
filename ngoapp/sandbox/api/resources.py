"""All that the API knows, resource by resource."""

from types import ModuleType

from ngoapp.sandbox.billing import change, create, look_ahead, pause
from ngoapp.sandbox.billing import invoices as invoice_changes
from ngoapp.sandbox.resources import (
    balance_transactions,
    charges,
    checkout_sessions,
    customers,
    disputes,
    events,
    invoice_payments,
    invoices,
    payment_intents,
    payment_methods,
    payouts,
    portal_configurations,
    portal_sessions,
    prices,
    products,
    refunds,
    subscriptions,
)

RESOURCES: tuple[ModuleType, ...] = (
    balance_transactions,
    change,
    charges,
    checkout_sessions,
    create,
    customers,
    disputes,
    events,
    invoice_changes,
    invoice_payments,
    invoices,
    look_ahead,
    pause,
    payment_intents,
    payment_methods,
    payouts,
    portal_configurations,
    portal_sessions,
    prices,
    products,
    refunds,
    subscriptions,
)
