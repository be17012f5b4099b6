"""Labels for the donors that were chosen: looked over first, then printed and kept."""

from ngoapp.donations.labels.queries import Choice, donors_chosen
from ngoapp.mailings.paper import Paper
from ngoapp.mailings.runs.models import PrintRun
from ngoapp.mailings.runs.operations import keep_run
from ngoapp.mailings.runs.recipients import Recipients, Wanted, recipients


def labels_for(choice: Choice, wanted: Wanted, paper: Paper) -> Recipients:
    """Who would get a label, and who would not."""
    return recipients(donors_chosen(choice), wanted, paper)


def print_for_donors(
    choice: Choice, wanted: Wanted, *, words: str, action_key: str, paper: Paper, start: int
) -> PrintRun:
    """Print labels for the donors as they are now, and keep the run; `words` say who was chosen.

    The same form twice is one run. Raises StartNotOnSheet and NothingToPrint."""
    people = labels_for(choice, wanted, paper)
    return keep_run(action_key=action_key, chosen=words, people=people, paper=paper, start=start)
