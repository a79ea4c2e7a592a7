"""Visits, dates, and Ofsted's own reports and letters."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.article import Article
from newsdesk.ofsted import OfstedFacts, read_ofsted


def read(
    text: str, kind: str, day: str | None = "2024-06-03", title: str = "", pages: tuple[int, ...] = ()
) -> OfstedFacts:
    published = date.fromisoformat(day) if day else None
    article = Article("https://a.test/1", "Courant", title, text, published, page_starts=pages)
    return read_ofsted(article, kind, ("Northwick",))


VISITS = [
    ("This was the second monitoring visit since the council was judged inadequate in March 2022.", 2),
    ("It follows a first monitoring visit in February. Inspectors came back in June.", 2),
    ("It builds on an earlier visit in February, which found early progress.", 2),
    ("It is the fifth time inspectors have returned. The next visit, the sixth, is expected in the autumn.", 5),
    ("Slow progress was made, inspectors wrote. A third visit will follow after Christmas.", 2),
    ("The visit, the latest of four, looked at care leavers.", 4),
    ("Inspectors carried out their sixth and final monitoring visit before a full inspection.", 6),
    ("The letter follows the fourth of its monitoring visits.", 4),
    ("Two previous monitoring visits found slow progress.", 3),
    ("The visit was the watchdog's first since its July inspection, when the county was inadequate.", 1),
    ("The visit was Ofsted's 3rd visit of a planned series.", 3),
    ("Inspectors came on 8 and 9 May, their third check on the service since it was rated inadequate.", 3),
    ("Ofsted's second 'monitoring visit' was held in May.", 2),
    ("The visit in February was the sixth of its kind.", 6),
    ("Inspectors were back for the third time since the service was rated inadequate.", 3),
    ("It's the second time they've been back since the council was given an inadequate rating.", 2),
    ("A letter from Ofsted, which followed the second monitoring visit, says that plans are late.", 2),
    ("It dropped in on the borough for the second of a series of monitoring visits.", 2),
    ("It was their fourth call since the service failed.", 4),
    ("Inspectors came in May and found some progress.", None),
]


@pytest.mark.parametrize(("text", "number"), VISITS)
def test_the_number_of_a_monitoring_visit(text: str, number: int | None) -> None:
    assert read(text, "monitoring-visit").visit_number == number


def test_only_a_monitoring_visit_has_a_number() -> None:
    assert read("After its second monitoring visit the council hired staff.", "workforce").visit_number is None


DATES = [
    (
        "The inspection took place from 26 February to 8 March and the report was published on 16 May.",
        "2024-02-26 2024-03-08",
    ),
    ("A monitoring visit was carried out in April. The council was judged inadequate in March 2023.", "2024-04"),
    (
        "Inspectors were first in the county in September and October last year. They came back in January.",
        "2023-09 2024-01",
    ),
    ("Two inspectors visited the city last month to look at plans.", "2024-05"),
    ("Visiting on 4 and 5 March 2024, inspectors met staff.", "2024-03-04 2024-03-05"),
    ("On 4 and 5 March inspectors looked at the front door.", "2024-03-04 2024-03-05"),
    ("Services have got better since the last inspection took place in March 2022.", ""),
    ("The June check-up had found only first signs of change.", ""),
    ("Cabinet will discuss the inspection at its meeting on 3 June.", ""),
    ("Inspectors were with us for five days at the start of March.", "2024-03"),
    ("Last month's visit looked at children in care.", "2024-05"),
    ("The report on the April inspection came out today.", "2024-04"),
    ("Four inspectorates joined forces in April to look at the town.", "2024-04"),
    ("Inspectors came calling in early May.", "2024-05"),
    ("The visit is due in July.", ""),
]


@pytest.mark.parametrize(("text", "dates"), DATES)
def test_when_inspectors_were_there(text: str, dates: str) -> None:
    assert read(text, "inspection").inspection_dates == tuple(dates.split())


def test_another_visits_date_is_not_taken() -> None:
    text = "The second monitoring visit took place on 3 and 4 April. The first monitoring visit was in January 2024."
    assert read(text, "monitoring-visit").inspection_dates == ("2024-04-03", "2024-04-04")


def test_a_service_story_has_no_inspection_dates() -> None:
    assert read("Ofsted visited the home on 4 March 2024.", "service").inspection_dates == ()


REPORT = """Inspection of Northwick local
authority children’s services
Inspection dates: 18 to 29 November 2024
Lead inspector: Orla Penhale, His Majesty’s Inspector
Judgement Grade
The impact of leaders on social work
practice with children and families
Good
The experiences and progress of
children who need help and protection
Requires improvement to be
good
The experiences and progress of
children in care.
Good
The experiences and progress of
children care leavers
Inadequate
Overall effectiveness Inadequate
Services for children in Northwick have become weaker since the last inspection in 2019, when they were judged good.
Help for care leavers falls short and overall effectiveness is affected.

What needs to improve?
Plans for care leavers are outstanding only in name and are not good."""


def test_a_report_gives_its_grid_dates_inspector_and_framework() -> None:
    facts = read(REPORT, "inspection", None, pages=(0, REPORT.index("What needs")))
    assert dict(facts.judgements) == {
        "impact of leaders": "good",
        "help and protection": "requires improvement",
        "children in care": "good",
        "care leavers": "inadequate",
        "overall effectiveness": "inadequate",
    }
    assert facts.inspection_dates == ("2024-11-18", "2024-11-29")
    assert facts.lead_inspector == "Orla Penhale"
    assert facts.framework == "ILACS 2023"
    assert facts.previous_overall == "good"
    assert facts.sources["judgements.care leavers"].page == 1


def test_a_report_without_an_overall_grade_gets_none() -> None:
    newer = REPORT.replace("Overall effectiveness Inadequate\n", "").replace("2024", "2026")
    facts = read(newer, "inspection", None)
    assert "overall effectiveness" not in facts.judgements
    assert len(facts.judgements) == 4
    assert facts.framework == "ILACS 2026"


def test_a_grade_that_is_missing_from_a_row_is_absent() -> None:
    facts = read(REPORT.replace("children in care.\nGood\n", "children in care.\n"), "inspection", None)
    assert "children in care" not in facts.judgements


def test_fieldwork_in_two_parts_runs_from_first_start_to_last_end() -> None:
    parted = REPORT.replace("18 to 29 November 2024", "5 to 9 December 2022 and 14 to 15 February\n2023")
    assert read(parted, "inspection", None).inspection_dates == ("2022-12-05", "2023-02-15")


OLDER = """Northwick Council
Inspection of services for children in need of help and
protection, children looked after and care leavers
and
Review of the effectiveness of the Local Safeguarding Children Board
Inspection date: 19 November – 11 December 2014
Report published: 20 February 2015
Children’s services in Northwick require improvement to be
good
There are no widespread failures, but the authority is not yet delivering good protection.
1. Children who need help and protection Requires improvement
2. Children looked after and achieving
permanence Good
2.1 Adoption performance
Outstanding
2.2 Experiences and progress of care leavers Requires
improvement
3. Leadership, management and governance Requires improvement
The effectiveness of the Local Safeguarding Children Board (LSCB) is
inadequate."""


def test_a_report_of_the_single_inspection_framework() -> None:
    facts = read(OLDER, "inspection", None)
    assert dict(facts.judgements) == {
        "overall effectiveness": "requires improvement",
        "help and protection": "requires improvement",
        "children in care": "good",
        "adoption": "outstanding",
        "care leavers": "requires improvement",
        "impact of leaders": "requires improvement",
    }
    assert (facts.framework, facts.report_published) == ("SIF", "2015-02-20")
    assert facts.inspection_dates == ("2014-11-19", "2014-12-11")


LETTER = """10 July 2025
Pia Holloway, Director of Children's Services, Northwick Council

Dear Ms Holloway

Monitoring visit to Northwick children's services

This letter summarises the findings of the monitoring visit to Northwick children's services on 3 and
4 June 2025.
It was the second monitoring visit since the authority was judged inadequate in March 2024.
His Majesty's Inspectors
were Tam Ridley and Jo Ames.

Plans for children are good and leaders know their services. Visits to children have become outstanding in some teams.

Yours sincerely

Tam Ridley
His Majesty's Inspector"""


def test_the_letter_of_a_monitoring_visit_gives_no_grades() -> None:
    facts = read(LETTER, "monitoring-visit", None)
    assert dict(facts.judgements) == {}
    assert facts.visit_number == 2
    assert facts.previous_overall == "inadequate"
    assert facts.inspection_dates == ("2025-06-03", "2025-06-04")
    assert (facts.lead_inspector, facts.report_published) == ("Tam Ridley", "2025-07-10")


SEND = """Local area partnership report
Area SEND inspection of Northwick Local Area Partnership
Inspection dates: 22 to 26 January 2024
Dates of previous inspection: 3 to 7 July 2017
Inspection outcome
{outcome}
"""


@pytest.mark.parametrize(
    ("said", "outcome", "urgent"),
    [
        (
            "The local area partnership's arrangements typically lead to positive experiences and outcomes.",
            "typically positive experiences",
            False,
        ),
        (
            "The local area partnership's arrangements lead to inconsistent experiences and\noutcomes.",
            "inconsistent experiences and outcomes",
            False,
        ),
        (
            "There are widespread and/or systemic failings. The area must address areas for priority\naction.",
            "widespread and/or systemic failings",
            True,
        ),
    ],
)
def test_the_outcome_of_an_area_send_inspection(said: str, outcome: str, urgent: bool) -> None:
    facts = read(SEND.format(outcome=said), "send-inspection", None)
    assert (facts.send_outcome, facts.priority_action, facts.framework) == (outcome, urgent, "Area SEND")
    assert (dict(facts.judgements), facts.inspection_dates) == ({}, ("2024-01-22", "2024-01-26"))


@pytest.mark.parametrize(
    ("said", "urgent"),
    [
        ("Inspectors identified two areas for priority action.", True),
        ("Areas for priority action\nThe timeliness of strategy meetings.", True),
        ("Inspectors did not identify any areas for priority action.", False),
        ("There were no areas for priority action.", False),
        ("Inspectors asked for plans to be clearer.", False),
    ],
)
def test_priority_action_of_a_joint_inspection(said: str, urgent: bool) -> None:
    assert read(f"Inspectors were in Northwick from 6 to 10 May 2024. {said}", "jtai").priority_action is urgent


def test_a_long_text_takes_time_in_proportion() -> None:
    part = "Ofsted rated the council good for children in care on 3 May 2024. Leaders said 'outstanding' work goes on. "
    began = process_time()
    read(part * 500, "inspection")
    small = process_time() - began
    began = process_time()
    read(part * 4_000, "inspection")
    assert process_time() - began < small * 16 + 0.5


@pytest.mark.parametrize("piece", ["good ", '"', "1 May ", "Inspection of ", "in care ", "\n", "not ", "first visit "])
def test_no_repetition_blows_up(piece: str) -> None:
    began = process_time()
    read(piece * (200_000 // len(piece)), "monitoring-visit")
    assert process_time() - began < 4


@given(st.text(), st.sampled_from(["inspection", "monitoring-visit", "jtai", "send-inspection", "other"]))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(text: str, kind: str) -> None:
    facts = read(f"Judgement Grade {text} rated good {text} inadequate", kind, title=text)
    assert set(facts.judgements.values()) <= {"outstanding", "good", "requires improvement", "inadequate"}
