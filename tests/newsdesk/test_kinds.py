"""What kind of story it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import newsdesk
from newsdesk.article import Article
from newsdesk.kinds import KINDS, kind_of


def story(title: str, text: str) -> Article:
    return Article("https://paper.test/1", "Paper", title, text, date(2024, 6, 3))


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (
            "Second visit finds progress",
            "The second monitoring visit since an inadequate judgement went well.",
            "monitoring-visit",
        ),
        (
            "Inspectors return",
            "Ofsted came back to services that were rated inadequate. The visit was the second.",
            "monitoring-visit",
        ),
        ("Care leavers praised", "Inspectors made a focused visit to look at help for care leavers.", "focused-visit"),
        ("Two grades up", "Children's services have been judged good by Ofsted, up from inadequate.", "inspection"),
        (
            "Inspection of Borset local authority children's services",
            "Inspection dates: 3 to 14 June. Overall effectiveness: Good.",
            "inspection",
        ),
        (
            "Fostering agency rated good",
            "Ofsted rated the fostering agency good. The registered manager was pleased.",
            "home-inspection",
        ),
        (
            "Joint targeted area inspection of Borset",
            "The findings of the joint inspection by four inspectorates.",
            "jtai",
        ),
        (
            "Area SEND inspection of Borset",
            "The local area partnership's work leads to inconsistent experiences and outcomes.",
            "send-inspection",
        ),
        (
            "Direction issued to Borset Council",
            "Statutory direction issued by the Secretary of State for Education.",
            "intervention",
        ),
        (
            "Director of children's services quits",
            "She resigned on Friday. Ofsted rated the service good in 2022.",
            "leadership",
        ),
    ],
)
def test_a_kind_follows_from_what_headline_and_lead_say(title: str, text: str, kind: str) -> None:
    assert kind_of(story(title, text), councils=("Kent",)).kind == kind


def test_a_story_that_is_not_relevant_is_other() -> None:
    assert kind_of(story("Director of children's services quits", ""), relevant=False).kind == "other"


def test_a_story_that_fits_no_kind_is_other() -> None:
    assert kind_of(story("A walk", "It rained."), councils=("Kent",)).kind == "other"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Ofsted now rates children's services good, and good for care leavers. They were inadequate in 2021.",
            "inspection",
        ),
        (
            "Ofsted inspectors went back to children's services for two days, a year after an inadequate rating.",
            "monitoring-visit",
        ),
        (
            "Ofsted inspectors spent two days with children's services. No grade is given after such visits.",
            "focused-visit",
        ),
    ],
)
def test_an_inspection_is_told_from_a_visit_by_the_grades_that_it_brings(text: str, kind: str) -> None:
    assert kind_of(story("Ofsted on Kent's care leavers", text), councils=("Kent",)).kind == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Council-run children's home rated inadequate", "home-inspection"),
        ("Area SEND inspection of Kent and the NHS published", "send-inspection"),
    ],
)
def test_homes_and_areas_have_inspections_of_their_own(title: str, kind: str) -> None:
    assert kind_of(story(title, "Ofsted has published its report."), councils=("Kent",)).kind == kind


def test_a_youth_justice_service_is_not_inspected_by_ofsted() -> None:
    text = "The inspectorate of probation has rated the youth justice service outstanding. Inspectors came in May."
    assert kind_of(story("Youth justice team rated outstanding", text), councils=("Kent",)).kind == "other"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It was the fourth of its regular checks since the county was found to be failing.", "monitoring-visit"),
        ("They looked only at care leavers and at the homes that they go to. There is no grade.", "focused-visit"),
        ("A focused visit looked at children in care, their children's homes and foster homes.", "focused-visit"),
    ],
)
def test_visits_are_told_apart_without_their_names(text: str, kind: str) -> None:
    assert kind_of(story("What Ofsted found", f"Inspectors came for two days. {text}"), councils=("Kent",)).kind == kind


def test_a_story_without_a_council_is_rather_policy() -> None:
    article = story(
        "Children's trusts to be reviewed", "The Department for Education wants a cheaper model, ministers say."
    )
    assert kind_of(article).kind == "policy"


def test_the_scores_come_heaviest_first_and_the_span_is_in_the_text() -> None:
    article = story("Judge rules", "A family court judge has ruled. The ombudsman was told.")
    found = kind_of(article, councils=("Kent",))
    values = [score for _, score in found.scores]
    assert values == sorted(values, reverse=True)
    assert found.span is not None
    assert article.text[found.span.start : found.span.end] == "family court"


def test_the_data_knows_only_kinds_of_the_closed_list() -> None:
    data = Path(newsdesk.__file__).parent / "data" / "kinds.yaml"
    groups = YAML(typ="safe").load(data.read_text("utf-8"))
    halfway = {"ofsted-visit", "ofsted-grade", "ofsted-home"}
    assert {group["kind"] for group in groups} <= set(KINDS) | halfway
    assert all(group["why"] for group in groups)
