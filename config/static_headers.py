"""Cache-Control of the built app, which WhiteNoise serves."""

IMMUTABLE = f"max-age={60 * 60 * 24 * 365}, public, immutable"


def is_immutable(path: str, url: str) -> bool:
    """True if the file name contains a hash of the content."""
    return url.startswith("/assets/")


def set_cache_control(headers: dict[str, str], path: str, url: str) -> None:
    """Files with a hash are cached forever; all others are revalidated each time."""
    headers["Cache-Control"] = IMMUTABLE if is_immutable(path, url) else "no-cache"
