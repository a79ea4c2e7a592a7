"""Dates as papers and Ofsted write them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.dates import dates_in


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("from 26 February to 8 March 2024", ("2024-02-26", "2024-03-08")),
        ("26th February to 8th March 2024", ("2024-02-26", "2024-03-08")),
        ("18 November – 6 December 2024", ("2024-11-18", "2024-12-06")),
        ("28 November 2022 to 9 December 2022", ("2022-11-28", "2022-12-09")),
        ("between 4 and 15 March 2024", ("2024-03-04", "2024-03-15")),
        ("on Tuesday 4 and Wednesday 5 October 2022", ("2022-10-04", "2022-10-05")),
        ("5 to 9 December 2022 and 14 to 15 February 2023", ("2022-12-05", "2023-02-15")),
        ("2, 3 and 4 June 2025", ("2025-06-02", "2025-06-04")),
        ("March 10-21, 2025", ("2025-03-10", "2025-03-21")),
        ("26/02/2024 - 08/03/2024", ("2024-02-26", "2024-03-08")),
        ("05/06/2024", ("2024-06-05",)),
        ("on 30 October 2023 and stayed until 10 November 2023", ("2023-10-30", "2023-11-10")),
        ("on 3 June 2024 and left on the 14th", ("2024-06-03", "2024-06-14")),
        ("in June 2025", ("2025-06",)),
        ("September and October 2024", ("2024-09", "2024-10")),
    ],
)
def test_dates_that_give_their_year(said: str, meant: tuple[str, ...]) -> None:
    assert [when.values for when in dates_in(said, None)] == [meant]


@pytest.mark.parametrize(
    ("said", "published", "meant"),
    [
        ("in June", date(2025, 7, 10), ("2025-06",)),
        ("in November", date(2025, 7, 10), ("2024-11",)),
        ("in July", date(2025, 7, 10), ("2025-07",)),
        ("from 27 November to 8 December", date(2024, 1, 30), ("2023-11-27", "2023-12-08")),
        ("from 18 December to 12 January", date(2024, 2, 20), ("2023-12-18", "2024-01-12")),
        ("last month", date(2019, 1, 20), ("2018-12",)),
        ("September and October last year", date(2025, 5, 14), ("2024-09", "2024-10")),
        ("in late January and early February", date(2024, 3, 18), ("2024-01", "2024-02")),
        ("October 3", date(2018, 10, 24), ("2018-10-03",)),
    ],
)
def test_the_day_of_publication_gives_the_year(said: str, published: date, meant: tuple[str, ...]) -> None:
    assert [when.values for when in dates_in(said, published)] == [meant]


@pytest.mark.parametrize(
    "said", ["in June", "31 June 2024", "it may be so", "a march through town", "2019", "12 children"]
)
def test_what_cannot_be_told_is_no_date(said: str) -> None:
    assert dates_in(said, None) == []


def test_a_number_after_a_year_is_no_day() -> None:
    assert [when.values for when in dates_in("in April 2018, 12 children", date(2019, 1, 1))] == [("2018-04",)]


@given(st.text(alphabet=st.sampled_from("0123 /.-,andto")) | st.text(), st.dates(date(2014, 1, 1), date(2030, 1, 1)))
@settings(deadline=None)
def test_any_text_gives_dates_in_order(text: str, published: date) -> None:
    for when in dates_in(f"3 May {text} June", published):
        assert when.first <= when.last


@given(st.sampled_from(["in {:%B}", "on {:%-d %B}"]), st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(0, 360))
@settings(deadline=None)
def test_a_date_without_a_year_is_never_in_the_future(shape: str, published: date, back: int) -> None:
    said = shape.format(date.fromordinal(published.toordinal() - back))
    for when in dates_in(said, published):
        assert when.first <= published.isoformat()
