"""Erasing all entries, and the account: nothing of what was written is anywhere any more."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from rest_framework.test import APIClient

from diary.accounts import diary_of
from diary.models import Diary, Revision, User
from diary.schema.kinds import KINDS
from sharing.create_link import create_page_link
from tests.accounts import NEW, sign_in_by_code, sign_up
from tests.api.sample_account import create_sample_account
from tests.conftest import NOW
from triage.models import Assessment, Prompt

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def person(client: Client) -> User:
    """Signed in with `client`, with something of every kind in the diary, and a shared link."""
    sign_up(client)
    user = User.objects.get(email=NEW)
    create_sample_account(user)
    return user


def rows() -> Iterator[tuple[type[models.Model], dict[str, Any]]]:
    """Every row of every table."""
    for model in apps.get_models():
        for row in model._base_manager.values():
            yield model, row


def texts() -> str:
    return "\n".join(str(row) for _, row in rows())


def sync(client: Any, cursor: str | None = None, *changes: Any) -> Any:
    body = {"cursor": cursor, "sent_at": "2026-11-23T12:00:00Z", "changes": changes}
    return client.post("/api/v1/sync", body, "application/json").json()


def test_erased_entries_are_nowhere_and_the_account_stays(client: Client, person: User) -> None:
    assert "secret-word" in texts()
    assert client.delete("/api/v1/diary/entries").status_code == 204
    assert "secret-word" not in texts()
    assert "2026-11-22" not in texts()  # when it was
    assert client.get("/api/v1/episodes").json()["count"] == 0
    assert client.get("/api/v1/diary").json()["email"] == NEW
    for model in (Assessment, Prompt):
        assert not model.objects.exists()


def test_other_phones_receive_tombstones_after_an_erasure(client: Client, person: User) -> None:
    other = Client()
    sign_in_by_code(other)
    before = sync(other)
    assert len(before["changes"]) == len(KINDS)
    client.delete("/api/v1/diary/entries")
    after = sync(other, before["cursor"])
    assert {(change["kind"], change["id"]) for change in after["changes"]} == {
        (change["kind"], change["id"]) for change in before["changes"]
    }
    assert all(change["deleted_at"] and change["record"] is None for change in after["changes"])


def test_erasing_takes_what_was_deleted_before_as_well(client: Client, person: User) -> None:
    key = client.get("/api/v1/episodes").json()["results"][0]["id"]
    client.delete(f"/api/v1/episodes/{key}")
    client.delete("/api/v1/diary/entries")
    assert "secret-word" not in texts()
    assert client.get(f"/api/v1/episodes/{key}/revisions").status_code == 404


@pytest.mark.parametrize("base_version", [0, 1, 2])
def test_a_late_edit_or_a_replay_does_not_bring_an_erased_entry_back(
    client: Client, person: User, base_version: int
) -> None:
    record = client.get("/api/v1/episodes").json()["results"][0]
    content = {name: record[name] for name in ("started_at", "zone", "note")}
    client.delete("/api/v1/diary/entries")
    change = {"kind": "episode", "id": record["id"], "op": "put", "record": content}
    reply = sync(client, None, change | {"base_version": base_version})
    assert reply["acknowledged"][0]["deleted_at"]
    assert "secret-word" not in texts()


def test_an_erased_version_cannot_be_restored(client: Client, person: User) -> None:
    key = client.get("/api/v1/episodes").json()["results"][0]["id"]
    client.delete("/api/v1/diary/entries")
    for version in (1, 2, 3):
        path = f"/api/v1/episodes/{key}/revisions/{version}/restore"
        assert client.post(path).status_code == 404


def test_the_diary_goes_on_after_it_was_erased(client: Client, person: User) -> None:
    client.delete("/api/v1/diary/entries")
    body = {"started_at": "2026-11-22T08:00:00Z", "zone": "Europe/Berlin"}
    reply = client.put(f"/api/v1/episodes/{uuid4()}", body, "application/json")
    assert reply.status_code == 201
    assert client.get("/api/v1/episodes").json()["count"] == 1
    assert client.delete("/api/v1/diary/entries").status_code == 204
    assert client.delete("/api/v1/diary/entries").status_code == 204  # of nothing


def test_erasing_leaves_another_persons_diary(client: Client, person: User, owner: User) -> None:
    create_sample_account(owner)
    diary = diary_of(owner)
    before = Revision.objects.filter(diary=diary).count()
    client.delete("/api/v1/diary/entries")
    client.delete("/api/v1/account")
    assert Revision.objects.filter(diary=diary, deleted=False).count() == before
    assert Diary.objects.filter(pk=diary.pk).exists()


def test_a_deleted_account_leaves_no_row_anywhere(client: Client, person: User) -> None:
    link = create_page_link(
        diary=diary_of(person), days=30, expires_in_days=7, label="Dr. Foot", now=NOW
    )
    token = link.url.rsplit("/", 1)[-1]
    sign_in_by_code(Client())
    assert client.delete("/api/v1/account").status_code == 204
    exempt = ("contenttypes", "auth.Permission", "triage.Tally")
    left = [(model, row) for model, row in rows() if not model._meta.label.startswith(exempt)]
    assert left == []
    unknown = Client().get("/s/" + "x" * len(token))
    share_page = Client().get(f"/s/{token}")
    assert (share_page.status_code, share_page.content) == (unknown.status_code, unknown.content)


@pytest.mark.django_db(transaction=True)
def test_every_session_of_a_deleted_account_ends(client: Client, person: User) -> None:
    other = Client()
    sign_in_by_code(other)
    assert other.get("/api/v1/diary").status_code == 200
    client.delete("/api/v1/account")
    assert client.get("/api/v1/diary").status_code == 401
    assert other.get("/api/v1/diary").status_code == 401
    assert mail.outbox[-1].subject == "Your account is deleted"
    assert mail.outbox[-1].to == [NEW]


@pytest.mark.django_db(transaction=True)
def test_an_account_is_deleted_even_if_mail_fails(
    client: Client, person: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert client.delete("/api/v1/account").status_code == 204
    assert not User.objects.exists()


def test_a_share_link_ends_with_the_entries(client: Client, person: User, api: APIClient) -> None:
    link = create_page_link(diary=diary_of(person), days=30, expires_in_days=7, now=NOW)
    client.delete("/api/v1/diary/entries")
    assert Client().get("/s/" + link.url.rsplit("/", 1)[-1]).status_code == 404
