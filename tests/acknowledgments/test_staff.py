"""Names in public, as staff approve them."""

from sqlalchemy.orm import Session

from ngoapp.acknowledgments.operations import draft_acknowledgment
from ngoapp.core.db import transaction
from tests.accounts.fixtures import StaffClient
from tests.acknowledgments.factories import make_agreed_gift
from tests.organisation.factories import make_organisation


def test_a_name_that_was_changed_while_staff_read_it_is_not_shown_unread(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        make_organisation()
        read, changed = (draft_acknowledgment(make_agreed_gift(name).id) for name in ("Ann", "Ben"))
        names = {f"name-{read.id}": "Ann", f"name-{changed.id}": "Ben"}
        form = {"acknowledgment_id": [str(read.id), str(changed.id)], **names}
        changed.recognition_name = "Buy at shop.example"
    page = staff_client("editor").post("/staff/thanks/publish-all", data=form, follow_redirects=True)
    db.expire_all()
    assert (read.state, changed.state) == ("published", "draft")
    assert "please read it once more: “Buy at shop.example”" in page.text
