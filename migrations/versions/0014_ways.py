"""Other ways to give, with a first text for each."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STOCK = """Shares that have gone up in value can be given as they are: as a rule you pay no tax on the gain, and
the whole value helps.

1. **Write or call us first**, and ask how we can take the shares at present. We tell you where they should go.
2. Give your broker our details from this page, and the name and number of the shares.
3. **Tell us your name and what is coming.** Brokers seldom pass it on, and shares without a name are hard to thank for.

Your gift counts from the day on which the shares are ours. Our receipt says which shares they were and how many; what
they were worth that day, you or your adviser look up."""

FUND = """Is there a donor-advised fund in your name? Then a grant takes a few minutes.

1. Sign in where your fund is kept, or call there.
2. Look us up by our EIN or legal name, and recommend a grant.
3. Let them pass on your name, if you would like to be thanked.

The fund has already given you a receipt for the money that you put in, so we send thanks and no second receipt."""

IRA = """From the age of 70½ you can have a gift sent straight from your IRA. It is not added to your income, and it
can count towards what you have to take out each year.

1. Ask your IRA’s custodian for a *qualified charitable distribution*, and give them our details from this page.
2. The check has to be made out to us, not to you, and should name you.
3. **Tell us that it is coming**: custodians’ checks often arrive without a name.

We send you a letter for your records that names the custodian and says that you got nothing in return. Whether this is
right for you, please ask your tax adviser."""

BEQUEST = """A gift in your will costs nothing today, and you can change it at any time. Whatever is left once those
close to you are cared for can be a sum, a share, or a part of what remains. Your lawyer could write:

> I give to [our legal name], [our EIN], of [our address], [the sum of … / … percent of my estate / what remains of my
> estate], for its general purposes.

You can also name us as a beneficiary of a life insurance policy or a retirement account; that takes one form and no
lawyer. You need not tell us. If you do, we can thank you."""

EMPLOYER = """Many employers add to what their people give, often dollar for dollar, and some give for hours that you
volunteer.

1. Ask your personnel office, or look on your staff pages for *matching gifts*.
2. Give here as usual, and keep the receipt: most forms ask for its date and amount.
3. Name us by our EIN or legal name. We confirm your gift as soon as your employer asks.

Would you rather give from every paycheck? Ask for *workplace giving*, and name us there."""

FIRST_TEXTS = (
    ("stock", "Stock and mutual funds", STOCK),
    ("donor-advised-fund", "A donor-advised fund", FUND),
    ("ira", "From your IRA", IRA),
    ("bequest", "In your will", BEQUEST),
    ("employer", "Through your employer", EMPLOYER),
)


def upgrade() -> None:
    ways = op.create_table(
        "ways",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ways")),
        sa.UniqueConstraint("slug", name=op.f("uq_ways_slug")),
    )
    written_at = datetime(2026, 11, 22, tzinfo=UTC)
    op.bulk_insert(
        ways,
        [
            {
                "slug": slug,
                "position": position,
                "title": title,
                "body": body,
                "shown": True,
                "updated_at": written_at,
            }
            for position, (slug, title, body) in enumerate(FIRST_TEXTS, start=1)
        ],
    )


def downgrade() -> None:
    op.drop_table("ways")
