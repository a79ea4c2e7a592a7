"""A message as a mail: text and HTML, with headers that nothing from a page can reach."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from hashlib import sha256
from typing import Any

from alerts.channels import Outgoing
from alerts.wording import plain


def as_mail(message: Outgoing, sender: str, to: str, reply_to: str = "") -> EmailMessage:
    """The mail of a message. sender: an address, with or without a name. The same message gives the same mail."""
    name, address = parseaddr(sender)
    body = _body(message.text, message.html)
    headers = {
        "From": str(Address(name or "wardwatch", addr_spec=address)),
        "To": to,
        "Reply-To": reply_to,
        "Subject": plain(message.subject, 200),
        "Date": format_datetime(message.at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Wardwatch-Type": message.type,
        "X-Wardwatch-Story": str(message.story or ""),
    }
    mail = EmailMessage(policy=SMTP)
    for field, value in headers.items():
        if value:
            mail[field] = _header(field, value)
    mail["Message-ID"] = f"<{message.public_id}@{address.rpartition('@')[2]}>"
    for field in ("MIME-Version", "Content-Type"):
        mail[field] = body[field]
    mail.set_payload(body.get_payload())
    return mail


@lru_cache(maxsize=256)
def _header(field: str, value: str) -> Any:
    """A header read once: one message to a hundred people differs in two of them."""
    return SMTP.header_factory(field, value)


@lru_cache(maxsize=16)
def _body(text: str, html: str) -> EmailMessage:
    """Both texts as a mail without headers of its own; in seven bits, as any mail server takes it."""
    body = EmailMessage(policy=SMTP)
    body.set_content(text, cte="quoted-printable")
    body.add_alternative(html, subtype="html", cte="quoted-printable")
    body.set_boundary(f"=_{sha256(f'{text}{html}'.encode()).hexdigest()[:32]}")
    return body
