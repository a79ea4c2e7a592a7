"""Grades and areas that a sentence carries over from the one before, and grids told in other ways than one by one."""

from datetime import date

import pytest

from newsdesk.article import Article
from newsdesk.ofsted import read_ofsted

OVERALL, LEADERS, HELP = "overall effectiveness", "impact of leaders", "help and protection"
CARE, LEAVERS, ADOPTION = "children in care", "care leavers", "adoption"
TOP, GOOD, RI, LOW = "outstanding", "good", "requires improvement", "inadequate"


def grid(text: str, title: str = "Ofsted report", day: str = "2024-06-03") -> dict[str, str]:
    article = Article("https://a.test/1", "Courant", title, text, date.fromisoformat(day))
    return dict(read_ofsted(article, "inspection", ("Derby",)).judgements)


def before(text: str, kind: str = "inspection") -> str | None:
    article = Article("https://a.test/1", "Courant", "Ofsted report", text, date(2024, 6, 3))
    return read_ofsted(article, kind, ("Derby",)).previous_overall


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Help for care leavers has improved most. Their support is now rated outstanding.", {LEAVERS: TOP}),
        ("Inspectors met 40 children in care. What they get was judged good.", {CARE: GOOD}),
        ("Only its work with care leavers escaped. It was found to require improvement.", {LEAVERS: RI}),
        ("Leadership is inadequate. So is the way the borough protects children at risk.", {LEADERS: LOW, HELP: LOW}),
        ("Child protection and leadership come next. Both areas were graded good.", {HELP: GOOD, LEADERS: GOOD}),
        (
            "There were failings in leadership, in child protection and in the care of children in care. Each of these "
            "is graded inadequate.",
            {LEADERS: LOW, HELP: LOW, CARE: LOW},
        ),
        (
            "Leadership requires improvement. The same label goes to child protection and support for care leavers.",
            {LEADERS: RI, HELP: RI, LEAVERS: RI},
        ),
        ("Services were good for children in care. There is one exception: care leavers. There, the council requires "
         "improvement.", {CARE: GOOD, LEAVERS: RI}),
        ("Derby was rated good in two areas after the visit. They are leadership and child protection.",
         {LEADERS: GOOD, HELP: GOOD}),
        ("The outstanding was for the experiences and progress of care leavers.", {LEAVERS: TOP}),
        ("Inspectors loved the work done for children in care. That got an outstanding.", {CARE: TOP}),
        ("Child protection was praised, and care leavers. Both services are good.", {HELP: GOOD, LEAVERS: GOOD}),
        ("Child protection lags behind. Plans are late, so this part of the service requires improvement.", {HELP: RI}),
        (
            "The team looked at three other aspects, all of which were found to require improvement. They are: child "
            "protection; support for care leavers; and leadership.",
            {HELP: RI, LEAVERS: RI, LEADERS: RI},
        ),
        ("Only the adoption service was spared the bottom grade. It requires improvement.", {ADOPTION: RI}),
    ],
)  # fmt: skip
def test_what_the_sentence_before_named_is_carried_over(text: str, told: dict[str, str]) -> None:
    assert grid(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Good, said Ofsted, and the staff cheered.", {OVERALL: GOOD}),
        ("The care leavers' service was rated outstanding, and so was everything else.", {LEAVERS: TOP, OVERALL: TOP}),
        ("Leadership – Outstanding. The director knows her staff.", {LEADERS: TOP}),
        ("Every area that the team examined is now good.", {OVERALL: GOOD}),
        ("Work with children in care has gone from good to outstanding, inspectors found.", {CARE: TOP}),
        (
            "Managers, the child protection teams and the staff who work with care leavers all earned a good.",
            {LEADERS: GOOD, HELP: GOOD, LEAVERS: GOOD},
        ),
        (
            "Of the four areas, two (leadership and care leavers) were outstanding and two (child protection and "
            "children in care) were good.",
            {LEADERS: TOP, LEAVERS: TOP, HELP: GOOD, CARE: GOOD},
        ),
        ("They rated us good for:\n\n* leadership\n* children in care", {LEADERS: GOOD, CARE: GOOD}),
        ("The council's services have been given the lowest of Ofsted's four ratings.", {OVERALL: LOW}),
        ("Leaders' impact on social work practice requires improvement to be good.", {LEADERS: RI}),
        ("The chief weakness was help and protection, which was inadequate.", {HELP: LOW}),
        ("But improvement is still required in help and protection.", {HELP: RI}),
        ("Derby was given the top grade in all of the areas that were judged:\n\n• leadership\n• children in care",
         {LEADERS: TOP, CARE: TOP}),
        ("The other two areas, which are leadership and adoption, require improvement.", {LEADERS: RI, ADOPTION: RI}),
        ("All five judgements, from leadership to support for care leavers, are good.", {OVERALL: GOOD}),
        ("They gave a good grade to each of the three areas they look at: leadership, adoption and care leavers.",
         {LEADERS: GOOD, ADOPTION: GOOD, LEAVERS: GOOD}),
        ("Support for care leavers, and children's services as a whole, were judged inadequate.",
         {LEAVERS: LOW, OVERALL: LOW}),
    ],
)  # fmt: skip
def test_a_grid_told_in_other_ways(text: str, told: dict[str, str]) -> None:
    assert grid(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "Derby has been awarded two outstanding judgements by Ofsted.",
        "The borough had waited long for a place where children could live for good.",
        "Teenagers leaving care need homes, although support in Leicester is good.",
        "Three years of improvement in Derby, although morale among its staff is good.",
    ],
)
def test_words_that_give_the_service_no_grade(text: str) -> None:
    assert grid(text) == {}


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Services are now good. Four years ago, the city was told off, with a rating of inadequate.", LOW),
        ("Derby is good. Back then it was inadequate.", LOW),
        ("The services require improvement, which is where Derby has been since 2019.", RI),
        ("Services are good. It was a turnaround for a department that was stuck on requires improvement.", RI),
        ("Services require improvement, one better than the 'inadequate' they received in 2019.", LOW),
        ("Overall effectiveness requires improvement to be good (2021: the same).", RI),
    ],
)
def test_the_overall_grade_before_in_other_ways(text: str, grade: str) -> None:
    assert before(text) == grade


def test_a_headline_tells_where_services_got_to() -> None:
    assert grid("The report came out today.", "From struggling to good: Derby's services win inspectors over") == {
        OVERALL: GOOD
    }


def test_to_be_failed_by_ofsted_is_to_be_inadequate() -> None:
    assert before("It was the fourth visit since the county was failed by Ofsted in 2021.", "monitoring-visit") == LOW


def test_one_grade_for_children_in_care_and_care_leavers_until_2022_stands_under_care() -> None:
    assert grid("Support for care leavers was judged good.", day="2021-06-03") == {CARE: GOOD}
    assert grid("Support for care leavers was judged good.") == {LEAVERS: GOOD}
