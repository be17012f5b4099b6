"""Gifts by phone in the demo: a caller who thought again, and one whose page is open yet."""

from datetime import timedelta

from ngoapp.core import clock
from ngoapp.core.money import Money
from ngoapp.donations.links import seal
from ngoapp.donations.phone.models import PhonePage
from ngoapp.donations.phone.operations import begin_by_phone, call_off
from ngoapp.donations.pledges import Pledge
from ngoapp.donations.queries import open_funds


def load_phone_pages() -> None:
    """Three days ago, and this morning."""
    call_off(_begin(timedelta(days=3), "Walter Okafor", "w.okafor@example.org", 40).id)
    _begin(timedelta(hours=2), "Nora Diaz", "nora.diaz@example.org", 30)


def _begin(ago: timedelta, name: str, email: str, dollars: int) -> PhonePage:
    with clock.at(clock.now() - ago):
        page = begin_by_phone(
            Pledge(
                action_key=f"demo-call-{name}",
                amount=Money(dollars * 100, "USD"),
                fund_id=open_funds()[0].id,
                donor_name=name,
                email=email,
            )
        )
        page.sent_at = clock.now()
    seal(page.donation)
    return page
