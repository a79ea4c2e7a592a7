"""A message as a mail: text and HTML, with headers that nothing from a page can reach."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from alerts.channels import Outgoing
from alerts.wording import plain


def as_mail(message: Outgoing, sender: str, to: str, reply_to: str = "") -> EmailMessage:
    """The mail of a message. sender: an address, with or without a name. The same message gives the same mail."""
    name, address = parseaddr(sender)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(name or "wardwatch", addr_spec=address)
    mail["To"] = to
    if reply_to:
        mail["Reply-To"] = reply_to
    mail["Subject"] = plain(message.subject, 200)
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = f"<{message.public_id}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Wardwatch-Type"] = message.type
    if message.story is not None:
        mail["X-Wardwatch-Story"] = str(message.story)
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail
