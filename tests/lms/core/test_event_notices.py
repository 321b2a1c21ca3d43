"""A notice that follows an event: who gets it, in which language, by which channels, how often."""

import pytest

from lms.core.audit.models import Event
from lms.core.errors import RuleBroken
from lms.core.notices.event_notices import Channel, EventNotice, NoticeWords
from lms.core.notices.models import Notice
from lms.outcomes.certificates import actions
from lms.people.accounts.models import User
from lms.project.sweep import drain
from tests.factories import outcomes

pytestmark = pytest.mark.django_db


def words(subject: str, event: Event) -> NoticeWords:
    return NoticeWords(key=f"{subject}:{event.pk}", title=subject)


def notice_to(*recipients: tuple[int | None, str], **fields) -> EventNotice[str]:
    return EventNotice(
        events=("class.started",), recipients=lambda _event: recipients, words=words, **fields
    )


def test_each_recipient_reads_what_it_is_about_for_them_and_only_once(cast):
    notice = notice_to((cast.lan.pk, "về Lan"), (cast.minh.pk, "về Minh"))
    for _delivery in range(2):
        notice(Event(pk=1, kind="class.started"))
    titles = dict(Notice.objects.values_list("user", "title"))
    assert titles == {cast.lan.pk: "về Lan", cast.minh.pk: "về Minh"}
    assert Notice.objects.count() == 2


def test_a_person_without_an_account_gets_nothing_and_the_others_do(cast):
    notice_to((None, "không có tài khoản"), (cast.lan.pk, "về Lan"))(Event(pk=1))
    assert [row.title for row in Notice.objects.all()] == ["về Lan"]


def test_without_the_channel_of_mail_no_mail_is_due(cast):
    notice_to((cast.lan.pk, "chỉ hộp thư"), channels=Channel.INBOX)(Event(pk=1))
    notice_to((cast.minh.pk, "có thư"))(Event(pk=1))
    due = dict(Notice.objects.values_list("title", "mail_due_at"))
    assert due["chỉ hộp thư"] is None
    assert due["có thư"] is not None


def test_the_words_are_in_the_language_of_the_reader_not_of_who_acted(cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    User.objects.filter(pk=cast.lan.pk).update(language="en")
    actions.issue_certificate(actor=cast.actor(cast.son), certificate=certificate)
    drain()
    issued = Notice.objects.get(user=cast.lan, key__endswith=":issued")
    assert issued.title.startswith("New certificate: ")


def test_an_act_that_is_refused_tells_nobody_anything(cast):
    certificate = outcomes.proposed_certificates(cast)[0]
    drain()
    before = Notice.objects.count()
    with pytest.raises(RuleBroken):
        actions.issue_certificate(actor=cast.actor(cast.son), certificate=certificate)
    drain()
    assert Notice.objects.count() == before
