"""/api/v1/assessment, assessments, rules and prompts."""

import hashlib
import json
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.http import condition
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.api.pagination import Pages
from diary.serializers.errors import error_responses
from triage import assessment_history, prompt_answers
from triage.api import serializers
from triage.models import Assessment, Prompt
from triage.rules.message_catalog import CATALOGS, catalog_language, serialize_rules
from triage.rules.rulebook import RULES


@cache
def rules_with_etag(language: str) -> tuple[str, dict[str, Any]]:
    """The strong ETag and the rules with the messages of one language."""
    rules = serialize_rules(RULES, CATALOGS[language], language)
    digest = hashlib.sha256(json.dumps(rules).encode()).hexdigest()
    return f'"{digest[:32]}"', rules


class PromptAlreadyAnswered(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "already_answered"
    default_detail = gettext_lazy("This was answered before; load it again.")


class CurrentAssessment(APIView):
    @extend_schema(
        operation_id="assessment",
        parameters=[serializers.AssessmentQuery],
        responses={200: serializers.DiaryVerdict, **error_responses(400, 401)},
    )
    def get(self, request: Request) -> Response:
        """The verdict on the whole diary, and what changed last."""
        query = serializers.AssessmentQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        verdict = assessment_history.diary_verdict_with_changes(
            diary_of(request.user), timezone.now(), **query.validated_data
        )
        return Response(serializers.DiaryVerdict(verdict).data)


class Assessments(ListAPIView[Assessment]):
    serializer_class = serializers.AssessmentShown
    pagination_class = Pages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Assessment]:
        return assessment_history.assessments_newest_first(diary_of(self.request.user).pk)

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        return assessment_history.attach_changes(super().paginate_queryset(queryset) or [])

    @extend_schema(
        operation_id="assessments_list",
        responses={200: serializers.AssessmentShown(many=True), **error_responses(401, 404)},
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Every assessment that differed from the one before, newest first."""
        return super().get(request, *args, **kwargs)


class Rules(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="rules",
        responses={200: OpenApiTypes.OBJECT, 304: OpenApiResponse(description="Not changed.")},
    )
    @method_decorator(condition(etag_func=lambda _: rules_with_etag(catalog_language())[0]))
    def get(self, request: Request | HttpRequest) -> Response:
        """Levels, facts, thresholds and rules, with the messages of the requested language."""
        return Response(
            rules_with_etag(catalog_language())[1], headers={"Cache-Control": "public, no-cache"}
        )


class Prompts(ListAPIView[Prompt]):
    serializer_class = serializers.PromptShown
    pagination_class = Pages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Prompt]:
        # A plain dict: in a QueryDict, an absent boolean would mean false.
        query = serializers.PromptQuery(data=self.request.query_params.dict())
        query.is_valid(raise_exception=True)
        filters = query.validated_data
        prompts = Prompt.objects.filter(diary_id=diary_of(self.request.user).pk)
        if "open" in filters:
            prompts = prompts.filter(closed_at__isnull=filters["open"])
        if "pending" in filters:
            prompts = prompts.filter(
                prompt_answers.PENDING if filters["pending"] else ~prompt_answers.PENDING
            )
        return prompts.select_related("diary").order_by("-opened_at", "id")

    @extend_schema(
        operation_id="prompts_list",
        parameters=[serializers.PromptQuery],
        responses={200: serializers.PromptShown(many=True), **error_responses(400, 401, 404)},
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """What the person was asked to act on, newest first; at most one is open.

        `awaiting` says what each asks now. `pending` also has the visits to come, so that a
        phone without a connection knows when their day has passed.
        """
        return super().get(request, *args, **kwargs)


class AnswerPrompt(APIView):
    @extend_schema(
        operation_id="prompts_answer",
        request=serializers.PromptAnswer,
        responses={200: serializers.PromptShown, **error_responses(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Booked, seen or declined closes the prompt; snooze keeps it open, and quiet.

        A closed prompt takes its answer again: to move the visit, or to say why. What is
        not sent again stays as it was. A booked one also takes seen or declined: whether the
        person went. An emergency is not snoozed but acknowledged, and stays open. An answer
        may come late, and again.
        """
        answer: dict[str, Any] = serializers.PromptAnswer().run_validation(request.data)
        diary, now = diary_of(request.user), timezone.now()
        at = min(answer.pop("at", now), now)
        try:
            prompt = prompt_answers.answer_prompt(diary, id, now=at, **answer)
        except Prompt.DoesNotExist:
            raise Http404 from None
        except prompt_answers.AlreadyAnswered:
            raise PromptAlreadyAnswered from None
        except prompt_answers.InvalidAnswer as error:
            detail = [ErrorDetail(str(error), error.code)]
            raise ValidationError({error.param: detail}) from None
        return Response(serializers.PromptShown(prompt).data)
