"""Builds the whole demo in one transaction: all of it or nothing."""

from django.apps import apps
from django.db import transaction

from cms import api
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.audit.queries import has_happened
from lms.core.statistics import refresh_statistics
from lms.people.accounts.queries import actor_of
from lms.portals.console.demo import classes, historic, people, rules, standards
from lms.portals.console.demo.register import privacy
from lms.portals.console.demo.texts import course, load

COURSES = ("mot_cua", "ung_xu", "tiep_cong_dan", "cam_tay")
_BUILT = "demo.built"


def is_built() -> bool:
    """Whether the demo was built in this database."""
    return has_happened(_BUILT)


@transaction.atomic
def build() -> None:
    """Build rules, people, content and classes, in this order: each needs the ones before."""
    actor = Actor.system("Dữ liệu mẫu")
    rules.build(actor)
    cast = people.build(actor)
    historic.build(actor)
    standards.build(actor)
    _content(actor, cast)
    classes.build(cast)
    privacy.build(cast)
    record(_BUILT, actor, cast.school)
    refresh_statistics(*apps.get_models())


def _content(actor: Actor, cast: people.People) -> None:
    """Write the site, the school's section and its courses, published by its editor."""
    code = cast.school.code
    api.build_site(actor=actor)
    api.build_school_section(actor=actor, school_code=code, name=cast.school.name)
    api.write_section(actor=actor, school_code=code, data=load("school"))
    for page in load("pages"):
        api.write_page(actor=actor, data=page)
    api.write_legal_documents(actor=actor, rows=load("legal_documents"))
    for news in load("news"):
        api.write_news(actor=actor, school_code=code, data=news)
    editor = actor_of(cast.users["ha"])
    for name in COURSES:
        course_id = api.write_course(actor=actor, school_code=code, data=course(name))
        api.publish_edition(actor=editor, course_id=course_id, note="Ấn bản đầu tiên")
