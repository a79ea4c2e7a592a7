"""Sources and periods as people write them in config.yaml."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from scraper.periods import parse_period
from scraper.sources import Expect, Source


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5s", timedelta(seconds=5)),
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("3 days", timedelta(days=3)),
        ("1 week", timedelta(weeks=1)),
        ("1.5 hours", timedelta(minutes=90)),
        (0, timedelta()),
        (timedelta(minutes=1), timedelta(minutes=1)),
    ],
)
def test_a_period_is_read_as_written(written: object, meant: timedelta) -> None:
    assert parse_period(written) == meant


@pytest.mark.parametrize("written", ["30", "soon", "", "-5m", "5 fortnights", True, None])
def test_what_names_no_period_is_a_mistake_with_an_example(written: object) -> None:
    with pytest.raises(ValueError, match="write it as 30m, 2h or 3 days"):
        parse_period(written)


def test_a_period_beyond_all_measure_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="too long a period"):
        parse_period("99999999999999 weeks")


def test_a_source_needs_only_a_name_and_an_address() -> None:
    source = Source(name="Town News", url="https://town.test/news")
    assert (source.kind, source.councils, source.keep, source.official) == (None, (), "text", False)
    assert Source(name="Ofsted", url="https://reports.ofsted.gov.uk/x", kind="ofsted").official


def test_expectations_are_read() -> None:
    source = Source.model_validate({"name": "T", "url": "https://t.test", "expect": "5 a week", "every": "30m"})
    assert source.expect == Expect(5, timedelta(weeks=1))
    assert source.every == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"url": "town.test/news"}, "is no web address; it should begin with https:// or http://"),
        ({"url": "https://t.test", "expect": "often"}, "is no expectation; write it as 5 a week or 1 a day"),
        ({"url": "https://t.test", "every": "soon"}, "is no period of time"),
        ({"url": "https://t.test", "kind": "blog"}, "Input should be 'feed'"),
        ({"url": "https://t.test", "colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_a_mistake_in_a_source_is_named(values: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Source.model_validate({"name": "T", **values})
