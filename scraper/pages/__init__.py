"""Pages: one reader a platform, and read_page, the one way in."""

from scraper.pages.errors import Unreadable
from scraper.pages.reading import read_page, understand

__all__ = ["Unreadable", "read_page", "understand"]
