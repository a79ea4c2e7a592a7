"""A folder as a recipient: each message as .eml and .html."""

from __future__ import annotations

import os
import re
from pathlib import Path

from alerts.channels import DeliveryError, Outgoing
from alerts.channels.mime import as_mail

UNSAFE = re.compile(r"[^a-z0-9]+")


class FileChannel:
    """Writes into folders. base: where relative folders begin; sender: what stands under From."""

    def __init__(self, *, base: Path = Path(), sender: str = "wardwatch@localhost") -> None:
        self._base = base
        self._sender = sender

    def send(self, message: Outgoing) -> str:
        """Write both files, whole or not at all; the path of the mail. A repeat overwrites what it repeats."""
        folder = self._base / message.recipient
        name = (
            f"{message.at:%Y-%m-%d}-{UNSAFE.sub('-', message.subject.lower())[:60].strip('-')}-{message.public_id[:8]}"
        )
        mail = as_mail(message, self._sender, "outbox@localhost").as_bytes()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write(folder / f"{name}.html", message.html.encode())
            _write(folder / f"{name}.eml", mail)
        except OSError as error:
            raise DeliveryError(f"the folder {folder} cannot be written: {error.strerror or error}") from error
        return str(folder / f"{name}.eml")


def _write(path: Path, content: bytes) -> None:
    """All of it on the disk under its name, or nothing."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
