"""For how long a phone may keep the files of the built app, which WhiteNoise serves."""

FOREVER = f"max-age={60 * 60 * 24 * 365}, public, immutable"


def is_immutable(path: str, url: str) -> bool:
    """Whether the file's name carries a hash of its content."""
    return url.startswith("/assets/")


def cache_headers(headers: dict[str, str], path: str, url: str) -> None:
    """What has a hash in its name is kept; all the rest is asked for again each time."""
    headers["Cache-Control"] = FOREVER if is_immutable(path, url) else "no-cache"
