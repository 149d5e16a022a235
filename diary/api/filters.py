"""Query filters of the list views."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from diary.models import BackgroundItem, CheckIn, Episode
from diary.schema import codes
from diary.serializers.fields import parse_instant, parse_local_date


class InstantInQuery(forms.CharField):
    def clean(self, value: Any) -> Any:
        # An unescaped plus is decoded as a space.
        return _clean(parse_instant, (value or "").strip().replace(" ", "+"))


class DayInQuery(forms.CharField):
    def clean(self, value: Any) -> Any:
        return _clean(parse_local_date, (value or "").strip())


class YesNoInQuery(forms.CharField):
    answers: ClassVar[dict[str, bool]] = {"true": True, "1": True, "false": False, "0": False}

    def clean(self, value: Any) -> Any:
        text = (value or "").strip().lower()
        if text and text not in self.answers:
            raise forms.ValidationError(_("This must be true or false."), code="invalid")
        return self.answers.get(text)


def _clean(read: Any, text: str) -> Any:
    if not text:
        return None
    try:
        return read(text)
    except ValidationError as error:
        (detail,) = error.detail
        raise forms.ValidationError(str(detail), code=getattr(detail, "code", "invalid")) from None


class InstantFilter(django_filters.IsoDateTimeFilter):  # type: ignore[misc]
    field_class = InstantInQuery


class DayFilter(django_filters.DateFilter):  # type: ignore[misc]
    field_class = DayInQuery


class YesNoFilter(django_filters.BooleanFilter):  # type: ignore[misc]
    field_class = YesNoInQuery


class EpisodeFilter(django_filters.FilterSet):  # type: ignore[misc]
    started_after = InstantFilter("started_at", "gte", help_text="Started then or later.")
    started_before = InstantFilter("started_at", "lt", help_text="Started earlier than that.")
    ongoing = YesNoFilter("ended_at", "isnull")

    class Meta:
        model = Episode
        fields: tuple[str, ...] = ()


class CheckInFilter(django_filters.FilterSet):  # type: ignore[misc]
    date_from = DayFilter("date", "gte")
    date_to = DayFilter("date", "lte")

    class Meta:
        model = CheckIn
        fields: tuple[str, ...] = ()


class BackgroundFilter(django_filters.FilterSet):  # type: ignore[misc]
    kind = django_filters.ChoiceFilter(choices=[(kind, kind) for kind in codes.BACKGROUND_KINDS])

    class Meta:
        model = BackgroundItem
        fields: tuple[str, ...] = ()
