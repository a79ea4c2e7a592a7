"""Furniture is told apart from the story."""

from __future__ import annotations

import pytest

from scraper.pages import furniture


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Bus lane fines double in a year",
        "Related Articles",
        "Share:",
        "Advertisement",
        "Sign up to our daily newsletter here",
        "Sign-Up for our FREE Newsletter",
        "New wexbury Jobs Section Launched!!",
        "Vacancies updated hourly!!",
        "Click here: wexbury jobs",
        "The town hall in Wexbury (Photo: Nub News)",
        "A lorry on its side (SWNS)",
        "(Image: Google Street View)",
        "Image: LDRS",
        "Join our WhatsApp community for breaking news",
        "This article continues below",
        "12 comments",
        "Δ",
        "***",
    ],
)
def test_boxes_captions_and_links_are_furniture(line: str) -> None:
    assert furniture.is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "More than forty children were waiting for a social worker.",
        "Follow-up visits were made in June.",
        "Share prices of care providers fell after the ruling.",
        "Related services were judged good.",
        "Subscribers to the scheme will get a refund, the council said.",
        "Next steps",
        "Comments made by inspectors were fair, said the leader.",
        "He said the team (including agency staff) had grown.",
        "Home visits resumed in May.",
        "Read out in court, the statement took nine minutes.",
    ],
)
def test_sentences_of_a_story_are_not(line: str) -> None:
    assert not furniture.is_furniture(line)


def test_a_text_that_follows_itself_stands_once() -> None:
    assert furniture.without(["One.", "One.", "Share:", "Two."]) == ["One.", "Two."]
