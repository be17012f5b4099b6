"""Letting people in from the console."""

import pytest
from click.testing import CliRunner, Result

from ngoapp.accounts.queries import find_staff
from ngoapp.cli import main
from ngoapp.core.db import transaction
from tests.accounts.factories import PASSWORD, sign_in_by_form
from tests.organisation.factories import make_organisation


@pytest.fixture
def run(app, settings):
    environ = {
        "NGOAPP_DATA_DIR": str(settings.data_dir),
        "NGOAPP_DATABASE_URL": settings.database_url,
        "NGOAPP_SECRET_KEY": settings.secret_key,
        "NGOAPP_BASE_URL": settings.base_url,
    }

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["staff", "add", *arguments], env=environ)

    return run


def test_somebody_added_chooses_a_password_by_the_printed_link(run, db, client):
    with transaction():
        make_organisation()
    result = run("ines@example.org", "--name", "Ines Okafor", "--role", "finance", "--role", "editor")
    link = result.output.splitlines()[-1]
    client.post(link, data={"password": PASSWORD})
    assert sign_in_by_form(client, "ines@example.org") == "/staff/"
    user = find_staff("ines@example.org")
    assert user
    assert user.role_names == ["editor", "finance"]


def test_an_address_that_has_an_account_is_refused_in_a_sentence(run):
    for _ in range(2):
        result = run("ines@example.org", "--name", "Ines", "--role", "editor")
    assert result.exit_code == 1
    assert "There is an account with this e-mail address already." in result.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ines", "--name", "Ines", "--role", "editor"), "Give an e-mail address in full"),
        (("ines@example.org", "--name", "Ines", "--role", "king"), "'king' is not one of"),
    ],
)
def test_what_cannot_be_an_account_is_refused(run, arguments, sentence):
    result = run(*arguments)
    assert result.exit_code != 0
    assert sentence in result.output
