"""Discover: from a listing page, a feed, a sitemap, Ofsted or GOV.UK to links with dates. Pure; knows no network."""

from scraper.discover.finding import find, kind_of
from scraper.discover.found import Found, NothingFound
from scraper.discover.opening import opening

__all__ = ["Found", "NothingFound", "find", "kind_of", "opening"]
