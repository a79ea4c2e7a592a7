"""How fast the newsdesk reads: CPU a story, and how that grows with the text.

    python -m benchmarks.newsdesk [ROUNDS]

Reads stories made of the paragraphs below, ROUNDS times each (30 where nothing is said), no two alike, and prints the
median and the 90th percentile of the CPU time a story, for each kind and for all. Then one story at 1, 4, 16 and 64
times its length: the time, and the time for each thousand letters, which should stay as it is. It is CPU time of this
process, and the first reading, which loads the data, is left out.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import date

from newsdesk.article import Article
from newsdesk.reading import read

GROWTH = (1, 4, 16, 64)
COUNCILS = ("Cheshire East", "Rutland", "Bury", "Stockton-on-Tees", "Kingston upon Hull", "Warrington", "Barnsley")
GRADES = ("outstanding", "good", "requires improvement to be good", "inadequate")
NAMES = ("Ada Fennimore", "Idris Calloway", "Maud Tresilian", "Rafe Okonjo", "Bryony Askew")
STORIES: dict[str, tuple[str, Sequence[str]]] = {
    "an inspection": (
        "Ofsted: children's services in {council} are {grade}",
        (
            "Inspectors have judged children's services in {council} to be {grade} overall after a two-week visit.",
            "The inspection took place from 12 to 23 January 2026. The experiences and progress of care leavers were "
            "judged {grade}; the impact of leaders, help and protection and children in care require improvement.",
            "At its last full inspection in 2021 the council was rated good. Caseloads have risen since.",
            "Councillor {name}, cabinet member for children and families, said: “We accept what the inspectors say.”",
            "{name}, director of children's services, said: “We have begun to recruit {number} social workers.”",
        ),
    ),
    "a monitoring visit": (
        "{council}: inspectors see slow progress at the front door",
        (
            "Ofsted's second monitoring visit to {council} since children's services were judged inadequate found that "
            "the multi-agency safeguarding hub answers faster than it did.",
            "The visit on 3 and 4 February 2026 looked at children in need and at child protection plans.",
            "His Majesty's Inspector {name} wrote that too many assessments, {number} in a sample, came late.",
        ),
    ),
    "a court case": (
        "Family court criticises {council} over care order",
        (
            "A judge in the family court has criticised {council} council for a delay of {number} days in a case "
            "about a child in its care.",
            "The court heard that the local authority applied for a care order only after a section 47 enquiry.",
            "A spokesperson for the council said: “We have apologised to the family.”",
        ),
    ),
    "a budget": (
        "{council} faces £{number}m gap as cost of placements soars",
        (
            "{council} council expects to overspend by £{number}m this year, most of it on residential placements for "
            "looked after children and on home-to-school transport for children with SEND.",
            "Coun {name}, lead member for finance, told the cabinet that bins, roads and libraries would pay.",
            "Opposition councillors said that the budget for children's social care had been too low for years.",
        ),
    ),
    "football": (
        "{council} Town {number} up on the road",
        (
            "Town came from two goals behind on Saturday to beat their neighbours, with {name} scoring twice.",
            "The manager said that the lads had shown character, and that the pitch inspection had taken an hour.",
            "They travel to Stamford on Tuesday and then have a week to recover.",
        ),
    ),
}
PADDING = (
    "Residents of {council} have their say on {number} new homes until the end of the month, and the plans can be seen "
    "at the library, where {name} will answer questions from ten.",
    "The weather is expected to stay dry, and buses will be diverted while the bridge over the river is mended.",
)


def main(rounds: int) -> None:
    """Print both tables."""
    chance = random.Random(7)  # noqa: S311
    read(_story("an inspection", chance))
    everything: list[float] = []
    print(f"{'story':22}{'letters':>9}{'median':>12}{'90 %':>12}")
    for kind in STORIES:
        articles = [_story(kind, chance) for _ in range(rounds)]
        times = [_measured(article) for article in articles]
        everything += times
        _line(kind, round(statistics.mean(len(one.text) for one in articles)), times)
    _line("all", None, everything)
    _print_growth(chance)


def _print_growth(chance: random.Random) -> None:
    print(f"\n{'times the text':22}{'letters':>9}{'CPU':>12}{'a thousand':>12}")
    for times in GROWTH:
        article = _story("an inspection", chance, times)
        best = min(_measured(_story("an inspection", chance, times)) for _ in range(5))
        print(f"{times:<22}{len(article.text):>9,}{best:>9.2f} ms{best / len(article.text) * 1000:>9.3f} ms")


def _measured(article: Article) -> float:
    """Milliseconds of CPU to read an article."""
    began = time.process_time()
    read(article)
    return (time.process_time() - began) * 1000


def _line(name: str, letters: int | None, times: Sequence[float]) -> None:
    p90 = statistics.quantiles(times, n=10)[-1]
    print(f"{name:22}{letters if letters is not None else '':>9}{statistics.median(times):>9.2f} ms{p90:>9.2f} ms")


def _story(kind: str, chance: random.Random, times: int = 1) -> Article:
    title, paragraphs = STORIES[kind]
    council = chance.choice(COUNCILS)
    told = [_filled(part, council, chance) for _ in range(times) for part in (*paragraphs, *PADDING)]
    return Article(
        f"https://weaverpost.example/{chance.randrange(10**9)}",
        "Weaver Post",
        _filled(title, council, chance),
        "\n\n".join(told),
        date(2026, 3, 9),
        outlet_councils=(council,),
    )


def _filled(part: str, council: str, chance: random.Random) -> str:
    return part.format(
        council=council, grade=chance.choice(GRADES), name=chance.choice(NAMES), number=chance.randrange(2, 90)
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
