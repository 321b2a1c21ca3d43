"""From draft to published text, and comments on the exact field."""

import re

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Comment, GroupPagePermission

from cms.courses.models import ScenarioLessonPage
from cms.studio import comments, edits, graph, review
from cms.studio.drafts import open_draft
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from tests.cms.studio.conftest import save_scene, scene_of
from tests.cms.studio.test_pages import url

pytestmark = pytest.mark.django_db


def save(actor, page, key: str, **words):
    scene = scene_of(page, key)
    save_scene(
        actor=actor, page_id=page.pk, key=key, base=graph.digest_of(scene), scene={**scene, **words}
    )


def live_title(page) -> str:
    return ScenarioLessonPage.objects.get(pk=page.pk).case["scenes"][0]["title"]


@pytest.fixture
def author(page, cast):
    """Writes, but may not publish; the reviewers are the school's editors."""
    group = Group.objects.create(name="Người soạn")
    rights = GroupPagePermission.objects.filter(group__name="Biên tập TCT-DB")
    for right in rights.exclude(permission__codename="publish_page"):
        GroupPagePermission.objects.create(
            group=group, page=right.page, permission=right.permission
        )
    group.permissions.add(*Group.objects.get(name="Biên tập TCT-DB").permissions.all())
    cast.minh.groups.add(group)
    return cast.actor(cast.minh)


def test_submitted_reviewed_and_published(page, author, ha):
    save(author, page, "canh-1", title="Bản mới")
    with pytest.raises(NotAllowed):
        review.publish_draft(actor=author, page_id=page.pk)
    review.submit_draft(actor=author, page_id=page.pk)
    assert review.draft_standing(open_draft(ha, page.pk)).may_review
    with pytest.raises(RuleBroken):
        review.submit_draft(actor=author, page_id=page.pk)
    with pytest.raises(BadInput):
        review.send_back_draft(actor=ha, page_id=page.pk, comment=" ")
    assert live_title(page) == "Thiếu giấy chứng sinh"
    review.approve_draft(actor=ha, page_id=page.pk)
    assert live_title(page) == "Bản mới"
    assert not review.draft_standing(open_draft(ha, page.pk)).in_review
    kinds = set(Event.objects.filter(kind__startswith="scenario.").values_list("kind", flat=True))
    assert kinds == {"scenario.submitted", "scenario.approved"}
    with pytest.raises(RuleBroken):
        review.approve_draft(actor=ha, page_id=page.pk)


def test_what_is_approved_is_what_the_reviewer_reads(page, author, ha):
    save(author, page, "canh-1", title="Một")
    review.submit_draft(actor=author, page_id=page.pk)
    save(ha, page, "canh-1", title="Hai")
    review.approve_draft(actor=ha, page_id=page.pk)
    assert live_title(page) == "Hai"


def test_words_in_review_are_not_written_over(page, ha):
    save(ha, page, "canh-1", title="Một")
    review.submit_draft(actor=ha, page_id=page.pk)
    before = page.revisions.count()
    save(ha, page, "canh-1", title="Hai")
    assert page.revisions.count() == before + 1


def test_sent_back_and_sent_again(page, author, ha):
    save(author, page, "canh-1", title="Bản mới")
    review.submit_draft(actor=author, page_id=page.pk)
    review.send_back_draft(actor=ha, page_id=page.pk, comment="Viết rõ căn cứ.")
    assert live_title(page) == "Thiếu giấy chứng sinh"
    save(author, page, "canh-1", title="Bản sửa")
    review.submit_draft(actor=author, page_id=page.pk)
    review.approve_draft(actor=ha, page_id=page.pk)
    assert live_title(page) == "Bản sửa"


def test_what_blocks_is_neither_sent_nor_published_nor_approved(page, author, ha):
    save(author, page, "canh-1", title="Bản mới")
    review.submit_draft(actor=author, page_id=page.pk)
    save(ha, page, "canh-2", choices=[])
    for verb in (review.approve_draft, review.publish_draft):
        with pytest.raises(RuleBroken, match=r"phải|Phải"):
            verb(actor=ha, page_id=page.pk)
    assert live_title(page) == "Thiếu giấy chứng sinh"


def test_the_author_reviews_nothing(page, author):
    save(author, page, "canh-1", title="Bản mới")
    review.submit_draft(actor=author, page_id=page.pk)
    with pytest.raises(NotAllowed):
        review.approve_draft(actor=author, page_id=page.pk)
    assert live_title(page) == "Thiếu giấy chứng sinh"


def test_the_buttons_follow_the_rights(desk, page, author, client, cast, ha):
    save(author, page, "canh-1", title="Bản mới")
    text = desk.get(url(page, "canh", "canh-1")).content.decode()
    assert 'value="publish"' in text and 'value="submit"' in text
    assert desk.post(url(page, "gui"), {"do": "submit"}).status_code == 302
    text = desk.get(url(page, "canh", "canh-1")).content.decode()
    assert 'value="approve"' in text
    assert "đang duyệt" in text
    assert "Chờ tôi duyệt" in desk.get("/quan-tri/").content.decode()
    page_text = desk.post(url(page, "gui"), {"do": "send_back", "comment": ""}, follow=True)
    assert "Hãy viết cần sửa gì và vì sao." in page_text.content.decode()
    desk.post(url(page, "gui"), {"do": "approve", "comment": "Tốt"})
    assert live_title(page) == "Bản mới"
    client.force_login(cast.minh)
    save(author, page, "canh-1", title="Nữa")
    text = client.get(url(page, "canh", "canh-1")).content.decode()
    assert 'value="publish"' not in text and 'value="submit"' in text
    client.post(url(page, "gui"), {"do": "publish"})
    assert live_title(page) == "Bản mới"


def test_a_comment_stays_with_its_choice(desk, page, ha, hoa):
    comments.comment_on(
        actor=hoa, page_id=page.pk, scene="canh-1", path="choices.1.text", text="Nói rõ hơn"
    )
    assert Comment.objects.get().contentpath == "case.canh-1.choices.b.text"
    choices = scene_of(page, "canh-1")["choices"]
    save(ha, page, "canh-1", choices=choices[::-1])
    edits.rename_scene(actor=ha, page_id=page.pk, key="canh-1", name="mo-dau")
    comment = comments.open_comments(open_draft(ha, page.pk))[0]
    assert (comment.scene, comment.path) == ("mo-dau", "choices.0.text")
    text = desk.get(url(page, "canh", "mo-dau")).content.decode()
    assert "Nói rõ hơn" in text
    assert 'href="#f-choices.0.text"' in text
    assert re.search(r'class="comment-count">.{0,400}?1</span>', text, re.DOTALL)


def test_answered_and_closed(desk, page, ha, hoa):
    desk.post(
        url(page, "gop-y"), {"do": "say", "scene": "canh-1", "path": "title", "text": "Ngắn thôi"}
    )
    comment = Comment.objects.get()
    desk.post(
        url(page, "gop-y"),
        {"do": "answer", "scene": "canh-1", "comment": comment.pk, "text": "Đã sửa"},
    )
    assert "Đã sửa" in desk.get(url(page, "canh", "canh-1")).content.decode()
    desk.post(url(page, "gop-y"), {"do": "close", "scene": "canh-1", "comment": comment.pk})
    comment.refresh_from_db()
    assert comment.resolved_by_id == ha.user_id
    assert "Ngắn thôi" not in desk.get(url(page, "canh", "canh-1")).content.decode()
    with pytest.raises(NotFound):
        comments.resolve_comment(actor=hoa, page_id=page.pk, comment_id=comment.pk)
    with pytest.raises(BadInput):
        comments.comment_on(actor=ha, page_id=page.pk, scene="canh-1", path="title", text=" ")
    assert Comment.objects.count() == 1


def test_general_information_is_commented_too(desk, page):
    desk.post(
        url(page, "gop-y"), {"do": "say", "scene": "@", "path": "citizen", "text": "Ghi đủ họ tên"}
    )
    assert "Ghi đủ họ tên" in desk.get(url(page, "thong-tin")).content.decode()


def test_strangers_neither_comment_nor_publish(page, cast):
    actor = cast.actor(cast.lan)
    target = {"actor": actor, "page_id": page.pk}
    for action in (
        lambda: comments.comment_on(**target, scene="canh-1", path="", text="x"),
        lambda: comments.reply_to(**target, comment_id=1, text="x"),
        lambda: comments.resolve_comment(**target, comment_id=1),
        lambda: review.submit_draft(**target),
        lambda: review.approve_draft(**target),
        lambda: review.send_back_draft(**target, comment="x"),
        lambda: review.publish_draft(**target),
    ):
        with pytest.raises(NotFound):
            action()
    assert not Comment.objects.exists()
    assert live_title(page) == "Thiếu giấy chứng sinh"
