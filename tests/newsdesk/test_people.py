"""Who is quoted, and as what."""

from __future__ import annotations

from datetime import date

import pytest

from newsdesk.article import Article
from newsdesk.findings import Person
from newsdesk.people import quoted


def heard(text: str, byline: str | None = None) -> list[Person]:
    article = Article("https://paper.test/1", "Paper", "Title", text, date(2024, 6, 3), byline)
    return [person for person, _ in quoted(article)]


def names(text: str, byline: str | None = None) -> list[str]:
    return [person.name for person in heard(text, byline)]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (
            'Councillor Laura Vance, chair of the children and families committee, said: "There is more to do."',
            Person("Laura Vance", "chair of the children and families committee"),
        ),
        (
            "Director of children's services Rowena Tarrant said: “The work is not done.”",
            Person("Rowena Tarrant", "director of children's services"),
        ),
        (
            '"It did hurt," says Andrea Brampton, strategic lead at the trust.',
            Person("Andrea Brampton", "strategic lead at the trust"),
        ),
        ('"They ring back," said foster carer Bev Stocks, 58, from Patcham.', Person("Bev Stocks", "foster carer")),
        (
            'Coun Felix Orrin, cabinet member for finance, told the Courier: "The money is there."',
            Person("Felix Orrin", "cabinet member for finance"),
        ),
        (
            'Cllr Dale Fossey (Con), in opposition, said: "Who takes responsibility?"',
            Person("Dale Fossey", "in opposition"),
        ),
        (
            "Cllr Odette Vane, who leads on young people, said that costs were up.",
            Person("Odette Vane", "leads on young people"),
        ),
        (
            'Steve Marlow, who led the visit for Ofsted, wrote: "Plans are weak."',
            Person("Steve Marlow", "led the visit for Ofsted"),
        ),
        ("Cllr Siân O’Dowd-Price insisted it would not happen again.", Person("Siân O’Dowd-Price", "councillor")),
        ('Cllr Ann Bole, lead member for children: "We are sorry."', Person("Ann Bole", "lead member for children")),
        (
            'Councillor Cal Pym, lead member for families at Kent County Council said: "We are disappointed."',
            Person("Cal Pym", "lead member for families at Kent County Council"),
        ),
        ("Reading Mayor Glenys Dummett says she is proud.", Person("Glenys Dummett", "Reading Mayor")),
    ],
)
def test_a_person_who_speaks_is_heard_with_a_role(text: str, person: Person) -> None:
    assert heard(text) == [person]


def test_roles_come_from_beside_the_name() -> None:
    text = (
        "Stefan Novak, a foster carer, came to the town hall.\n\n"
        "“They ring back,” he said.\n\n"
        "Chair of the board Anthony Raeburn said: “The report is fair.”\n\n"
        "Cllr Shabnam Qadir, lead member for children's services, said: “We must do better.”"
    )
    assert heard(text) == [
        Person("Stefan Novak", "foster carer"),
        Person("Anthony Raeburn", "chair of the board"),
        Person("Shabnam Qadir", "lead member for children's services"),
    ]


def test_a_surname_or_he_leads_back_to_the_full_name() -> None:
    text = (
        "Silas Penrose is to take charge for the time being after Hugh Amery left.\n\n"
        "Mr Penrose joined the council nine years ago.\n\n"
        '"I want to build on what is strong," he said.\n\nJulie Carmody moves up to act as assistant director.'
    )
    assert names(text) == ["Silas Penrose"]


def test_people_who_are_only_named_are_not_heard() -> None:
    text = (
        "In a letter to director Colin Prentice, who had just started, inspectors said that plans were weak.\n\n"
        "Chief executive Nell Farrow, who came last spring, gets praise for steadiness. The report says so.\n\n"
        'A mother of two, whose sons know Jane Arkell, told us: "I gave up counting."'
    )
    assert names(text) == []


def test_councils_trusts_and_places_do_not_speak_as_people() -> None:
    text = (
        "Slough Children First said it was sorry. Cheshire East said so. The Mersey Combined Authority did not.\n\n"
        'Milton Keynes Council added that Plough Lane was shut. Barnardo\'s said: "We agree."\n\n'
        "The Local Government Association warned of cuts. High Court said no."
    )
    assert names(text) == []


def test_a_child_is_never_named() -> None:
    assert names('Ellie Mason, 14, said: "I like my foster mum."') == []
    assert names('Schoolboy Tom Reed said: "It is fun."') == []
    assert names("Twelve-year-old pupils met. 15-year-old Amy Lund said it was fun.") == []
    assert names('Amber Rowe, 21, said: "Buses are dear."') == ["Amber Rowe"]


def test_the_reporter_is_never_quoted() -> None:
    assert names("Tess Marlowe writes: The council is sorry.", byline="Tess Marlowe") == []


def test_names_within_a_quotation_do_not_speak() -> None:
    assert names('"I asked Jane Arkell and she said no," the council leader, Desmond Hale, said.') == ["Desmond Hale"]


def test_whom_somebody_told_is_not_the_speaker() -> None:
    assert names('Judge Anthony Lockhart told Peter Kent: "You stole from children."') == ["Anthony Lockhart"]


def test_somebody_known_by_one_name_is_heard_by_it() -> None:
    assert names("Ms D said that she was tired.") == ["Ms D"]
    assert names("Mrs Justice Penrose said the placement was unlawful.") == ["Mrs Justice Penrose"]
    assert names("Lord Mawdsley said no.") == ["Lord Mawdsley"]
    assert names('"It helps," said foster carer Jan.') == ["Jan"]
    assert names('Tyrone, 22, said: "Yes." Ellie, 15, said: "No."') == ["Tyrone"]
    assert names('Zara Hockwell was a nurse. "Ring them," says Zara.') == ["Zara Hockwell"]


def test_a_pronoun_does_not_mean_the_person_somebody_takes_over_from() -> None:
    text = 'Amina Yusuf is to chair the committee. She takes the place of Dawn Furness.\n\n"I shall listen," she said.'
    assert names(text) == ["Amina Yusuf"]


def test_what_somebody_asks_or_does_and_says_is_heard() -> None:
    assert names("Labour's Sally Orme asked why the plan had stalled.") == ["Sally Orme"]
    assert names("Kirstie Ludford, who leads the Greens, welcomed it but said waits were long.") == ["Kirstie Ludford"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Det Ch Insp Carla Vane said: "We were late."', "Carla Vane"),
        ('"It comes down to pay," said Unite\'s Carol Hebden.', "Carol Hebden"),
        ('Adopter Huma tells us how it went: "You will never regret it."', "Huma"),
        ('His mum, Loretta, told us: "I gave them number plates."', "Loretta"),
        ('"I found out from the taxi firm," said the woman, known as Mrs K.', "Mrs K"),
        ('Rufus Gorland\'s report, published on Tuesday, says that "the pace is too slow".', "Rufus Gorland"),
        ("Jenny Orwell of Halton Parents Together said that nothing had changed.", "Jenny Orwell"),
        ('Brenda and Alan Inchley have fostered 93. "We have a big table," said Brenda.', "Brenda Inchley"),
        (
            'Sally-Ann Brodie was on the tills. "It was not for the likes of me," said the mother of two.',
            "Sally-Ann Brodie",
        ),
        ('Kev Loft drives his daughter Bryony, 15. She has no speech. "She laughs," he said.', "Kev Loft"),
        ("They could leave in droves, according to Unison's Beth Okafor.", "Beth Okafor"),
        ("His Honour Judge Kent said that he was moved.", "Judge Kent"),
        ("Shona Beadman is off to Leeds.\n\nShe's been here for years. \"I'll miss it,\" she said.", "Shona Beadman"),
    ],
)
def test_ranks_letters_couples_and_lone_names_are_heard(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Bradford Women's Aid said that it turned families away.",
        'It happened on Boxing Day. "Nobody told us," she said.',
        "Owners Brightpath Futures said that a manager was in post.",
    ],
)
def test_charities_holidays_and_firms_are_nobody(text: str) -> None:
    assert names(text) == []
