"""Deliveries and clean-up of accounts. Each may run twice without harm."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, Notice, SentForm, Tally

AT_ONCE = 500
FORMS_ARE_KEPT = timedelta(days=1)  # longer than any session in which the page could be sent again


@shared_task
def deliver_notices():
    """Each minute: mail what is waiting. Without a mail server notices wait; they are read on the pages anyway."""
    if settings.EMAIL_HOST:
        for pk in Notice.objects.waiting().values_list("pk", flat=True)[:AT_ONCE]:
            deliver_notice.delay(pk=pk)


@shared_task
@transaction.atomic
def deliver_notice(*, pk):
    """Mail one notice. A crash between sending and commit sends it again: a reminder twice is better than none."""
    notice = Notice.objects.waiting().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if notice is None:
        return  # sent already, or in another worker's hands
    link = f"{settings.SITE_URL}{notice.url}" if notice.url else settings.SITE_URL
    send_mail(notice.subject, link, None, [notice.to.email])
    notice.sent_at = timezone.now()
    notice.save(update_fields=["sent_at"])


@shared_task
def clear_what_has_ended():
    """Each night: sessions, tokens and tallies past their end, and keys of forms sent long ago, are deleted."""
    call_command("clearsessions")
    ApiToken.objects.filter(expiry__lt=timezone.now()).delete()
    Tally.objects.filter(ends_at__lt=timezone.now()).delete()
    SentForm.objects.filter(created_at__lt=timezone.now() - FORMS_ARE_KEPT).delete()
