"""The browser, for pages that scripts make: one Chromium behind a proxy of ours that keeps the address guard."""
