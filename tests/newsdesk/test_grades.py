"""Grades in prose, lists, tables and headlines: current ones, earlier ones, and those of others."""

from datetime import date

import pytest

from newsdesk.article import Article
from newsdesk.ofsted import OfstedFacts, read_ofsted

OVERALL, LEADERS, HELP = "overall effectiveness", "impact of leaders", "help and protection"
CARE, LEAVERS, ADOPTION = "children in care", "care leavers", "adoption"
TOP, GOOD, RI, LOW = "outstanding", "good", "requires improvement", "inadequate"


def read(
    text: str, *councils: str, title: str = "Ofsted report", kind: str = "inspection", day: str = "2024-06-03"
) -> OfstedFacts:
    published = date.fromisoformat(day)
    return read_ofsted(Article("https://a.test/1", "Courant", title, text, published), kind, councils)


GRIDS = [
    (
        "Its overall rating is good, as are the ratings for leaders and for children in care; help and protection "
        "requires improvement.",
        {OVERALL: GOOD, LEADERS: GOOD, CARE: GOOD, HELP: RI},
    ),
    (
        "Derby City Council's children's services, rated inadequate in 2018, are now good, according to Ofsted. The "
        "report praises the service's leaders, and gives them a good.",
        {OVERALL: GOOD, LEADERS: GOOD},
    ),
    (
        "The council was rated good. On help and protection and the impact of leaders, Ofsted said that the council "
        "requires improvement. Care leavers got a good service.",
        {OVERALL: GOOD, HELP: RI, LEADERS: RI, LEAVERS: GOOD},
    ),
    (
        "The rating for how well leaders support social workers is outstanding. Requires improvement was the verdict "
        "on help and protection, while there was a good for care leavers.",
        {LEADERS: TOP, HELP: RI, LEAVERS: GOOD},
    ),
    (
        "Children's services in Derby have been rated outstanding by Ofsted. Support for care leavers and children in "
        "care was also judged outstanding, while help and protection was good.",
        {OVERALL: TOP, LEAVERS: TOP, CARE: TOP, HELP: GOOD},
    ),
    (
        "The council was rated good overall, but the experiences and progress of care leavers require improvement to "
        "be good. Help and protection, children in care and leadership were all found to be good.",
        {OVERALL: GOOD, LEAVERS: RI, HELP: GOOD, CARE: GOOD, LEADERS: GOOD},
    ),
    (
        "Derby was rated 'outstanding' for the impact of leaders and for care leavers, and 'good' for help and "
        "protection and for children in care.",
        {LEADERS: TOP, LEAVERS: TOP, HELP: GOOD, CARE: GOOD},
    ),
    (
        "Three of the four areas were judged good: leadership, children in care and care leavers. Help and protection "
        "was found to require improvement.",
        {LEADERS: GOOD, CARE: GOOD, LEAVERS: GOOD, HELP: RI},
    ),
    (
        "Derby City Council's children's services have been rated 'good' by Ofsted, with leadership and children in "
        "care both 'outstanding'.",
        {OVERALL: GOOD, LEADERS: TOP, CARE: TOP},
    ),
    (
        "The borough's services were found to be 'outstanding' in three areas and 'good' in the fourth, help and "
        "protection. Overall, Ofsted awarded the council its highest grade.",
        {HELP: GOOD, OVERALL: TOP},
    ),
    (
        "Inspectors have given the county's children's services the lowest possible rating. Only adoption, rated "
        "'good', was spared. Leaders said they hoped to be good again within three years.",
        {OVERALL: LOW, ADOPTION: GOOD},
    ),
    (
        "All three of the areas looked at - leadership, help and protection, and children in care - were judged "
        "inadequate, as was overall effectiveness.",
        {LEADERS: LOW, HELP: LOW, CARE: LOW, OVERALL: LOW},
    ),
    (
        "Inspectors gave three areas a grade of 'requires improvement' and two 'inadequate'. Overall effectiveness is "
        "inadequate.",
        {OVERALL: LOW},
    ),
    (
        "The council got a good in each of the five judgements: overall effectiveness; the impact of leaders; and the "
        "experiences of those needing help and protection, in care and leaving care.",
        {OVERALL: GOOD, LEADERS: GOOD, HELP: GOOD, CARE: GOOD, LEAVERS: GOOD},
    ),
    (
        "Leadership, help and protection and children in care all need to get better. Those three were graded requires "
        "improvement.",
        {LEADERS: RI, HELP: RI, CARE: RI},
    ),
    (
        "Leadership was judged outstanding, and the same grade was given for children in care. Help and protection "
        "was rated good.",
        {LEADERS: TOP, CARE: TOP, HELP: GOOD},
    ),
    (
        "Services are good in all four judgements. The four: leadership, help and protection, children in care and "
        "overall effectiveness.",
        {OVERALL: GOOD, LEADERS: GOOD, HELP: GOOD, CARE: GOOD},
    ),
    (
        "Care leavers in Derby get exceptional support. They gave that part of the service an outstanding grade.",
        {LEAVERS: TOP},
    ),
    ("Only the impact of leaders was short of the top mark, at good.", {LEADERS: GOOD}),
    ("Derby City Council was given the second-lowest grade by Ofsted.", {OVERALL: RI}),
    ("Ofsted found the council to be good across the board.", {OVERALL: GOOD}),
    (
        "Children's services in Derby need to improve, Ofsted has ruled. It was handed a 'needs to improve' grade.",
        {OVERALL: RI},
    ),
    (
        "• Overall effectiveness: good (previously requires improvement)\n• Leaders: outstanding\n"
        "• Help and protection – good\n• Care leavers. Requires improvement to be good",
        {OVERALL: GOOD, LEADERS: TOP, HELP: GOOD, LEAVERS: RI},
    ),
    (
        "Leadership and the protection of children were both judged inadequate.",
        {LEADERS: LOW, HELP: LOW},
    ),
    (
        "Judgement\n\nGrade\n\nThe impact of leaders on social work practice with children and families\n\nGood\n\n"
        "The experiences and progress of children in care\n\nRequires improvement to be good",
        {LEADERS: GOOD, CARE: RI},
    ),
    (
        "Outstanding\nThe impact of leaders\nCare leavers\nGood\nChildren in care",
        {LEADERS: TOP, LEAVERS: TOP, CARE: GOOD},
    ),
    (
        "1. Children who need help and protection: Inadequate\n2. Children looked after and permanence: Good\n"
        "2.1 Adoption performance: Outstanding\n3. Leadership, management and governance: Requires improvement",
        {HELP: LOW, CARE: GOOD, ADOPTION: TOP, LEADERS: RI},
    ),
]


@pytest.mark.parametrize(("text", "grid"), GRIDS)
def test_the_grid_is_read_from_the_ways_in_which_it_is_told(text: str, grid: dict[str, str]) -> None:
    assert dict(read(text, "Derby").judgements) == grid


EARLIER = [
    ("Derby's services have been rated outstanding, up from good in 2017.", TOP, GOOD),
    ("Derby's services have improved from 'Inadequate' to 'Good' in four years.", GOOD, LOW),
    ("The council fell from outstanding to requires improvement, Ofsted said.", RI, TOP),
    ("Five years after being branded inadequate, Derby's children's services are now good.", GOOD, LOW),
    ("The council is no longer inadequate: its services have been upgraded to requires improvement.", RI, LOW),
    ("Ofsted has lifted Derby City Council out of inadequate. Its services now require improvement overall.", RI, LOW),
    ("Inspectors judged services good. It had been inadequate in 2016 and required improvement in 2019.", GOOD, RI),
    ("Derby has kept its outstanding rating from Ofsted.", TOP, TOP),
    ("The overall rating is 'good', the same as in 2019.", GOOD, GOOD),
    ("Ofsted finds services inadequate. That is where they were four years ago.", LOW, LOW),
    ("Ofsted has downgraded Derby two grades, from good to inadequate.", LOW, GOOD),
    ("Derby has been rated 'outstanding' in all areas, its third outstanding rating in a row.", TOP, TOP),
    ("The Ofsted verdict: inadequate. Previously the council had been rated good.", LOW, GOOD),
    (
        'Overall it is inadequate. The report, which is public, says: "Since the last inspection of Derby in '
        '2019, when the council’s services were judged to be requires improvement to be good, little has changed."',
        LOW,
        RI,
    ),
    ("Services were judged good overall. At the last inspection they were found to require improvement.", GOOD, RI),
]


@pytest.mark.parametrize(("text", "now", "before"), EARLIER)
def test_the_grade_before_is_told_from_the_current_one(text: str, now: str, before: str) -> None:
    facts = read(text, "Derby")
    assert (facts.judgements, facts.previous_overall) == ({OVERALL: now}, before)


@pytest.mark.parametrize(
    "text",
    [
        "A primary school rated outstanding last year offered to train the council's staff.",
        "The council's youth justice service was rated inadequate by inspectors.",
        "SEND services in the county were judged to require improvement.",
        "A children's home run by the council was graded inadequate.",
        "Neighbouring Leicester was rated outstanding in March.",
        "Leicester, which was rated inadequate until 2022, has offered advice.",
        "More councils than ever are rated good or outstanding.",
        "The council wants to be good within two years and is on a journey to outstanding.",
        "Inspectors found inadequate supervision and some good practice with children in care.",
        "The council's response was inadequate, a resident said.",
        'She said: "We will not rest until Ofsted says that every one of our services is good and then outstanding."',
        "A council with one inadequate grade in any area is inadequate overall under Ofsted's rules.",
        "By Ofsted's rules one inadequate area is enough for services to be rated inadequate overall.",
    ],
)
def test_a_grade_that_is_not_this_councils_is_not_read(text: str) -> None:
    assert dict(read(text, "Derby").judgements) == {}


@pytest.mark.parametrize("kind", ["monitoring-visit", "focused-visit", "intervention", "leadership", "finance"])
def test_only_inspections_give_grades(kind: str) -> None:
    facts = read("Derby City Council, rated inadequate by Ofsted in 2022, has made progress.", "Derby", kind=kind)
    assert (dict(facts.judgements), facts.previous_overall) == ({}, LOW)


@pytest.mark.parametrize("kind", ["home-inspection", "other"])
def test_grades_of_homes_and_others_say_nothing_of_the_council(kind: str) -> None:
    facts = read("The service was rated inadequate overall. It was previously good.", "Derby", kind=kind)
    assert (dict(facts.judgements), facts.previous_overall) == ({}, None)


def test_two_councils_in_one_story_have_in_common_what_both_were_given() -> None:
    facts = read(
        "Derby and Luton have both been rated good overall by Ofsted. Derby was called good for help and "
        "protection, with leadership outstanding. Luton was good for leadership and for help and protection. "
        "Both were judged inadequate in 2019.",
        "Derby",
        "Luton",
    )
    assert dict(facts.judgements) == {OVERALL: GOOD, HELP: GOOD}
    assert facts.previous_overall == LOW


def test_children_in_care_and_care_leavers_are_one_judgement_before_2023() -> None:
    text = "Children in care and care leavers: good\nHelp and protection: good"
    assert dict(read(text, "Derby", day="2022-03-01").judgements) == {CARE: GOOD, HELP: GOOD}
    assert dict(read(text, "Derby", day="2024-03-01").judgements) == {CARE: GOOD, LEAVERS: GOOD, HELP: GOOD}


def test_no_overall_grade_is_made_up_once_ofsted_gives_none() -> None:
    text = "Ofsted rated Derby's children's services good for leadership and for children in care."
    grid = {LEADERS: GOOD, CARE: GOOD}
    assert dict(read(text, "Derby", day="2026-09-01").judgements) == grid
    headline = "Derby's children's services rated good"
    assert dict(read(text, "Derby", title=headline, day="2026-09-01").judgements) == grid


def test_the_text_outweighs_a_headline() -> None:
    text = "Ofsted judged services for care leavers inadequate. Overall the council requires improvement."
    assert read(text, "Derby", title="Derby's children's services rated inadequate").judgements[OVERALL] == RI


def test_every_grade_names_its_sentence() -> None:
    text = "It was a long wait. Leadership was rated good. Derby's services are good overall, up from inadequate."
    facts = read(text, "Derby")
    said = {fact: text[span.start : span.end] for fact, span in facts.sources.items()}
    assert said["judgements.impact of leaders"] == "Leadership was rated good."
    assert said["previous_overall"] == "Derby's services are good overall, up from inadequate."
