"""Forms of a recall: why an edition is withdrawn, and what its holders should know."""

from ngoapp.web.fields import ActionKeyField, LongTextField, WholeField, at_most, needed
from ngoapp.web.forms import Form

LONGEST_REASON, LONGEST_LETTER = 400, 2500


class WithdrawForm(Form):
    """Why an edition is withdrawn."""

    action_key = ActionKeyField()
    reason = LongTextField(
        "What is wrong with it, in words for those who hold it",
        [needed("Write what is wrong with it."), at_most(LONGEST_REASON)],
        description="They read this where they open their link. Such as: The phone number on page 3 is wrong.",
        render_kw={"rows": 3, "autofocus": True},
    )


class LetterForm(Form):
    """What the mail and the letter say."""

    letter = LongTextField(
        "Your words",
        [needed("Write what they should know."), at_most(LONGEST_LETTER)],
        description="The mail begins with “Hello,”, the letter with their name. A blank line begins a paragraph.",
        render_kw={"rows": 8},
    )


class PostedForm(Form):
    """Up to which letter the post has them."""

    up_to = WholeField()
