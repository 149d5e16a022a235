"""The doctor's page in the reader's language, without untranslated sentences."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone, translation

from diary.charts.plots import charts as all_charts
from diary.i18n import active_locale
from diary.models import Alert, Diary, User
from diary.schema.codes import (
    AREAS,
    LEG_CHANGES,
    ONSETS,
    RED_FLAGS,
    RELIEFS,
    SENSATIONS,
    SYMPTOMS,
    TRIGGERS,
)
from sharing.report import formatting
from tests.sharing.conftest import Log, path_of
from triage import assess

Share = Callable[..., dict[str, Any]]
pytestmark = pytest.mark.django_db

NOTE = "What I wrote myself."
# What is the same in both languages: names, numbers, lengths and what the person wrote.
SAME = re.compile(r"[\d\s]*(min|h)?( \d+ min)?|\d\d:00–\d\d:00|no|alcohol|English|Español")
ATTRIBUTES = ("alt", "aria-label", "data-label", "title")


class Texts(HTMLParser):
    """Every text of a page, in order: text nodes, labels, and content of CSS."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in ATTRIBUTES and value]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))


def page(doctor: Client, path: str, language: str) -> Any:
    response = doctor.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language[:2]
    return response


def texts(doctor: Client, path: str, language: str) -> list[str]:
    return Texts(page(doctor, path, language).content.decode()).texts


def everything(log: Log, owner: User) -> None:
    """A diary with data for every part of the page."""
    diary = Diary.objects.get(owner=owner)
    longest = max(len(ONSETS), len(TRIGGERS), len(RELIEFS))
    for number in range(longest):
        log(
            30 + 24 * number,
            90,
            areas=list(AREAS) if number == 0 else ["left.foot"],
            sensations=list(SENSATIONS),
            onset=ONSETS[number % len(ONSETS)],
            trigger=TRIGGERS[number % len(TRIGGERS)],
            relief=RELIEFS[number % len(RELIEFS)],
            relief_minutes=2.5,
            interference=number % 5,
            severity=number % 11,
            symptoms={**dict.fromkeys(SYMPTOMS, True), "rash": number % 2 == 0},
            leg_changes=list(LEG_CHANGES) if number else [],
            red_flags=dict.fromkeys(RED_FLAGS, True) if number == 1 else None,
            start_precision=("exact", "about", "woke_with_it")[number % 3],
            clinician_assessed_at=timezone.now() if number == 2 else None,
            note=NOTE,
        )
    log(2, None, areas=None)
    now = timezone.now()
    Alert.objects.create(
        id=uuid4(),
        diary=diary,
        noticed_at=now,
        zone="America/Lima",
        red_flags={"vision": True},
        change_seq=1,
        created_at=now,
        updated_at=now,
    )
    Diary.objects.filter(pk=diary.pk).update(
        thresholds={"frequent_month_days": 6, "long_hour_minutes": 120},
        thresholds_since=dict.fromkeys(
            ("frequent_month_days", "long_hour_minutes"), "2026-11-03T23:30:00Z"
        ),
    )
    assess.assess(diary.pk, now)


def untranslated(english: list[str], spanish: list[str]) -> Iterator[str]:
    assert len(english) == len(spanish)
    for text, translated in zip(english, spanish, strict=True):
        if text == translated and not SAME.fullmatch(text) and text not in (NOTE,):
            yield text


def test_no_sentence_is_left_in_english(
    log: Log, share: Share, doctor: Client, owner: User
) -> None:
    everything(log, owner)
    path = path_of(share(days=60)["url"])
    english, spanish = (texts(doctor, path, language) for language in ("en", "es"))
    assert len(english) > 300
    assert set(untranslated(english, spanish)) == set()
    whole = " ".join(spanish)
    assert "Llama a emergencias ahora" in whole
    assert "dedos del pie izquierdo, pie izquierdo" in whole
    assert re.search(r"\d{1,2} (ene|feb|mar|abr|may|jun|jul|ago|sept|oct|nov|dic) 20\d\d", whole)
    assert "hacia el " in whole
    assert "se fue a los 2,5 min" in whole  # numbers too
    assert not re.search(r"\b(the|and|with|days|logged|not asked|limit)\b", whole.replace(NOTE, ""))


def test_an_empty_diary_has_a_message_in_spanish(share: Share, doctor: Client) -> None:
    path = path_of(share()["url"])
    english, spanish = (texts(doctor, path, language) for language in ("en", "es"))
    assert set(untranslated(english, spanish)) == set()
    assert "En este periodo no hay ningún episodio anotado." in spanish


def test_a_diary_that_could_not_be_checked_has_a_message_in_spanish(
    log: Log, share: Share, doctor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    log()
    current = assess.diary_verdict
    broken: dict[str, Any] = {
        "could_not_check": True,
        "level": None,
        "findings": [],
        "undetermined": [],
    }
    monkeypatch.setattr(assess, "diary_verdict", lambda *args: {**current(*args), **broken})
    spanish = texts(doctor, path_of(share()["url"]), "es")
    assert "No pudimos revisar tu diario" in spanish
    assert any("Las reglas no se aplicaron a este diario." in text for text in spanish)


def test_the_page_links_to_the_other_language(log: Log, share: Share, doctor: Client) -> None:
    log()
    path = path_of(share()["url"])
    html = page(doctor, path, "en").content.decode()
    assert f'<a href="{path}?lang=es" hreflang="es" lang="es">Español</a>' in html
    assert '<html lang="en">' in html
    spanish = doctor.get(f"{path}?lang=es", headers={"Accept-Language": "en"})
    assert spanish.headers["Content-Language"] == "es"
    assert spanish.headers["Referrer-Policy"] == "no-referrer"
    assert not spanish.cookies
    translated = spanish.content.decode()
    assert '<html lang="es">' in translated
    assert f'<a href="{path}?lang=en" hreflang="en" lang="en">English</a>' in translated
    charts = re.findall(r'(?:src|srcset)="([^"]+)"', translated)
    with translation.override("es"):
        titles = {chart.title(active_locale()) for chart in all_charts().values()}
    assert charts
    for address in charts:
        assert "lang=es" in address
        chart = doctor.get(address.replace("&amp;", "&"), headers={"Accept-Language": "en"})
        title = re.search(r'<title id="title">(.+?)</title>', chart.content.decode())
        assert title
        assert title[1] in titles


def test_an_unavailable_link_has_a_localized_page(doctor: Client) -> None:
    response = doctor.get("/s/wrong", headers={"Accept-Language": "es"})
    assert response.status_code == 404
    assert "Esta página no está aquí" in response.content.decode()


def test_every_code_has_words() -> None:
    assert set(formatting.PLACES) == set(AREAS)
    for codes, named in (
        (SENSATIONS, formatting.SENSATIONS),
        (TRIGGERS, formatting.TRIGGERS),
        (RELIEFS, formatting.RELIEFS),
        (ONSETS, formatting.ONSETS),
        (SYMPTOMS, formatting.SYMPTOMS),
        (LEG_CHANGES, formatting.LEG_CHANGES),
    ):
        assert set(named) == set(codes)
