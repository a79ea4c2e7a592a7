"""Whom we trust: the system's authorities, those that come with requests, and the organisation's own."""

from __future__ import annotations

import ssl
from pathlib import Path


def trust(ca_file: Path | None = None) -> ssl.SSLContext:
    """A context that checks certificate and name. ca_file: authorities to trust besides the usual ones, if it has any;
    see why_not_trusted."""
    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    context = ssl.create_default_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    if ca_file and not why_not_trusted(ca_file):
        context.load_verify_locations(str(ca_file))
    return context


def why_not_trusted(ca_file: Path) -> str:
    """What is wrong with a file of authorities, or ""."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(str(ca_file))
    except ssl.SSLError:
        return "holds no certificates"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return ""
