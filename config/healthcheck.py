"""`python -m config.healthcheck URL`: exit code 0 if it replies 200; for images without curl."""

import sys
import urllib.error
import urllib.request


def probe(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=4) as reply:  # noqa: S310 - from our own files
            return 0 if reply.status == 200 else 1
    except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
        sys.stderr.write(f"{url}: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(probe(sys.argv[1]))
