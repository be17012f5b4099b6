"""Several letters at once: released, or printed."""

from collections.abc import Collection, Iterable

from ngoapp.adapters.pdf import joined
from ngoapp.core import audit
from ngoapp.core.db import found
from ngoapp.donations.tributes.models import TributeNotice
from ngoapp.donations.tributes.notices import release_letter, write_down
from ngoapp.donations.tributes.paper import draw_letter
from ngoapp.donations.tributes.queries import due_letters, to_print


def release_letters(recipient_ids: Iterable[int], *, read: Collection[int]) -> int:
    """Release the letters of these recipients, as far as staff have read them; how many had anything to tell."""
    due = {each.recipient.id for each in due_letters() if any(one.id in read for one in each.tributes)}
    chosen = sorted(due & set(recipient_ids))
    for recipient_id in chosen:
        release_letter(recipient_id, read=read)
    return len(chosen)


def print_letters(notice_ids: Iterable[int]) -> bytes:
    """One PDF of the chosen letters of the pile; empty where none is left to print.

    What stands in them is written down now. Gifts that were given back meanwhile are left out."""
    wanted = set(notice_ids)
    papers = []
    for notice_id in [notice.id for notice in to_print() if notice.id in wanted]:
        letter = write_down(notice_id)
        if letter:
            audit.record("tribute_notice.downloaded", found(TributeNotice, notice_id))
            papers.append(draw_letter(letter))
    return joined(papers) if papers else b""
