"""The same text, and the same story."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.article import Article
from newsdesk.findings import Reading
from newsdesk.sameness import Item, contradict, fingerprints, group, is_copy, same_story

RELEASE = """Inspectors who came to Northwick in June have found that social workers see children more
often than they did.

Their letter, made public today, says that supervision is regular and that managers now look closely
at every plan.
It asks the council to make plans for disabled children more precise
and to think harder about what happens if they fail.

Councillor Ines Marlow, who chairs the children's committee, said: "We have a long way to go and the
letter says so. But the people who do this work every day can be proud of how far they
have come since the spring of last year."

A plan will go before the committee in September. The letter can be read on the council's website."""
EDITED = RELEASE.replace("Inspectors who came to", "OFSTED inspectors visiting").replace("Councillor", "Cllr")
EDITED = EDITED.replace("A plan will go before the committee in September. ", "").replace('"', "”")
OTHER = """Parents in Northwick have waited eleven months on average for an education plan, figures show.

The council says it has hired nine more case workers and that the wait
will be halved by the end of next year.
Campaigners from a parents' forum said that they had heard such promises before, and
that children were
out of school."""


def article(text: str = "", day: str | None = "2025-07-10", title: str = "") -> Article:
    return Article("https://a.test/1", "Courant", title or text[:30], text, date.fromisoformat(day) if day else None)


def item(text: str, day: str | None = "2025-07-10", **facts: object) -> Item:
    reading = Reading(True, 1.0, kind="monitoring-visit", councils=("Northwick",))
    return article(text, day), replace(reading, **facts)  # type: ignore[arg-type]


def heavily_edited(text: str) -> str:
    """Every twelfth word changed, every fifth line gone."""
    lines = [line for at, line in enumerate(text.split("\n")) if at % 5 != 4]
    words = "\n".join(lines).split(" ")
    return " ".join("indeed" if at % 12 == 5 else word for at, word in enumerate(words))


def test_an_edited_release_is_a_copy() -> None:
    assert is_copy(article(RELEASE), article(EDITED))
    assert is_copy(article(heavily_edited(RELEASE)), article(RELEASE))


def test_a_release_inside_a_longer_story_is_a_copy() -> None:
    assert is_copy(article(RELEASE), article(f"{OTHER}\n\n{RELEASE}"))


def test_another_text_on_the_same_matter_is_no_copy() -> None:
    assert not is_copy(article(RELEASE), article(OTHER))


def test_short_texts_and_empty_ones_are_copies_only_of_themselves() -> None:
    assert is_copy(article("Two lines only."), article("Two lines only."))
    assert not is_copy(article("Two lines only."), article("Two lines more."))
    assert not is_copy(article(""), article(""))


def test_fingerprints_are_bounded_signed_and_shared_by_copies() -> None:
    many = " ".join(f"word{number}" for number in range(5_000))
    prints = fingerprints(article(many))
    assert len(prints) == 200
    assert all(-(2**63) <= print_ < 2**63 for print_ in prints)
    assert fingerprints(article(RELEASE)) & fingerprints(article(EDITED))
    assert fingerprints(article("One two three four.")) == {-7624829634365557664}


def test_reports_of_one_visit_are_one_story_under_any_headline() -> None:
    one = item(RELEASE, visit_number=2, inspection_dates=("2025-06",))
    two = item(OTHER, "2025-07-30", visit_number=2, inspection_dates=("2025-06-03", "2025-06-04"))
    assert same_story(one, two)
    assert same_story(two, one)


def test_two_visits_of_one_council_are_two_stories() -> None:
    one, two = item(RELEASE, visit_number=1), item(RELEASE, visit_number=2)
    assert not same_story(one, two)
    february, june = item(OTHER, inspection_dates=("2025-02",)), item(RELEASE, inspection_dates=("2025-06",))
    assert not same_story(february, june)


def test_two_councils_are_two_stories() -> None:
    one = item(RELEASE, kind="inspection")
    assert not same_story(one, item(OTHER, kind="inspection", councils=("Southwick",)))
    assert not same_story(one, item(OTHER, kind="inspection", councils=("Northwick", "Southwick")))


def test_inspections_years_apart_are_two_stories() -> None:
    then = item(RELEASE, "2020-01-09", kind="inspection", inspection_dates=("2019-11-18", "2019-11-29"))
    now = item(OTHER, "2024-05-16", kind="inspection", inspection_dates=("2024-02-26", "2024-03-08"))
    assert not same_story(then, now)
    assert not same_story(item(RELEASE, "2020-01-09", kind="inspection"), item(OTHER, "2024-05-16", kind="inspection"))


def test_a_wrongly_read_day_parts_no_reports_of_one_week() -> None:
    one = item(RELEASE, "2024-05-16", kind="inspection", inspection_dates=("2024-02-26", "2024-03-08"))
    two = item(OTHER, "2024-05-18", kind="inspection", inspection_dates=("2023-10",))
    assert same_story(one, two)
    assert not same_story(one, item(OTHER, None, kind="inspection", inspection_dates=("2023-10",)))


def test_articles_without_an_identity_join_within_a_fortnight() -> None:
    first = item(RELEASE, "2025-07-01", kind="inspection")
    assert same_story(first, item(OTHER, "2025-07-15", kind="inspection"))
    assert not same_story(first, item(OTHER, "2025-07-16", kind="inspection"))


def test_a_report_joins_the_news_about_it() -> None:
    report = item(OTHER, None, kind="inspection", inspection_dates=("2025-05-12", "2025-05-23"))
    news = item(RELEASE, "2025-07-03", kind="inspection", inspection_dates=("2025-05",))
    assert same_story(report, news)


def test_two_matters_of_one_council_are_two_stories() -> None:
    assert not same_story(item(RELEASE, kind="service"), item(OTHER, kind="service"))


def test_what_is_not_relevant_stays_alone() -> None:
    one = item(RELEASE, relevant=False)
    assert not same_story(one, one)
    assert group([one, one]) == [[0], [1]]


def test_a_vague_article_joins_a_visit_but_never_bridges_two() -> None:
    first = item("The first letter is out.", "2025-07-01", visit_number=1)
    vague = item("Ofsted has been back, it says.", "2025-07-05")
    second = item("The second letter is out.", "2025-07-09", visit_number=2)
    assert group([first, vague]) == [[0, 1]]
    assert group([first, vague, second]) == [[0], [1], [2]]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_articles_does_not_matter(seed: int) -> None:
    days = [(date(2025, 1, 1) + timedelta(days=9 * at)).isoformat() for at in range(20)]
    items = [
        item(text, day, visit_number=number, kind=kind)
        for at, day in enumerate(days)
        for text, number, kind in [(RELEASE if at % 3 else OTHER, at % 4 or None, ("monitoring-visit", "jtai")[at % 2])]
    ]
    stories = {frozenset(story) for story in group(items)}
    order = random.Random(seed).sample(range(len(items)), len(items))  # noqa: S311
    shuffled = {frozenset(order[at] for at in story) for story in group([items[at] for at in order])}
    assert shuffled == stories


facts = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["inspection", "monitoring-visit", "service"]),
        "councils": st.sampled_from([("Northwick",), ("Southwick",), ("Northwick", "Southwick"), ()]),
        "visit_number": st.sampled_from([None, 1, 2]),
        "inspection_dates": st.sampled_from([(), ("2025-06",), ("2025-02-03", "2025-02-04")]),
        "relevant": st.booleans(),
    }
)
days = st.sampled_from([None, "2025-07-01", "2025-07-08", "2025-07-20"])
items = st.builds(
    lambda text, day, said: item(text, day, **said), st.sampled_from([RELEASE, EDITED, OTHER, ""]), days, facts
)


@given(items, items)
@settings(deadline=None)
def test_sameness_is_symmetric(one: Item, two: Item) -> None:
    assert same_story(one, two) == same_story(two, one)
    assert is_copy(one[0], two[0]) == is_copy(two[0], one[0])


@given(st.lists(items, max_size=7))
@settings(deadline=None)
def test_every_article_is_in_exactly_one_story_and_none_contradicts_itself(articles: list[Item]) -> None:
    stories = group(articles)
    assert sorted(at for story in stories for at in story) == list(range(len(articles)))
    for story in stories:
        numbers = {articles[at][1].visit_number for at in story if articles[at][1].kind == "monitoring-visit"}
        assert len(numbers - {None}) <= 1
        if len(story) == 2:
            assert not contradict(articles[story[0]], articles[story[1]])


def release(council: str, grant: str) -> str:
    said = RELEASE.replace("Northwick", council).replace("September", "October")
    return f"{said}\n\nThe offer is worth £{grant} a year to each young person who is leaving care in {council}."


def test_one_template_filled_in_for_two_councils_makes_no_copy() -> None:
    assert not is_copy(article(release("Oldham", "3,000")), article(release("Halton", "2,500")))
    assert is_copy(article(release("Oldham", "3,000")), article(release("Oldham", "3,000"), title="Another headline"))


EVENING = """Could you open your home to a child? Oldham Council is inviting anyone who is curious about fostering to
meet the team and some of its carers at the Old Library on Thursday 6 March at 6.30pm.

You can be single or married, work or not, own your home or rent it. What children need above all is time and patience.

Carers have a worker of their own, training and a weekly allowance, and there is a helpline at night. The council needs
homes for teenagers and for brothers and sisters most of all. No ticket is needed, and there will be cake."""


def test_next_months_notice_of_the_same_evening_is_no_copy() -> None:
    april = EVENING.replace("Thursday 6 March at 6.30pm", "Tuesday 8 April at 7pm")
    assert not is_copy(article(EVENING, "2025-02-20"), article(april, "2025-03-25"))
    assert is_copy(article(EVENING, "2025-02-20"), article(EVENING.replace("Council", "council"), "2025-02-24"))


def test_a_release_cut_turned_round_and_eked_out_is_a_copy() -> None:
    first, second, third = EVENING.split("\n\n")
    local = (
        "Oldham Athletic gave 12 tickets for a raffle in aid of the town's carers last week, the Courant has learnt."
    )
    retold = f"{local}\n\n{third.replace('most of all', 'above all')}\n\n{first.replace('inviting', 'asking')}"
    assert is_copy(
        article(EVENING, "2025-02-20"), article(retold, "2025-02-22", title="Fostering team wants to meet you")
    )
    assert is_copy(article(retold, "2025-02-22"), article(f"{second}\n\n{EVENING}", "2025-02-20"))


def test_one_template_of_two_councils_that_only_their_newsrooms_name_makes_no_copy() -> None:
    text = RELEASE.replace("Northwick", "our borough")
    bexley, bromley = (replace(article(text), outlet_councils=(home,)) for home in ("Bexley", "Bromley"))
    assert not is_copy(bexley, bromley)
    assert is_copy(bexley, replace(article(text), outlet_councils=()))


def test_the_same_words_long_after_are_no_copy() -> None:
    assert not is_copy(article(RELEASE, "2019-07-10"), article(RELEASE, "2024-07-10"))


def test_a_sum_of_money_joins_what_two_papers_tell_and_its_absence_parts_them() -> None:
    facts = {"kind": "finance", "visit_number": None}
    one = item("Oldham is set to overspend by £12.4m on placements this year.", **facts)
    two = item("Opposition councillors ask where the £12.4m went.", "2025-07-15", **facts)
    other = item("The deficit on special needs is heading for £60m, the schools forum heard.", "2025-07-15", **facts)
    assert same_story(one, two)
    assert not same_story(one, other)
