"""URL path converters."""

from uuid import UUID

from django.urls import register_converter


class AnyUUID:
    """A UUID in either case."""

    regex = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

    def to_python(self, value: str) -> UUID:
        return UUID(value)

    def to_url(self, value: UUID) -> str:
        return str(value)


class Version:
    """A version number that a database can count to."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(AnyUUID, "any_uuid")
register_converter(Version, "version")
