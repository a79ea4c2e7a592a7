"""read(article): all that we understand of one article."""

from __future__ import annotations

import json
import statistics
import time
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.article import Article
from newsdesk.reading import Person, Reading, read

VISIT = """Children's services in Northumberland are heading the right way, Ofsted has told the county.

A monitoring visit in September looked at caseloads and at child protection plans. For the inspectors it was the \
second monitoring visit to the county, whose services were judged inadequate in November 2024.

The first, in May 2025, had found the pace too slow.

Councillor Ada Thirlwell, chair of Northumberland County Council's children and families committee, said: "There are \
fewer families waiting, and staff stay longer.

"Nobody here is resting. Durham and Gateshead have helped us."
"""

GRADES = """Ofsted's report on children's services in Northumberland came out on Thursday. Two of its grades are \
"inadequate", the other three "requires improvement".

Inspectors found that help and protection, the impact of leaders and the experiences and progress of children in care \
require improvement to be good. Overall effectiveness is inadequate, and so are the experiences and progress of care \
leavers.

At its last inspection, in 2018, the council was judged good. This time the inspectors were in the county from 4th \
March to 15th March 2024.

Cllr Carol Pelham, lead member for children and families at Northumberland County Council, said: "We are sorry."
"""


def article(text: str, title: str = "", published: date = date(2025, 10, 20)) -> Article:
    return Article("https://paper.test/1", "Paper", title, text, published)


def test_a_monitoring_visit_without_a_headline_is_read_whole() -> None:
    reading = read(article(VISIT))
    assert reading.relevant
    assert reading.councils == ("Northumberland",)
    assert reading.kind == "monitoring-visit"
    assert reading.visit_number == 2
    assert dict(reading.judgements) == {}
    assert reading.previous_overall == "inadequate"
    assert reading.inspection_dates == ("2025-09",)
    assert reading.people == (
        Person("Ada Thirlwell", "chair of Northumberland County Council's children and families committee"),
    )


def test_a_graded_inspection_is_read_whole() -> None:
    reading = read(article(GRADES, "Northumberland pledges to improve children's services", date(2024, 5, 16)))
    assert reading.relevant
    assert reading.councils == ("Northumberland",)
    assert reading.kind == "inspection"
    assert reading.inspection_dates == ("2024-03-04", "2024-03-15")
    assert dict(reading.judgements) == {
        "overall effectiveness": "inadequate",
        "care leavers": "inadequate",
        "impact of leaders": "requires improvement",
        "help and protection": "requires improvement",
        "children in care": "requires improvement",
    }
    assert reading.previous_overall == "good"
    assert [person.name for person in reading.people] == ["Carol Pelham"]


def test_every_fact_has_its_sentence() -> None:
    reading = read(article(VISIT))
    sentences = {fact: VISIT[span.start : span.end] for fact, span in reading.sources.items()}
    assert "services in Northumberland" in sentences["councils.Northumberland"]
    assert sentences["kind"].startswith("A monitoring visit")
    assert sentences["people.Ada Thirlwell"].startswith("Councillor Ada Thirlwell")


def test_a_fact_of_a_pdf_has_its_page() -> None:
    text = "Inspection of Kent local authority children's services\n\n" + "Leaders are good. " * 10 + "\n\n"
    pages = (0, len(text))
    reading = read(replace(article(text + "Medway Council was there."), media="pdf", page_starts=pages))
    assert reading.sources["councils.Kent"].page == 1
    assert reading.sources["councils.Medway"].page == 2


def test_a_reading_survives_json() -> None:
    reading = read(article(GRADES, "Northumberland"))
    assert Reading.from_dict(json.loads(json.dumps(reading.as_dict()))) == reading


def test_what_is_not_relevant_has_no_kind() -> None:
    reading = read(article("The Ofsted inspector praised the school's phonics.", "Primary school rated good"))
    assert not reading.relevant
    assert reading.kind == "other"


@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=60), text=st.text(max_size=400), byline=st.none() | st.text(max_size=20))
def test_any_text_is_read_without_an_exception(title: str, text: str, byline: str | None) -> None:
    reading = read(replace(article(text, title), byline=byline))
    assert 0 <= reading.score <= 1
    for span in reading.sources.values():
        assert 0 <= span.start < span.end <= len(text)


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.sampled_from([*GRADES.split(" "), "\n\n", "“", '"', "Kent", "Ann Lee", "said", ":", "2025"]), max_size=60
    )
)
def test_any_order_of_a_storys_words_is_read_without_an_exception(words: list[str]) -> None:
    read(article(" ".join(words)))


def test_reading_takes_a_few_milliseconds_and_grows_no_faster_than_the_text() -> None:
    read(article(GRADES))
    assert statistics.median(_seconds(GRADES) for _ in range(15)) < 0.006
    once = min(_seconds(GRADES * 16) for _ in range(3))
    assert min(_seconds(GRADES * 128) for _ in range(2)) < once * 8 * 2


def test_hostile_texts_take_no_longer_than_their_length_allows() -> None:
    shapes = (
        "Ann Lee said. ",
        '"',
        "' A",
        "Kent and ",
        "A. ",
        "(",
        "Kent, ",
        "Cllr ",
        "said ",
        "\n \n",
        "12 June ",
        "x" * 50,
        "é’",
    )
    for shape in shapes:
        short, long = (_seconds((shape * (size // len(shape) + 1))[:size]) for size in (10_000, 80_000))
        assert long < 0.3 + short * 8 * 3, shape


def _seconds(text: str) -> float:
    started = time.process_time()
    read(article(text, "Northumberland"))
    return time.process_time() - started
