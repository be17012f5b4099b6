"""Every page, as it answers on the demo data. A route that the table does not know fails."""

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask

from ngoapp.cli.demo import load_demo
from ngoapp.core.settings import Settings
from tests.databases import Database
from tests.fakes import FakeSmtp, FakeStripe
from tests.pages.checks import CHECKS, names_stay_out_of_search_engines
from tests.pages.crawl import dead_ends
from tests.pages.html import Element, parse, words
from tests.pages.spoilt import lost_answers
from tests.pages.stage import Answer, Stage
from tests.pages.table import FILES, LEFT_OUT, PAGES, TABLE

ALIKE = 3  # the page, its sidebar and its filter may each ask


@pytest.fixture(scope="module")
def stage(migrated_app: Flask, database: Database, settings: Settings) -> Iterator[Stage]:
    """The demo data, looked at by a visitor and an administrator."""
    database.restore()
    migrated_app.extensions["ngoapp.smtp"] = FakeSmtp()
    migrated_app.extensions["ngoapp.stripe"] = FakeStripe()
    load_demo(migrated_app, settings)
    yield Stage(migrated_app)
    migrated_app.extensions["ngoapp.queue"].huey.storage.flush_all()


def tree_of(answer: Answer) -> Element:
    return parse(answer.text)


def test_every_address_that_can_be_asked_for_is_in_the_table(stage: Stage) -> None:
    rules = {rule.rule for rule in stage.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert sorted(rules - TABLE.keys() - LEFT_OUT.keys()) == []
    assert sorted((TABLE.keys() | LEFT_OUT.keys()) - rules) == []


@pytest.mark.parametrize("rule", PAGES)
def test_a_page_answers_in_valid_html_that_everybody_can_use(stage: Stage, rule: str) -> None:
    for answer in stage.answers(rule):
        assert answer.response.status_code == 200, answer.path
        tree = tree_of(answer)
        assert [fault for check in CHECKS for fault in check(tree)] == [], answer.path


@pytest.mark.parametrize("rule", TABLE)
def test_an_answer_carries_the_headers_that_keep_people_safe(stage: Stage, rule: str) -> None:
    for answer in stage.answers(rule):
        headers = answer.response.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"] or rule in FILES
        assert headers["X-Content-Type-Options"] == "nosniff"
        if rule.startswith("/staff") or "<token>" in rule:
            assert headers["Cache-Control"] == "no-store"
        if "<token>" in rule and not rule.startswith("/staff"):
            assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("rule", FILES)
def test_what_is_no_page_by_design_says_what_it_is(stage: Stage, rule: str) -> None:
    for answer in stage.answers(rule):
        assert answer.response.status_code == 200
        assert answer.response.mimetype == FILES[rule].kind


@pytest.mark.parametrize("rule", TABLE)
def test_an_answer_asks_the_database_no_more_than_its_entry_allows(stage: Stage, rule: str) -> None:
    for answer in stage.answers(rule):
        assert len(answer.queries) <= TABLE[rule].queries, answer.path


@pytest.mark.parametrize("rule", TABLE)
def test_no_question_is_asked_anew_for_each_row_of_a_list(stage: Stage, rule: str) -> None:
    for answer in stage.answers(rule):
        repeated = Counter(answer.queries).most_common(1)
        assert [query for query, times in repeated if times > ALIKE] == [], answer.path


@pytest.mark.parametrize("rule", [rule for rule in PAGES if not rule.startswith("/staff")])
def test_a_public_page_with_a_donors_name_stays_out_of_search_engines(stage: Stage, rule: str) -> None:
    for answer in stage.answers(rule):
        assert list(names_stay_out_of_search_engines(tree_of(answer), stage.names())) == []


def test_no_two_pages_have_the_same_title(stage: Stage) -> None:
    own = [rule for rule, page in PAGES.items() if not page.shares_title]
    titles = Counter(words(tree_of(stage.answers(rule)[0]).find("head/title")) for rule in own)

    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.parametrize("rule", [rule for rule, page in PAGES.items() if not page.reticent])
def test_a_form_with_one_answer_missing_says_so_and_keeps_the_rest(stage: Stage, rule: str) -> None:
    for answer in stage.answers(rule):
        assert list(lost_answers(stage.browser(rule), answer.path)) == []


def test_no_link_leads_nowhere(stage: Stage) -> None:
    assert list(dead_ends(stage)) == []
