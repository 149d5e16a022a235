"""The report as a PDF, attached to the document."""

from base64 import b64encode
from datetime import datetime
from hashlib import sha1

from django.utils.translation import gettext as _

from diary.i18n import active_language
from sharing.fhir.datatypes import derived_id, fhir_datetime, reference
from sharing.fhir.terms import Json, concept


def pdf_document_reference(content: bytes, patient: Json, now: datetime) -> Json:
    return {
        "resourceType": "DocumentReference",
        "id": derived_id(patient["id"], f"pdf {active_language()} {now}"),
        "status": "current",
        "type": concept("diary", _("diary of numbness and tingling")),
        "subject": reference(patient),
        "author": [reference(patient)],
        "date": fhir_datetime(now, "UTC"),
        "description": _("The same as a PDF"),
        "content": [
            {
                "attachment": {
                    "contentType": "application/pdf",
                    "language": active_language(),
                    "data": b64encode(content).decode(),
                    "size": len(content),
                    "hash": b64encode(sha1(content, usedforsecurity=False).digest()).decode(),
                    "creation": fhir_datetime(now, "UTC"),
                }
            }
        ],
    }
