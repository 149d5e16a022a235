"""Snapshots: a page that stays as it was when its link was created."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from joserfc.errors import JoseError
from rest_framework.test import APIClient

from diary.models import Episode
from sharing.links import store
from sharing.models import ShareFile, ShareLink
from sharing.snapshots import encryption, snapshots
from tests.sharing.conftest import Log, path_of

LINKS = "/api/v1/share-links"
Share = Callable[..., dict[str, Any]]
PARTS = ("", "?lang=es", "/charts/frequency.svg", "/episodes.csv", "/record.fhir.json")


def test_a_snapshot_stays_while_a_live_page_follows_the_diary(
    log: Log, share: Share, doctor: Client
) -> None:
    log(note="was there")
    snapshot = path_of(share(frozen=True, downloads=True)["url"])
    live = path_of(share(downloads=True)["url"])
    before = [doctor.get(snapshot + part).content for part in PARTS]
    Episode.objects.update(deleted_at=timezone.now() + timedelta(minutes=1))
    log(29, note="came later")
    assert [doctor.get(snapshot + part).content for part in PARTS] == before
    page = doctor.get(snapshot).content.decode()
    assert "was there" in page
    assert "came later" not in page
    assert "This page stays as the diary was on" in page
    assert "was there" in doctor.get(f"{snapshot}/episodes.csv").content.decode()
    assert "Esta página muestra el diario tal como estaba" in before[1].decode()
    assert "Todos los episodios" in before[1].decode()
    page = doctor.get(live).content.decode()
    assert "was there" not in page
    assert "came later" in page
    assert "This page follows the diary" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["share-links", "health-links"])
def test_a_snapshot_is_rendered_outside_the_transaction(
    kind: str, reauthenticated_api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_transaction: list[bool] = []

    def build_pdf(*_: object, **__: object) -> bytes:
        in_transaction.append(connection.in_atomic_block)
        return b"%PDF-"

    monkeypatch.setattr("sharing.pdf.service.build_pdf", build_pdf)
    body = {"days": 30, "expires_in_days": 7}
    if kind == "share-links":
        body |= {"frozen": True, "downloads": True}
    assert reauthenticated_api.post(f"/api/v1/{kind}", body, format="json").status_code == 201
    assert in_transaction
    assert not any(in_transaction)


def test_a_snapshot_opens_with_a_real_pdf(log: Log, share: Share, doctor: Client) -> None:
    for hours in range(1, 31):
        log(hours, note="a long note " * 100)
    path = path_of(share(frozen=True, downloads=True)["url"])
    assert doctor.get(path).status_code == 200
    response = doctor.get(f"{path}/report.pdf")
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    assert len(response.content) > 64_000  # what joserfc decrypts without being told otherwise


def test_content_of_some_megabytes_is_decrypted() -> None:
    content = random.Random(1).randbytes(5 << 20)  # nothing to compress
    key = bytes(encryption.KEY_BYTES)
    assert encryption.decrypt(encryption.encrypt(content, key), key) == content


def test_a_snapshot_has_its_charts_in_every_theme(log: Log, share: Share, doctor: Client) -> None:
    log()
    path = path_of(share(frozen=True)["url"])
    svgs = [
        doctor.get(f"{path}/charts/severity.svg{theme}").content.decode()
        for theme in ("", "?theme=dark", "?theme=print")
    ]
    for svg, paper in zip(svgs, ("#fffdf9", "#19262a", "#ffffff"), strict=True):
        assert paper in svg
    ShareFile.objects.filter(name__endswith=".dark").delete()  # as in an older copy
    assert doctor.get(f"{path}/charts/severity.svg?theme=dark").content.decode() == svgs[0]


def test_a_snapshot_cannot_be_decrypted_without_the_link(log: Log, share: Share) -> None:
    log(note="secret-word")
    token = path_of(share(frozen=True)["url"])[3:]
    rows = str([*ShareLink.objects.values(), *ShareFile.objects.values()])
    for secret in ("secret-word", token, snapshots.snapshot_key(token).hex()):
        assert secret not in rows
    link = ShareLink.objects.get()
    assert snapshots.read_snapshot(link, token, "page")
    with pytest.raises(JoseError, match="decode_error"):
        snapshots.read_snapshot(link, token[:-1] + "x", "page")


def test_the_owner_sees_how_many_episodes_of_a_snapshot_were_deleted(
    log: Log, share: Share, api: APIClient
) -> None:
    episode, _ = log(), log(50)
    share(frozen=True)
    share()
    Episode.objects.filter(id=episode.id).update(deleted_at=timezone.now() + timedelta(hours=1))
    live, snapshot = api.get(LINKS).json()["results"]
    if snapshot["frozen"] is False:
        live, snapshot = snapshot, live
    assert (snapshot["frozen"], snapshot["deleted_since"]) == (True, 1)
    assert (live["frozen"], live["deleted_since"], live["snapshot_at"]) == (False, 0, None)


def test_a_snapshot_is_deleted_on_revocation_expiry_and_erasure(
    log: Log, share: Share, reauthenticated_api: APIClient, doctor: Client
) -> None:
    log()
    ended, expired, erased = share(frozen=True), share(frozen=True), share(frozen=True)
    reauthenticated_api.delete(f"{LINKS}/{ended['id']}")
    assert not ShareFile.objects.filter(link_id=ended["id"]).exists()
    ShareLink.objects.filter(id=expired["id"]).update(expires_at=timezone.now())
    assert store.delete_expired_files(timezone.now()) > 0
    assert not ShareFile.objects.filter(link_id=expired["id"]).exists()
    assert ShareFile.objects.filter(link_id=erased["id"]).exists()
    assert doctor.get(path_of(erased["url"])).status_code == 200
    assert reauthenticated_api.delete("/api/v1/diary/entries").status_code == 204
    assert not ShareFile.objects.exists()
    for link in (ended, expired, erased):
        assert doctor.get(path_of(link["url"])).status_code == 404


def test_a_snapshot_has_no_stylesheet_of_its_own(log: Log, share: Share) -> None:
    link = share(frozen=True)
    token = path_of(link["url"])[3:]
    content = snapshots.read_snapshot(ShareLink.objects.get(), token, "page") or b""
    assert b"stylesheet" not in content
    assert b"<main>" not in content
