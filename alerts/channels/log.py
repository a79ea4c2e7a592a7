"""The log as a recipient: one line a message."""

from __future__ import annotations

import structlog

from alerts.channels import Outgoing

logger = structlog.get_logger("wardwatch.alerts")


class LogChannel:
    """Writes the subject of each message, with its story's number."""

    def send(self, message: Outgoing) -> str:
        """Log it. Page text stays out: a log is read by many."""
        logger.info(message.subject, type=message.type, story=message.story, id=message.public_id)
        return "logged"
