"""Every response of the server conforms to the OpenAPI schema."""

from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from rest_framework.test import APIClient
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.sessions import SessionStore
from diary.models import User
from tests.accounts import sign_up_with_token
from tests.api.sample_account import (
    BODIES,
    create_sample_account,
    operations,
    path_parameters,
    reauthenticate_session,
)
from tests.examples import examples

EXAMPLES = examples(6, 25)
CHECKS = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ALL = [(method, path, name) for method, path, name, _ in operations()]

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(db: None) -> str:
    """A session token of a new account."""
    token = sign_up_with_token("fuzz@example.org")["X-Session-Token"]
    reauthenticate_session(SessionStore(token), "fuzz@example.org")
    return token


@pytest.fixture
def keys(token: str) -> dict[str, str]:
    """Ids of their records, one of each kind, by the first word of their path."""
    return create_sample_account(User.objects.get(email="fuzz@example.org"))


@pytest.fixture(autouse=True)
def connection_of_the_test(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests share the test's transaction; a server closes old connections between them."""
    monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)


@pytest.mark.parametrize(("method", "path", "name"), ALL, ids=[operation[2] for operation in ALL])
def test_existing_objects_conform_to_the_schema(
    method: str, path: str, name: str, token: str, keys: dict[str, str]
) -> None:
    operation = schemathesis.openapi.from_wsgi("/api/schema", get_wsgi_application())[path][method]
    body: dict[str, Any] = (
        {"body": BODIES[name], "media_type": "application/json"} if name in BODIES else {}
    )
    case = operation.Case(path_parameters=path_parameters(path, keys), **body)
    response = case.call(headers={"X-Session-Token": token})
    assert 200 <= response.status_code < 300
    case.validate_response(response, checks=CHECKS)
    if "results" in (response.json() if response.content[:1] == b"{" else {}):
        assert response.json()["results"]  # an empty list checks no item


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path", "name"), ALL, ids=[operation[2] for operation in ALL])
def test_every_response_conforms_to_the_schema(
    method: str, path: str, name: str, mode: GenerationMode, token: str, keys: dict[str, str]
) -> None:
    operation = schemathesis.openapi.from_wsgi("/api/schema", get_wsgi_application())[path][method]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), there=st.booleans())
    def answers(case: Any, there: bool) -> None:
        if there and "{" in path:
            case.path_parameters = path_parameters(path, keys)
        response = case.call(headers={**(case.headers or {}), "X-Session-Token": token})
        case.validate_response(response, checks=CHECKS)

    try:
        answers()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # a request without parameters is never invalid


def test_it_is_valid_and_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema"))


def test_every_operation_documents_its_errors(api: APIClient) -> None:
    schema = api.get("/api/schema").json()
    assert schema["openapi"].startswith("3.1")
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            failures = {status for status in operation["responses"] if status >= "400"}
            assert failures, (method, path)
            assert method == "get" or "403" in failures, (method, path)


def test_the_docs_need_nobody_elses_server_and_no_inline_script(anonymous_api: APIClient) -> None:
    page = anonymous_api.get("/api/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "//" not in text.replace("<!DOCTYPE html>", "")
    assert "<style" not in text
    assert text.count("<script") == text.count("<script src=") > 0
    script = anonymous_api.get("/api/docs?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "'self'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
