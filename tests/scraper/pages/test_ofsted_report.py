"""Ofsted's PDFs: the grid stays line by line, running heads go, pages are known."""

from __future__ import annotations

from datetime import date

import pytest
from fpdf import FPDF

from scraper.pages import Unreadable, read_page

ADDRESS = "https://files.ofsted.gov.uk/v1/file/50999001"
GRID = [
    "Inspection of Ostleyshire local",
    "authority children's services",
    "Inspection dates: 3 to 14 March 2025",
    "Lead inspector: Rowena Tasker, His Majesty's Inspector",
    "Judgement Grade",
    "The impact of leaders on social work",
    "practice with children and families",
    "Requires improvement to be good",
    "The experiences and progress of care",
    "leavers",
    "Inadequate",
    "Overall effectiveness Requires improvement to be good",
    "Children in Ostleyshire mostly get help when they need it, but those who leave care wait too long for",
    "somewhere to live. Leaders know this.",
]
BODY = [
    "2. Social workers know the children whom they visit and write about them kindly, though plans are often",
    "late and some are lost between teams.",
    "3. Managers look at the work of each team every month and say plainly what they think of it and of the",
    "people who do it.",
]
MORE = {
    2: ["1. Foster carers are hard to find here.", "4. Schools and the police come to the meetings."],
    3: ["1. Advice is given by telephone until midnight.", "4. Lawyers are asked early enough."],
    4: ["1. Children are asked what they think.", "4. Nobody could say who had read the plan."],
}


def pdf(*pages: list[str]) -> bytes:
    document = FPDF()
    document.set_font("Helvetica", size=10)
    for lines in pages:
        document.add_page()
        for line in lines:
            document.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def report() -> bytes:
    head = "Inspection of Ostleyshire local authority children's services"
    later = [[head, f"3 to 14 March 2025 {number}", MORE[number][0], *BODY, MORE[number][1]] for number in MORE]
    return pdf(GRID, *later)


def read(body: bytes, content_type: str = "application/pdf", **told: object):
    return read_page(ADDRESS, body, content_type, "Ofsted", **told)  # type: ignore[arg-type]


def test_the_title_is_the_one_on_the_front_page() -> None:
    article = read(report())
    assert article.title == "Inspection of Ostleyshire local authority children's services"
    assert article.media == "pdf"


def test_the_grid_keeps_its_lines() -> None:
    text = read(report()).text
    assert "practice with children and families\nRequires improvement to be good\nThe experiences" in text
    assert "Overall effectiveness Requires improvement to be good\n\nChildren in Ostleyshire" in text


def test_running_heads_and_page_numbers_go() -> None:
    text = read(report()).text
    assert text.count("3 to 14 March 2025") == 1
    assert "local authority children's services" not in text


def test_each_page_begins_where_it_is_said_to() -> None:
    article = read(report())
    begins = [article.text[start : start + 9] for start in article.page_starts]
    assert begins == ["Inspectio", "1. Foster", "1. Advice", "1. Childr"]


def test_numbered_paragraphs_are_parted_and_wrapped_lines_are_not() -> None:
    text = read(report()).text
    assert "though plans are often\nlate and some are lost between teams.\n\n3. Managers" in text


def test_the_council_alone_on_the_first_line_goes_before_the_title() -> None:
    older = pdf(
        [
            "1",
            "Ostleyshire County Council",
            "Inspection of children's social care services",
            "Inspection dates: 3 March 2019",
        ]
    )
    assert read(older).title == "Ostleyshire County Council: Inspection of children's social care services"


def test_a_letter_gives_its_subject_and_its_date() -> None:
    subject = "Monitoring visit to Ostleyshire children's services"
    letter = pdf(["10 July 2025", "Ada Bright, Director", "Dear Ada", subject, "This letter summarises the findings."])
    assert read(letter).title == subject
    assert read(letter).published == date(2025, 7, 10)
    assert read(letter, dated=date(2025, 7, 14)).published == date(2025, 7, 14)


def test_a_stated_day_of_publication_beats_the_listing() -> None:
    stated = pdf(
        ["Inspection of services in Ostleyshire", "Report published: 18 September 2015", "The council is improving."]
    )
    assert read(stated, dated=date(2015, 9, 20)).published == date(2015, 9, 18)


def test_a_report_that_states_no_day_takes_the_listings_or_none() -> None:
    assert read(report()).published is None
    assert read(report(), dated=date(2025, 4, 28)).published == date(2025, 4, 28)


@pytest.mark.parametrize("content_type", ["application/pdf", "text/html; charset=UTF-8", ""])
def test_a_page_where_a_pdf_was_promised_is_unreadable(content_type: str) -> None:
    page = b"<!DOCTYPE html><html><body><h1>Report not found</h1><p>Please try again later.</p></body></html>"
    with pytest.raises(Unreadable, match="PDF was promised"):
        read(page, content_type)


@pytest.mark.parametrize("body", [b"%PDF-1.7 and nothing more", b"%PDF-", report()[:900], b"\n%PDF-1.4\n" + bytes(500)])
def test_a_damaged_pdf_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


def test_a_pdf_without_text_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="no text"):
        read(pdf([]))
