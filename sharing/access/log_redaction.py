"""Log redaction: tokens in URLs grant access, so they must not be logged."""

import logging
import re

TOKEN = re.compile(r"(/(?:s|shl|unsubscribe)/)[^/\s?\"']+")


class RedactTokens(logging.Filter):
    """Replaces `/s/<token>` with `/s/…` in every log line; also health links and unsubscribe."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if TOKEN.search(line):
            record.msg, record.args = TOKEN.sub(r"\1…", line), ()
        return True
