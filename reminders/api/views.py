"""/api/v1/reminders, push-key and push-subscriptions."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, Throttled, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary import i18n
from diary.accounts import diary_of
from diary.api.pagination import Pages
from diary.reauthentication import session_of
from diary.serializers.errors import error_responses
from reminders import answers, push_subscriptions, vapid
from reminders.api import serializers
from reminders.channels import web_push
from reminders.channels.base import DeliveryFailed
from reminders.messages import render_test_notification
from reminders.models import PushSubscription, Reminder
from triage import prompt_answers
from triage.api.views import PromptAlreadyAnswered
from triage.models import Prompt


class PushKey(APIView):
    @extend_schema(operation_id="push_key", responses=serializers.PushKeyShown)
    def get(self, request: Request) -> Response:
        """The public half of the key that signs push messages."""
        return Response({"public_key": vapid.public_key()})


class Subscriptions(ListAPIView[PushSubscription]):
    serializer_class = serializers.PushSubscriptionShown
    pagination_class = Pages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[PushSubscription]:
        diary = diary_of(self.request.user)
        return PushSubscription.objects.filter(diary_id=diary.pk).order_by("-created_at", "id")

    @extend_schema(
        operation_id="push_subscriptions_list",
        responses={200: serializers.PushSubscriptionShown(many=True), **error_responses(401, 404)},
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """The subscribed browsers, newest first."""
        return super().get(request, *args, **kwargs)


class Subscription(APIView):
    @extend_schema(
        operation_id="push_subscriptions_put",
        request=serializers.PutPushSubscription,
        responses={200: serializers.PushSubscriptionShown, 201: serializers.PushSubscriptionShown},
    )
    def put(self, request: Request, id: UUID) -> Response:
        """Subscribe a browser, under an id that it chooses; again when its endpoint changes.

        An endpoint has one person: the last to subscribe, until that sign-in ends.
        """
        data = serializers.PutPushSubscription().run_validation(request.data)
        try:
            subscription, new = push_subscriptions.save_subscription(
                diary_of(request.user),
                id,
                endpoint=data["endpoint"],
                **data["keys"],
                session=session_of(request).session_key,
                now=timezone.now(),
            )
        except push_subscriptions.SubscriptionNotFound:
            raise Http404 from None
        except push_subscriptions.InvalidSubscription as error:
            message = _("No message can be sent with this.")
            detail = [ErrorDetail(message, "not_taken")]
            raise ValidationError({error.param: detail}) from None
        return Response(
            serializers.PushSubscriptionShown(subscription).data, status=201 if new else 200
        )

    @extend_schema(operation_id="push_subscriptions_delete", responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Unsubscribe this browser."""
        try:
            push_subscriptions.delete_subscription(diary_of(request.user), id)
        except push_subscriptions.SubscriptionNotFound:
            raise Http404 from None
        return Response(status=204)


class TestPush(APIView):
    @extend_schema(
        operation_id="push_subscriptions_test",
        request=None,
        responses={200: serializers.TestPushShown, **error_responses(429)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Send this browser a test message now, also in quiet hours; at most 5 in 10 minutes."""
        diary = diary_of(request.user)
        subscription = PushSubscription.objects.filter(diary_id=diary.pk, id=id).first()
        if subscription is None:
            raise Http404
        if not ratelimit.consume(request._request, action="test_push", user=request.user):
            raise Throttled
        with i18n.override_language(diary.locale):
            content = render_test_notification()
        payload = web_push.push_payload(content, None, diary.locale)
        problem = None
        try:
            web_push.send_push(
                subscription,
                payload,
                tag=content.tag,
                ttl=timedelta(minutes=5),
                urgency="high",
                now=timezone.now(),
            )
        except DeliveryFailed as failure:
            problem = str(failure)
            if problem == web_push.GONE:
                subscription.delete()
        return Response({"delivered": problem is None, "problem": problem})


class AnswerReminder(APIView):
    @extend_schema(
        operation_id="reminders_answer",
        request=serializers.ReminderAnswer,
        responses={200: serializers.ReminderShown, **error_responses(404, 409)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Apply the action of a notification, as the app would; it may come late.

        Idempotent. If the prompt got worse since, only `opened_at` is stored.
        """
        data: dict[str, Any] = serializers.ReminderAnswer().run_validation(request.data)
        now = timezone.now()
        try:
            reminder = answers.answer_reminder(
                diary_of(request.user),
                id,
                answer=data["answer"],
                at=data.get("at", now),
                now=now,
            )
        except (Reminder.DoesNotExist, Prompt.DoesNotExist):
            raise Http404 from None
        except prompt_answers.AlreadyAnswered:
            raise PromptAlreadyAnswered from None
        except (answers.AnswerNotApplicable, prompt_answers.InvalidAnswer):
            message = _("This is no answer to it.")
            detail = [ErrorDetail(message, "does_not_fit")]
            raise ValidationError({"answer": detail}) from None
        return Response(serializers.ReminderShown(reminder).data)


class Reminders(ListAPIView[Reminder]):
    serializer_class = serializers.ReminderShown
    pagination_class = Pages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Reminder]:
        diary = diary_of(self.request.user)
        return Reminder.objects.filter(diary_id=diary.pk).order_by("-due_at", "id")

    @extend_schema(
        operation_id="reminders_list",
        responses={200: serializers.ReminderShown(many=True), **error_responses(401, 404)},
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Sent and planned reminders, latest due first."""
        return super().get(request, *args, **kwargs)
