"""Plain text: headline, byline and date are taken off the top, furniture is left out."""

from __future__ import annotations

from datetime import date

import pytest

from scraper.pages import Unreadable, read_page

COPIED = """Wexbury vows to do better for care leavers after "sobering" letter

By Priya Dunmore

16th May 2024 | Local News

The town hall in Wexbury, where members met on Tuesday. (Photo: Nub News)
The town hall in Wexbury, where members met on Tuesday. (Photo: Nub News)

Wexbury has promised to see more of the young people who leave its care: inspectors found (Tuesday)one in five unseen.

They named three things that go well:

● The council knows where its young people live;

● Advisers stay with them until they are twenty-five.

Councillor Marion Pell said: "It is sobering, and it is fair."



New wexbury Jobs Section Launched!!
Vacancies updated hourly!!
Click here: wexbury jobs

Share:

Related Articles

The 61-year-old was taken to hospital in Stoke-on-Trent (SWNS).
Local News

Man hurt in collision near Wexbury

Sign-Up for our FREE Newsletter

Get the news of Wexbury in your inbox every week.
By signing up you accept our Privacy Policy.
"""

UNTITLED = """
Inspectors have said that leaders in Wexbury "have sensible plans for what is still to be done".
The second visit since the judgement took place in June and looked at children in need.
❼ How often children are seen.
Councillor Marion Pell, who chairs the children and families committee, said: "There is further to go."
"""


def read(text: str, **told: object):
    return read_page("file:///copied.txt", text.encode(), "text/plain", **told)  # type: ignore[arg-type]


def test_headline_byline_and_date_are_taken_off_the_top() -> None:
    article = read(COPIED)
    assert article.title == 'Wexbury vows to do better for care leavers after "sobering" letter'
    assert article.byline == "Priya Dunmore"
    assert article.published == date(2024, 5, 16)
    assert article.media == "text"


def test_the_text_begins_and_ends_with_the_story() -> None:
    blocks = read(COPIED).text.split("\n\n")
    assert blocks[0].startswith("Wexbury has promised")
    assert blocks[-1] == 'Councillor Marion Pell said: "It is sobering, and it is fair."'
    assert len(blocks) == 5


@pytest.mark.parametrize(
    "gone", ["Photo", "Jobs", "Vacancies", "Share", "Related", "collision", "Stoke", "Newsletter", "Privacy"]
)
def test_nothing_of_the_page_round_it_stays(gone: str) -> None:
    assert gone not in read(COPIED).text


def test_no_title_is_made_up() -> None:
    article = read(UNTITLED)
    assert article.title == ""
    assert article.published is None
    assert article.byline is None
    assert article.text.split("\n\n")[0].startswith("Inspectors have said")
    assert len(article.text.split("\n\n")) == 4


def test_what_the_listing_said_fills_the_gaps_only() -> None:
    told = {"title": "From the listing", "dated": date(2025, 7, 10)}
    assert (read(UNTITLED, **told).title, read(UNTITLED, **told).published) == ("From the listing", date(2025, 7, 10))
    assert read(COPIED, **told).published == date(2024, 5, 16)
    assert read(COPIED, **told).title.startswith("Wexbury vows")


def test_lines_wrapped_at_a_column_are_one_paragraph() -> None:
    wrapped = (
        "A headline\n\nThe council will keep its eleven children's centres open for another\n"
        "year while it asks parents, midwives and the voluntary sector what each of\n"
        "them is used for.\n\nA second paragraph."
    )
    assert read(wrapped).text.split("\n\n")[0].endswith("what each of them is used for.")


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    article = read("\ufeff" + COPIED.replace("\n", "\r\n"))
    assert article.title.startswith("Wexbury vows")
    assert article.text == read(COPIED).text


def test_a_file_without_a_story_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="no story"):
        read("Share:\n\nRelated Articles\n")
