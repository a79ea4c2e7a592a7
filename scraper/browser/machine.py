"""What the machine has to show pages with. Loads neither Scrapy nor Playwright."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PASSED_ON = ("HOME", "LANG", "PATH", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")
NO_EXTRA = "the extra `browser` is not installed"
NO_CHROMIUM = "Chromium is not on the PATH"
REMEDIES = {
    NO_EXTRA: "run pip install '.[browser]' in the folder of wardwatch",
    NO_CHROMIUM: "install it, as with apt-get install chromium",
}


def chromium() -> str | None:
    """Where Chromium is."""
    return next((found for found in map(shutil.which, NAMES) if found), None)


def lacking() -> str | None:
    """What is missing for `render: true`, one of REMEDIES; None: nothing."""
    if find_spec("playwright") is None:
        return NO_EXTRA
    return None if chromium() else NO_CHROMIUM


def sandboxed() -> bool:
    """False for root: Chromium refuses to start as root with its sandbox."""
    return os.geteuid() != 0


def environment() -> dict[str, str]:
    """What Chromium sees of the environment: no secrets, no proxies."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}
