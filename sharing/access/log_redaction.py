"""What must not be read in a log: tokens in an address, which open or change something."""

import logging
import re

SECRET = re.compile(r"(/(?:s|shl|unsubscribe)/)[^/\s?\"']+")


class HideTokens(logging.Filter):
    """Rewrites `/s/<token>` to `/s/…`, and so for unsubscribe, in every line written."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if SECRET.search(line):
            record.msg, record.args = SECRET.sub(r"\1…", line), ()
        return True
