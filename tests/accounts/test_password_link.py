"""A password by a link: once, for a day, for the right person."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import AuditEvent
from tests.accounts.conftest import sign_in

USERS = "/quan-tri/nguoi-dung/"
TODAY = timezone.localdate
DAY = timedelta(days=1)


def text(response):
    return response.content.decode()


class TestPasswordLink:
    def url(self, user):
        return f"{USERS}{user.uid}/mat-khau/"

    def link(self, office, user):
        page = text(office.post(self.url(user)))
        link = page.partition('<pre class="snip" tabindex="0">')[2].partition("<")[0]
        return link.removeprefix(settings.SITE_URL)

    def use(self, link, password="một câu khá dài để nhớ 2026"):  # noqa: S107
        browser = Client(REMOTE_ADDR="192.0.2.30")
        form = browser.get(link, follow=True)
        path = form.redirect_chain[-1][0] if form.redirect_chain else link
        return form, browser.post(path, {"new_password1": password, "new_password2": password})

    def test_it_sets_a_password_once(self, office, hoa):
        assert "đúng là người này" in text(office.get(self.url(hoa)))
        sign_in(Client(REMOTE_ADDR="192.0.2.31"), hoa)
        link = self.link(office, hoa)
        form, response = self.use(link)
        assert "Mật khẩu mới" in text(form)
        assert response.url == "/dang-nhap/"
        hoa.refresh_from_db()
        assert hoa.check_password("một câu khá dài để nhớ 2026")
        assert not hoa.usersession_set.exists()
        assert "không còn dùng được" in text(self.use(link)[0])
        assert AuditEvent.objects.filter(verb="account.password_changed", by=None, target_id=hoa.pk).exists()

    def test_a_weak_password_is_refused(self, office, hoa):
        assert "quá ngắn" in text(self.use(self.link(office, hoa), "ngan")[1])

    def test_it_is_dead_after_a_day_a_sign_in_or_a_lock(self, office, hoa, an, settings):
        link = self.link(office, hoa)
        settings.PASSWORD_RESET_TIMEOUT = -1
        assert "không còn dùng được" in text(self.use(link)[0])
        settings.PASSWORD_RESET_TIMEOUT = 24 * 3600
        actions.disable_user(user=hoa, reason="left", by=an)
        assert "không còn dùng được" in text(self.use(link)[0])
        actions.enable_user(user=hoa, by=an)
        sign_in(Client(REMOTE_ADDR="192.0.2.32"), hoa)
        assert "không còn dùng được" in text(self.use(link)[0])

    def test_it_is_mailed_where_there_is_a_server(self, office, hoa, settings, django_capture_on_commit_callbacks):
        settings.EMAIL_HOST = "mail.example.org"
        with django_capture_on_commit_callbacks(execute=True):
            link = self.link(office, hoa)
        (letter,) = mail.outbox
        assert letter.to == [hoa.email]
        assert link in letter.body
        assert hoa.full_name not in letter.body + letter.subject

    def test_without_one_nothing_is_sent(self, office, hoa, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            self.link(office, hoa)
        assert mail.outbox == []

    def test_the_link_is_not_kept(self, office, hoa):
        link = self.link(office, hoa)
        token = link.split("/")[-2]
        assert default_token_generator.check_token(hoa, token)
        assert not any(token in str(event.detail) for event in AuditEvent.objects.all())
