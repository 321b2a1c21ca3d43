"""People are told once, and mail goes out where there is an address."""

from smtplib import SMTPException

import pytest
from django.core import mail

from lms.core.notices import actions as notices
from lms.core.notices.models import Notice
from lms.core.notices.queries import mailbox, my_notices
from tests.factories import people

pytestmark = pytest.mark.django_db


def notify(user, key="lop-1", **fields):
    notices.notify(
        user_id=user.pk, key=key, title="Lớp sắp mở", body="Ngày mai, 14:00", url="/lop/", **fields
    )


def test_the_same_news_reaches_a_person_once(cast):
    notify(cast.lan)
    notify(cast.lan)
    notify(cast.minh)
    assert my_notices(cast.actor(cast.lan)).count() == 1
    assert notices.send_due_mail() == 2
    assert notices.send_due_mail() == 0
    assert {m.to[0] for m in mail.outbox} == {cast.lan.email, cast.minh.email}
    assert "http://127.0.0.1:8000/lop/" in mail.outbox[0].body


def test_reading_the_inbox_marks_only_ones_own(cast):
    notify(cast.lan)
    notify(cast.minh)
    assert notices.mark_read(actor=cast.actor(cast.lan)) == 1
    assert Notice.objects.filter(read_at=None).get().user == cast.minh


def test_a_person_without_mail_still_has_the_inbox(cast):
    cast.lan.staff_code, cast.lan.email = "CB-77", None
    cast.lan.save()
    notify(cast.lan)
    assert notices.send_due_mail() == 0
    assert my_notices(cast.actor(cast.lan)).get().mail_due_at is None


def test_a_mail_server_that_is_down_is_tried_again(cast, monkeypatch, at):
    def down(*args, **kwargs):
        raise SMTPException("later")

    with at(2026, 11, 23, 8, 0):
        notify(cast.lan)
        # a mail server that refuses is outside our program: this is its only stand-in
        monkeypatch.setattr(notices, "send_mail", down)
        assert notices.send_due_mail() == 0
        monkeypatch.setattr(notices, "send_mail", mail.send_mail)
        assert notices.send_due_mail() == 0  # not before the wait is over
    with at(2026, 11, 23, 9, 0):
        assert notices.send_due_mail() == 1


def test_the_demo_keeps_its_mail_on_a_page(cast, settings):
    settings.EMAIL_BACKEND = "lms.core.notices.mail.MailboxBackend"
    notify(cast.lan)
    notices.send_due_mail()
    assert [(m.to, m.subject) for m in mailbox()] == [(cast.lan.email, "Lớp sắp mở")]


@pytest.mark.django_db
def test_a_title_longer_than_its_column_is_shortened_and_still_arrives():
    user = people.user("Lò Thị Lan")
    notices.notify(user_id=user.pk, key="long", title="Lớp " + "dài " * 80)
    title = Notice.objects.get(user=user).title
    assert len(title) <= Notice._meta.get_field("title").max_length
    assert title.startswith("Lớp dài") and title.endswith("…")
