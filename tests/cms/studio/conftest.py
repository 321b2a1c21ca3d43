"""A school with one printed course, and its editors."""

import pytest
from django.db import transaction
from django.test import Client

from cms import api
from cms.courses.models import ScenarioLessonPage
from cms.studio import edits
from cms.studio.drafts import open_draft
from tests.factories import content


@pytest.fixture
def page(cast):
    """The scenario lesson of the course: canh-1 → canh-2 → ket-thuc. cô Hà (cast.editor) and
    cast.hoa may edit it.
    """
    content.edition()
    api.set_editors(school_code="TCT-DB", user_ids=[cast.editor.pk, cast.hoa.pk])
    return ScenarioLessonPage.objects.get()


@pytest.fixture
def desk(page, cast, client) -> Client:
    client.force_login(cast.editor)
    return client


@pytest.fixture
def ha(page, cast):
    return cast.actor(cast.editor)


@pytest.fixture
def hoa(page, cast):
    return cast.actor(cast.hoa)


def case_of(page) -> dict:
    """What the newest draft says."""
    page.refresh_from_db()
    return page.get_latest_revision_as_object().case


def scene_of(page, key: str) -> dict:
    return next(scene for scene in case_of(page)["scenes"] if scene["key"] == key)


def save_scene(*, actor, page_id: int, **words):
    """Save a scene as the page does: into the draft, opened once with a lock."""
    with transaction.atomic():
        return edits.save_scene(open_draft(actor, page_id, lock=True), **words)


def save_facts(*, actor, page_id: int, **words) -> None:
    """Save the general information as the page does."""
    with transaction.atomic():
        edits.save_facts(open_draft(actor, page_id, lock=True), **words)
