"""Which reader a page of HTML gets."""

from __future__ import annotations

from newsdesk.article import Article
from scraper.pages.bbc import Bbc
from scraper.pages.council import Council
from scraper.pages.generic import Reader
from scraper.pages.govuk import GovUk
from scraper.pages.national_world import NationalWorld
from scraper.pages.newsquest import Newsquest
from scraper.pages.nub_news import NubNews
from scraper.pages.page import Page
from scraper.pages.reach import Reach
from scraper.pages.response import Response
from scraper.pages.wordpress import WordPress

READERS: tuple[type[Reader], ...] = (GovUk, Bbc, Council, NubNews, Newsquest, Reach, NationalWorld, WordPress)


def reader_of(page: Page) -> Reader:
    """The reader of the page's platform; the generic one where none is known."""
    return next((reader for reader in READERS if reader.knows(page)), Reader)(page)


def read(response: Response) -> Article:
    """The page as an Article. Raises Unreadable where it has no headline or no text."""
    return reader_of(Page(response)).read()
