"""/api/v1/assessment, assessments, rules, prompts and reminders."""

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
from triage.rules.message_catalog import WORDS, language, told
from triage.rules.rulebook import RULES


@cache
def rules_in(language: str) -> tuple[str, dict[str, Any]]:
    """The rules with the words of one language, and their tag."""
    rules = told(RULES, WORDS[language], language)
    digest = hashlib.sha256(json.dumps(rules).encode()).hexdigest()
    return f'"{digest[:32]}"', rules


class AlreadyAnswered(APIException):
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
        """What the rules say of the whole diary, and what changed last."""
        query = serializers.AssessmentQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        found = assessment_history.current(
            diary_of(request.user), timezone.now(), **query.validated_data
        )
        return Response(serializers.DiaryVerdict(found).data)


class Assessments(ListAPIView[Assessment]):
    serializer_class = serializers.AssessmentShown
    pagination_class = Pages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Assessment]:
        return assessment_history.newest_first(diary_of(self.request.user).pk)

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        return assessment_history.explained(super().paginate_queryset(queryset) or [])

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
    @method_decorator(condition(etag_func=lambda _: rules_in(language())[0]))
    def get(self, request: Request | HttpRequest) -> Response:
        """Levels, facts, thresholds and rules, with the words of the language asked for."""
        return Response(rules_in(language())[1], headers={"Cache-Control": "public, no-cache"})


class Prompts(ListAPIView[Prompt]):
    serializer_class = serializers.PromptShown
    pagination_class = Pages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Prompt]:
        # A plain mapping: in a form, a box that is missing would mean "no".
        query = serializers.PromptQuery(data=self.request.query_params.dict())
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        found = Prompt.objects.filter(diary_id=diary_of(self.request.user).pk)
        if "open" in wanted:
            found = found.filter(closed_at__isnull=wanted["open"])
        if "pending" in wanted:
            found = found.filter(
                prompt_answers.PENDING if wanted["pending"] else ~prompt_answers.PENDING
            )
        return found.select_related("diary").order_by("-opened_at", "id")

    @extend_schema(
        operation_id="prompts_list",
        parameters=[serializers.PromptQuery],
        responses={200: serializers.PromptShown(many=True), **error_responses(400, 401, 404)},
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """What the person was asked to act on, newest first; at most one is open.

        `asks` says what each asks now. `pending` also has the visits to come, so that a
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
        wanted: dict[str, Any] = serializers.PromptAnswer().run_validation(request.data)
        diary, now = diary_of(request.user), timezone.now()
        at = min(wanted.pop("at", now), now)
        try:
            found = prompt_answers.answer(diary, id, now=at, **wanted)
        except Prompt.DoesNotExist:
            raise Http404 from None
        except prompt_answers.AlreadyAnswered:
            raise AlreadyAnswered from None
        except prompt_answers.CannotAnswer as problem:
            detail = [ErrorDetail(str(problem), problem.code)]
            raise ValidationError({problem.param: detail}) from None
        return Response(serializers.PromptShown(found).data)
