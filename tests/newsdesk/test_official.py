"""Ofsted's own reports and letters, laid out in every manner that their PDFs come out in."""

from __future__ import annotations

from hypothesis import given, settings

from newsdesk.article import Article
from newsdesk.findings import Reading
from newsdesk.reading import read
from tests.newsdesk.reports import Known, inspection_reports


def reading_of(text: str, title: str) -> Reading:
    return read(Article("https://files.ofsted.gov.uk/v1/file/50900001", "Ofsted", title, text, None, media="pdf"))


@given(inspection_reports())
@settings(max_examples=120, deadline=None)
def test_a_report_is_read_as_it_says_however_it_is_laid_out(known: Known) -> None:
    reading = reading_of(known.text, known.title)
    assert reading.kind == "inspection"
    assert dict(reading.judgements) == known.judgements
    assert reading.inspection_dates == known.dates
    assert reading.councils == (known.council,)
    assert reading.lead_inspector == known.inspector
    assert reading.framework == known.framework or known.framework == "SIF"
