"""What a message says, and what it never says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from alerts.content import Content, Telling
from alerts.facts import facts_of
from alerts.render import LARGEST, Letterhead, render
from alerts.rules import Story, StoryArticle
from newsdesk.article import Article
from newsdesk.reading import Person
from tests.alerts.conftest import MONDAY, reading
from tests.alerts.schema import assert_valid

GRID = {
    "overall effectiveness": "inadequate",
    "impact of leaders": "requires improvement",
    "care leavers": "inadequate",
}
TEXT = (
    "Inspectors spent two weeks with the council.\n\nThey found overall effectiveness inadequate, and care leavers "
    "inadequate too. In 2019 the services were judged to require improvement."
)
SOURCES = {
    "judgements.overall effectiveness": "overall effectiveness inadequate",
    "judgements.care leavers": "care leavers inadequate",
    "previous_overall": "judged to require improvement",
}


def article(
    outlet: str = "Congleton Chronicle",
    title: str = "Council disappointed",
    text: str = TEXT,
    *,
    url: str = "https://paper.example/news/1",
    official: bool = False,
    copy: bool = False,
    published: date | datetime | None = MONDAY,
    media: Any = "html",
    **said: Any,
) -> StoryArticle:
    values = {
        "judgements": GRID,
        "previous_overall": "requires improvement",
        "inspection_dates": ("2026-04-13", "2026-05-01"),
        "people": (Person("Carol Example", "lead member for children"),),
        "sources": {fact: words for fact, words in SOURCES.items() if words in text},
    }
    understood = reading(text, **(values | said))
    return StoryArticle(Article(url, outlet, title, text, published, media=media), understood, MONDAY, official, copy)


def telling(*articles: StoryArticle, told: tuple[str, ...] | None = None, known: tuple[str, ...] = ()) -> Telling:
    story = Story(12, articles)
    keys = tuple(fact.key for fact in facts_of(story))
    return Telling(story, told or keys, known, (("Cheshire East", ("council: Cheshire East",)),))


def rendered(*tellings: Telling, kind: str = "story.new", contact: str = "boss@example.org") -> dict[str, Any]:
    window = (MONDAY - timedelta(days=1), MONDAY) if kind == "digest" else None
    content = Content("id", kind, "desk@example.org", "email", "at once", tellings, window)
    message = render(content, Letterhead(contact), MONDAY)
    assert_valid(message["payload"])
    return message


def everything(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False)


def test_an_inspection() -> None:
    message = rendered(telling(article()))
    assert message["subject"] == "Cheshire East: Ofsted - inadequate overall (2019: requires improvement)"
    text = " ".join(message["text"].split())
    assert text.startswith(
        "Ofsted has judged Cheshire East's children's services inadequate overall (requires improvement in 2019). "
        "Reported 1 June 2026; on site 13 April to 1 May 2026."
    )
    for said in (
        "As reported by Congleton Chronicle; Ofsted's report not seen yet.",
        "Overall effectiveness: Inadequate (in 2019: requires improvement)",
        "“They found overall effectiveness inadequate, and care leavers inadequate too.” Congleton Chronicle",
        "Congleton Chronicle, 1 June 2026, 10:00 Council disappointed https://paper.example/news/1",
        "Carol Example, lead member for children",
        "Rule “Cheshire East”: council: Cheshire East",
        "Phrases found: children's service",
        "Read by a machine: check the source before quoting.",
        "write to boss@example.org",
    ):
        assert said in text
    assert re.search(r'class="hit" style="[^"]+">overall effectiveness inadequate,?</span>', message["html"])


def test_an_inspection_without_an_overall_grade_says_the_worst_first() -> None:
    grid = {"impact of leaders": "good", "help and protection": "good", "care leavers": "inadequate"}
    text = " ".join(rendered(telling(article(judgements=grid)))["text"].split())
    assert text.startswith(
        "Ofsted has inspected Cheshire East's children's services: care leavers inadequate; impact of leaders and help "
        "and protection good."
    )


def test_an_earlier_judgement_without_its_year() -> None:
    text = TEXT.replace("In 2019 the", "Once the")
    assert rendered(telling(article(text=text)))["subject"].endswith(
        "inadequate overall (before: requires improvement)"
    )


def test_a_monitoring_visit() -> None:
    visit = article(
        kind="monitoring-visit",
        judgements={},
        visit_number=2,
        inspection_dates=("2025-06",),
        previous_overall="inadequate",
    )
    message = rendered(telling(visit))
    assert message["subject"] == "Cheshire East: Ofsted monitoring visit 2 (June 2025), no grade"
    assert "the second monitoring visit" in message["text"]
    assert "Visits give no grade: inadequate stands." in " ".join(message["text"].split())


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ({"kind": "inspection", "judgements": {}}, "Cheshire East: Ofsted inspection (May 2026)"),
        (
            {"kind": "inspection", "judgements": {"care leavers": "good", "impact of leaders": "inadequate"}},
            "Cheshire East: Ofsted - impact of leaders inadequate, 1 more judgement",
        ),
        (
            {"kind": "focused-visit", "priority_action": True},
            "Cheshire East: Ofsted focused visit (May 2026) - priority action",
        ),
        ({"kind": "court", "inspection_dates": ()}, "Cheshire East: court case (1 June 2026)"),
        ({"kind": "leadership", "councils": ()}, "Children's services: leadership of children's services (May 2026)"),
        (
            {"kind": "finance", "inspection_dates": (), "councils": ("Leeds", "Bradford", "Kirklees")},
            "Leeds and 2 more: money for children's services (1 June 2026)",
        ),
    ],
)
def test_subjects(said: dict[str, Any], subject: str) -> None:
    assert rendered(telling(article(**said)))["subject"] == subject


def test_subjects_stay_under_75_characters() -> None:
    councils = ("Bournemouth, Christchurch and Poole", "Cheshire West and Chester")
    for kind in ("inspection", "monitoring-visit", "send-inspection", "home-inspection", "court"):
        long = article(
            kind=kind, councils=councils, send_outcome="inconsistent experiences and outcomes", visit_number=3
        )
        assert len(rendered(telling(long))["subject"]) < 75
        assert len(rendered(telling(long), telling(long), kind="digest")["subject"]) < 75


def test_the_report_confirms_or_differs() -> None:
    press, report = article(), article("Ofsted", official=True, media="pdf")
    known = ("story", "judgement: overall effectiveness: inadequate")
    seen = rendered(telling(press, report, told=("official_document",), known=known), kind="story.update")
    assert seen["subject"] == "Cheshire East: Ofsted's report seen - grades confirmed"
    assert "not seen yet" not in seen["text"]
    assert seen["text"].index("Ofsted (official)") < seen["text"].index("Congleton Chronicle,")
    other = article("Ofsted", official=True, judgements=GRID | {"care leavers": "good"})
    differing = telling(press, other, known=known)
    assert "contradiction: care leavers" in differing.told
    message = rendered(differing, kind="story.update")
    assert message["subject"] == "Cheshire East: Ofsted's report differs from the press"
    words = "Care leavers: Congleton Chronicle says inadequate; the official document gives good"
    assert f"News and report differ. {words}" in " ".join(message["text"].split())
    assert re.search(r"Care leavers: +Good", message["text"])


def test_a_sentence_of_a_newspaper_is_cut_to_25_words() -> None:
    text = f"{'word ' * 60}overall effectiveness inadequate {'more ' * 60}."
    message = rendered(
        telling(article(text=text, sources={"judgements.overall effectiveness": "overall effectiveness"}))
    )
    sentence = re.search(r"“(… .+ …)”", " ".join(message["text"].split()))
    assert sentence
    assert len(sentence[1].split()) == 27
    assert "overall effectiveness" in sentence[1]


def test_a_story_without_facts_shows_why_it_is_relevant() -> None:
    text = "Long preamble about the weather. The cost of children's services has doubled. The end."
    message = rendered(telling(article(text=text, kind="finance", judgements={})))
    assert "“The cost of children's services has doubled.”" in message["text"]


@pytest.mark.parametrize("kind", ["court", "safeguarding-review"])
@pytest.mark.parametrize("message_type", ["story.new", "digest"])
def test_nothing_of_the_page_is_shown_where_children_are_concerned(kind: str, message_type: str) -> None:
    secret = article(
        title="Boy, 7, named Hidden", text="Hidden of the children's services lived in Nowhere Street.", kind=kind
    )
    message = rendered(telling(secret), kind=message_type)
    for word in ("Hidden", "Nowhere", "Carol"):
        assert word not in everything(message)
    assert "https://paper.example/news/1" in message["text"]
    assert "Details withheld" in message["text"]


def test_one_report_from_court_withholds_the_whole_story() -> None:
    others = [article(text="The council answered questions.", kind="service") for _ in range(2)]
    court = article(title="Boy, 7, named Hidden", text="Hidden was before the judge.", kind="court")
    assert "Hidden" not in everything(rendered(telling(*others, court), kind="digest"))


def test_the_webhook_json_is_as_designed() -> None:
    assert rendered(telling(article(judgements={"care leavers": "good"})))["payload"] == {
        "type": "story.new",
        "version": 1,
        "story": {
            "id": 12,
            "council": "Cheshire East",
            "kind": "inspection",
            "facts": [
                {"fact": "story", "name": None, "value": None, "new": True},
                {"fact": "judgement", "name": "care leavers", "value": "good", "new": True},
            ],
        },
        "outlets": [
            {
                "outlet": "Congleton Chronicle",
                "url": "https://paper.example/news/1",
                "title": "Council disappointed",
                "published": "2026-06-01T09:00:00+00:00",
            }
        ],
        "reasons": [{"rule": "Cheshire East", "why": ["council: Cheshire East"]}],
    }


def test_a_hostile_page_does_no_harm() -> None:
    hostile = article(
        outlet='Evil<script>alert(1)</script>"',
        title="<img src=x onerror=alert(1)>\u202e\u200bgnihton\r\nBcc: x@example.org",
        text='A <b onclick="x">bold</b> children\'s services &amp; {{ 7 * 7 }} sentence.',
        url="javascript:alert(1)",
        judgements={'<script>"': "<i>good</i>"},
        people=(Person("<u>Nobody</u>", "<s>role</s>"),),
        sources={},
    )
    message = rendered(telling(hostile), contact="<boss@example.org>")
    assert not re.search(r"<(script|img|b|i|u|s)[ >]", message["html"])
    assert "javascript:" not in everything(message)
    for harmful in ("\u202e", "\u200b", "\r"):
        assert harmful not in everything(message)
    assert "\n" not in message["subject"]


def test_no_remote_content_and_links_only_to_the_places() -> None:
    html = rendered(telling(article()))["html"]
    assert set(re.findall(r'(?:src|href)="([^"]+)"', html)) == {"https://paper.example/news/1"}
    assert "@import" not in html
    assert "url(" not in html


def test_a_long_story_is_cut() -> None:
    many = [
        article(f"Outlet {number}", "A very long headline " * 6, url=f"https://paper.example/{number}")
        for number in range(300)
    ]
    message = rendered(telling(*many))
    assert "and 260 more" in message["text"]
    assert len(message["html"].encode()) + len(message["text"].encode()) < LARGEST


def test_a_huge_digest_is_cut() -> None:
    long = article(title="A very long headline " * 6, url="https://paper.example/" + "x" * 400)
    tellings = [replace(telling(*[long] * 6), story=Story(number, (long,) * 6)) for number in range(1, 501)]
    message = rendered(*tellings, kind="digest")
    assert len(message["html"].encode()) + len(message["text"].encode()) < LARGEST
    assert re.search(r"and \d+ more stories", message["text"])
    assert "500 stories" in message["text"]
    assert message["payload"]["count"] == 500
    assert len(json.dumps(message["payload"])) < 250_000


def test_one_story_in_a_digest_gives_it_its_subject() -> None:
    message = rendered(telling(article()), kind="digest")
    assert message["subject"] == "Cheshire East: Ofsted - inadequate overall (2019: requires improvement)"
    assert message["payload"]["window"] == ["2026-05-31T09:00:00+00:00", "2026-06-01T09:00:00+00:00"]


def test_a_digest_puts_what_is_official_first() -> None:
    press, official = article(kind="finance", judgements={}), article(kind="policy", judgements={}, official=True)
    other = replace(telling(official), story=Story(99, (official,)))
    message = rendered(telling(press), other, kind="digest")
    assert [story["story"]["id"] for story in message["payload"]["stories"]] == [99, 12]
    assert message["subject"].endswith("; 1 other story")


def test_dates_are_shown_in_london_and_without_a_clock_where_there_is_none() -> None:
    winter = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    shown = {
        "1 June 2026, 10:00": MONDAY,
        "5 January 2026, 23:30": winter,
        "5 January 2026": date(2026, 1, 5),
        "1 June 2026, 07:15": datetime(2026, 6, 1, 7, 15),  # noqa: DTZ001
        "no date; first seen 1 June 2026, 10:00": None,
    }
    for words, published in shown.items():
        assert f"Congleton Chronicle, {words}\n" in rendered(telling(article(published=published)))["text"]


def test_an_operators_message() -> None:
    draft = ("Sources in trouble", "Echo: quiet since Tuesday.\n\n<b>Chronicle</b>: consent page.")
    message = render(Content("id", "operator", "me", "email", "at once", draft=draft), Letterhead(), MONDAY)
    assert message["subject"] == "Sources in trouble"
    assert "Echo: quiet since Tuesday.\n\n<b>Chronicle</b>" in message["text"]
    assert "&lt;b&gt;Chronicle" in message["html"]
    assert message["payload"]["type"] == "operator"
    assert_valid(message["payload"])


def test_a_story_without_facts_shows_a_whole_sentence_and_not_a_line_of_an_address() -> None:
    text = (
        "Director of Children's Services\n\nMersea Council\n\nThis letter sums up the findings of the visit to "
        "children's services by three of His Majesty's Inspectors."
    )
    said = rendered(telling(article(text=text, judgements={}, previous_overall=None, sources={})))
    assert "This letter sums up the findings" in " ".join(said["text"].split())
    assert "“Director of Children's Services”" not in said["text"]
