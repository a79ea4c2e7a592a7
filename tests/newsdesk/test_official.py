"""Ofsted's own reports and letters, laid out in every manner that their PDFs come out in."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.article import Article
from newsdesk.councils import all_councils
from newsdesk.findings import Reading
from newsdesk.reading import read
from newsdesk.report_table import judgements_in
from tests.newsdesk.letters import KnownLetter, area_letters, visit_letters
from tests.newsdesk.reports import Known, inspection_reports

ADDRESS = "https://files.ofsted.gov.uk/v1/file/50900001"


def reading_of(text: str, title: str) -> Reading:
    return read(Article(ADDRESS, "Ofsted", title, text, None, media="pdf"))


@given(inspection_reports())
@settings(max_examples=150, deadline=None)
def test_a_report_is_read_as_it_says_however_it_is_laid_out(known: Known) -> None:
    reading = reading_of(known.text, known.title)
    assert reading.kind == "inspection"
    assert dict(reading.judgements) == known.judgements
    assert reading.inspection_dates == known.dates
    assert reading.councils == (known.council,)
    assert reading.lead_inspector == known.inspector
    assert reading.framework == known.framework


@given(st.one_of(visit_letters(), area_letters()))
@settings(max_examples=120, deadline=None)
def test_a_letter_is_read_as_it_says_and_gives_no_grades(known: KnownLetter) -> None:
    reading = reading_of(known.text, known.title)
    assert (reading.relevant, reading.kind, dict(reading.judgements)) == (True, known.kind, {})
    assert (reading.inspection_dates, reading.report_published) == (known.dates, known.published)
    assert (reading.councils, reading.lead_inspector) == ((known.council,), known.inspector)
    assert reading.visit_number == known.visit
    assert (reading.send_outcome, reading.priority_action) == (known.outcome, known.priority)


FRONT = """Inspection of Kent local
authority children’s services
Inspection dates: 3 to 14 March 2025
Lead inspector: Orla Penhale, His Majesty’s Inspector
"""
TABLE = """Judgement Grade
The impact of leaders on social work
practice with children and families
Good
The experiences and progress of
children who need help and protection
Outstanding
"""


FIELDWORK = [
    ("4–8 and 18–22 November 2019", "2019-11-04", "2019-11-22"),
    ("5 - 9 December 2022 & 14 - 15 February 2023", "2022-12-05", "2023-02-15"),
    ("29 November 2021 to 10 December\n2021", "2021-11-29", "2021-12-10"),
    ("From Monday 3 June until Friday 14 June 2019", "2019-06-03", "2019-06-14"),
    ("14 to25 November2022", "2022-11-14", "2022-11-25"),
    ("28 January to 8 Febuary 2019", "2019-01-28", "2019-02-08"),
    ("28th October to 1st November 2024.", "2024-10-28", "2024-11-01"),
    ("3 June to 14 June 2019 Reporting inspector: Jo Ames", "2019-06-03", "2019-06-14"),
]


@pytest.mark.parametrize(("said", "first", "last"), FIELDWORK)
@pytest.mark.parametrize("label", ["Inspection dates: ", "INSPECTION DATE(S):\n", "Dates of inspection – "])
def test_fieldwork_in_every_manner(label: str, said: str, first: str, last: str) -> None:
    text = FRONT.replace("Inspection dates: 3 to 14 March 2025", label + said) + TABLE
    assert reading_of(text, "Inspection of Kent").inspection_dates == (first, last)


@pytest.mark.parametrize("said", ["14 November to 25 November", "March 2019", "31 February 2020", "to be confirmed"])
def test_days_that_a_header_does_not_give_are_absent(said: str) -> None:
    text = FRONT.replace("3 to 14 March 2025", said) + TABLE
    assert all(len(day) < 10 for day in reading_of(text, "Inspection of Kent").inspection_dates)


@pytest.mark.parametrize(
    "title",
    ["Inspection of {} local authority children’s services", "{}: Inspection of children’s social care services"],
)
def test_every_council_is_known_by_the_title_whoever_else_is_named(title: str) -> None:
    wrong = []
    for council, other in pairwise((*all_councils(), all_councils()[0])):
        helped = f"Since {other.council_name} came to help, {other.name} and its director have led both services.\n"
        named = title.format(council.council_name)
        text = FRONT.replace("Inspection of Kent local\nauthority children’s services", named)
        found = reading_of(f"{text}{TABLE}\n{helped * 3}", named).councils
        if found != (council.name,):
            wrong.append((council.name, found))
    assert wrong == []


def test_a_former_council_is_itself_in_a_report_of_its_time() -> None:
    title = "Bournemouth: Inspection of children’s social care services"
    text = FRONT.replace("2025", "2018").replace("Inspection of Kent local\nauthority", "Bournemouth\nInspection of")
    assert reading_of(text + TABLE, title).councils == ("Bournemouth",)


def test_the_city_that_inspectors_write_from_is_not_named() -> None:
    address = "\nPiccadilly Gate\nStore Street\nManchester\nM1 2WD\n"
    assert reading_of(FRONT + TABLE + address, "Inspection of Kent").mentioned_councils == ()


def test_a_grade_before_is_the_councils_own_overall_one() -> None:
    before = "Since the last inspection in 2019, when services were judged to be inadequate, much has changed."
    praise = "Children benefit from good and outstanding services."
    assert reading_of(f"{FRONT}{TABLE}\n{before}", "Inspection of Kent").previous_overall == "inadequate"
    assert reading_of(f"{FRONT}{TABLE}\n{praise}", "Inspection of Kent").previous_overall is None


def grades(text: str) -> dict[str, str]:
    return {area: told.value for area, told in judgements_in(text).items()}


def test_grades_that_stand_before_all_labels_are_not_dealt_out() -> None:
    loose = "Judgement Grade\nGood\nInadequate\nThe impact of leaders\nOverall effectiveness\n"
    assert grades(FRONT + loose) == {}


def test_columns_of_unequal_length_are_not_matched_up() -> None:
    columns = "Judgement Grade\nThe impact of leaders\nThe experiences and progress of care leavers\n"
    assert grades(FRONT + columns + "Overall effectiveness\nGood\nInadequate\n") == {}


def test_two_grades_of_one_row_are_none() -> None:
    assert grades(FRONT + TABLE + "Overall effectiveness\nGood\nInadequate\n") == {
        "impact of leaders": "good",
        "help and protection": "outstanding",
    }


@pytest.mark.parametrize(
    "prose",
    [
        "Overall effectiveness was judged in 2019 to be\nInadequate.",
        "Care leavers had said that services were\ngood.",
        "The experiences and progress of care leavers have been for a while no longer\ninadequate.",
        "Good practice by leaders is seen.\nOutstanding\nwork was found in 2019 in care.",
    ],
)
def test_prose_below_the_table_gives_no_grade(prose: str) -> None:
    assert grades(f"{FRONT}{TABLE}\n{prose}\n") == {"impact of leaders": "good", "help and protection": "outstanding"}


def test_a_table_that_is_a_picture_leaves_the_headings_of_the_sections() -> None:
    body = """
The experiences and progress of children who need help and
protection: requires improvement to be good

1. Help comes early, and it is good.

The experiences and progress of children in care are: inadequate

The impact of leaders on social work practice with children and families is outstanding

The experiences and progress of care leavers: a good start
"""
    assert grades(FRONT + body) == {
        "help and protection": "requires improvement",
        "children in care": "inadequate",
        "impact of leaders": "outstanding",
    }


def test_a_grade_in_the_table_beats_the_heading_of_its_section() -> None:
    text = f"{FRONT}{TABLE}\n1. Help.\n\nThe experiences and progress of children who need help and protection: good\n"
    assert grades(text)["help and protection"] == "outstanding"


MEETING = """Cabinet, 3 June 2025
Inspection of local authority children's services
The report of the inspection of 3 to 14 March 2025 was noted. The Director said that overall effectiveness was Good."""


def test_minutes_about_an_inspection_are_no_report_of_ofsteds() -> None:
    assert reading_of(MEETING, "Cabinet minutes").framework is None


SEND = """Area SEND {what} of Kent Local Area Partnership
Inspection dates: 22 to 26 January 2026
Dates of previous inspection: 3 to 7 July 2023
Inspection outcome
{outcome}

Inspection team
Ofsted Care Quality Commission
Tam Ridley HMI, Ofsted Lead inspector Ada Bright, CQC Lead inspector
Jo Ames HMI, Ofsted
"""


def test_the_lead_of_an_area_send_inspection_is_ofsteds() -> None:
    text = SEND.format(what="inspection", outcome="Arrangements lead to inconsistent experiences and outcomes.")
    reading = reading_of(text, "Area SEND inspection of Kent Local Area Partnership")
    assert (reading.lead_inspector, reading.councils) == ("Tam Ridley", ("Kent",))
    assert reading.inspection_dates == ("2026-01-22", "2026-01-26")


def test_a_monitoring_inspection_of_send_has_none_of_the_three_outcomes() -> None:
    said = (
        "In 2023 inspectors found widespread and/or systemic failings and areas for priority action. Effective action."
    )
    reading = reading_of(
        SEND.format(what="monitoring inspection", outcome=said), "Area SEND monitoring inspection of Kent"
    )
    assert (reading.kind, reading.send_outcome, reading.priority_action) == ("send-inspection", None, False)


def test_an_earlier_statement_of_action_is_not_todays_outcome() -> None:
    said = "The area typically lead to positive experiences. A written statement of action is required no more."
    text = SEND.format(what="inspection", outcome=said)
    assert reading_of(text, "Area SEND inspection of Kent").send_outcome == "typically positive experiences"


def test_the_date_of_an_earlier_inspection_is_not_that_of_this_one() -> None:
    dates = "Previous inspection dates: 3 to 7 July 2017\nInspection dates: 22 to 26 January 2024"
    text = f"Area SEND inspection of Kent Local Area Partnership\n{dates}\nInspection outcome\nLeaders lead."
    assert reading_of(text, "Area SEND inspection of Kent").inspection_dates == ("2024-01-22", "2024-01-26")


@given(st.text(max_size=300), st.sampled_from((FRONT, TABLE, "Dear Pia\nThis letter summarises the findings", SEND)))
@settings(max_examples=120, deadline=None)
def test_any_text_in_a_document_is_read(text: str, part: str) -> None:
    for said in (text + part + text, part[: len(part) // 2] + text + part[len(part) // 2 :]):
        reading = reading_of(said, text)
        assert set(reading.judgements.values()) <= {"outstanding", "good", "requires improvement", "inadequate"}


@pytest.mark.parametrize(
    "piece",
    [
        "The experiences and progress of ",
        "Inspection of ",
        "Children's services in ",
        "Dear ",
        "Good\n",
        "3 to 14 May, ",
    ],
)
def test_no_repetition_in_a_report_blows_up(piece: str) -> None:
    began = process_time()
    reading_of(FRONT + TABLE + piece * (100_000 // len(piece)), "Inspection of Kent")
    assert process_time() - began < 2
