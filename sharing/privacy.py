"""What must not be read in a log: a shared page's token opens the page."""

import logging
import re

SHARED = re.compile(r"(/s/)[^/\s?\"']+")


class HideTokens(logging.Filter):
    """Rewrites `/s/<token>` to `/s/…` in every line that a handler writes."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if "/s/" in line:
            record.msg, record.args = SHARED.sub(r"\1…", line), ()
        return True
