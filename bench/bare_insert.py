"""What a write costs with nothing but Django and one INSERT: no session, no check, no rule."""

import json
import os
from uuid import UUID

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from config.settings import env_database


def put(request: HttpRequest, id: UUID) -> JsonResponse:
    body = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare (id, body) VALUES (%s, %s)", [id, json.dumps(body)])
    return JsonResponse({"id": id, **body}, status=201)


urlpatterns = [path("api/v1/episodes/<uuid:id>", put)]

if not settings.configured:
    settings.configure(
        SECRET_KEY=os.environ["SECRET_KEY"],
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="bench.bare_insert",
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],  # Content-Length
        DATABASES={"default": env_database("DATABASE_URL", "")},
        LOGGING_CONFIG=None,
    )
application = get_wsgi_application()
