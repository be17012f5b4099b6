"""What staff change about a donor's recurring gift when the donor calls: rest, go on, stop, think again."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.core.errors import Refused
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring import changes
from ngoapp.web.fields import ActionKeyField, DayField, needed, optional
from ngoapp.web.forms import Form

REST, RESUME, STOP, GO_ON = "rest", "resume", "stop", "go-on"
OFFERED = {
    "active": {REST: "Pause it until a day", STOP: "Stop it"},
    "paused": {RESUME: "Go on now", REST: "Pause it until another day", STOP: "Stop it"},
    "past_due": {STOP: "Stop it, and do not try the failed payment again"},
    "ending": {GO_ON: "Let it go on after all"},
}
SAID = {
    REST: "Done: nothing is charged until then.",
    RESUME: "Done: it goes on from now.",
    STOP: "Stopped. Nothing is charged any more.",
    GO_ON: "Done: it goes on as before.",
}


class NoDay(Refused):
    """A rest has an end."""

    def __init__(self) -> None:
        super().__init__("Enter the day until which it shall pause.", field="until")


class PlanForm(Form):
    """One change; sent twice, it is made once."""

    action_key = ActionKeyField()
    change = RadioField("What the donor asks for", [needed("Choose what the donor asks for.")])
    until = DayField("Until", [optional()])

    def offer(self, plan: RecurringPlan) -> None:
        """Offer what is possible as it stands; a form that was sent before may ask for what is done by now."""
        words = OFFERED.get(plan.state, {})
        if self.is_submitted():
            words = {choice: SAID[choice] for choice in SAID} | words
        self.change.choices = [SelectChoice(choice, label) for choice, label in words.items()]

    def save(self, plan_id: int) -> str:
        """Ask for it; what to say then. Raises Refused."""
        key, asked = self.action_key.data or "", self.change.data
        if asked == REST:
            if self.until.data is None:
                raise NoDay
            changes.pause(plan_id, self.until.data, key=key)
        elif asked == RESUME:
            changes.resume(plan_id, key=key)
        elif asked == STOP:
            changes.stop(plan_id, key=key)
        else:
            changes.go_on(plan_id, key=key)
        return SAID[asked]
