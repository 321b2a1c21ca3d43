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
from lms.portals.console.demo.texts import load_course, load_json

COURSES = ("mot_cua", "ung_xu", "tiep_cong_dan", "cam_tay")
_BUILT = "demo.built"


def is_built() -> bool:
    """Whether the demo was built in this database."""
    return has_happened(_BUILT)


@transaction.atomic
def build_demo() -> None:
    """Build rules, people, content and classes, in this order: each needs the ones before."""
    actor = Actor.system("Dữ liệu mẫu")
    rules.build_rules(actor)
    cast = people.build_people(actor)
    historic.build_historic(actor)
    standards.build_standards(actor)
    _write_content(actor, cast)
    classes.build_classes(cast)
    privacy.build_privacy_requests(cast)
    record(_BUILT, actor, cast.school)
    refresh_statistics(*apps.get_models())


def _write_content(actor: Actor, cast: people.DemoPeople) -> None:
    """Write the site, the school's section and its courses, published by its editor."""
    code = cast.school.code
    api.build_site(actor=actor)
    api.build_school_section(actor=actor, school_code=code, name=cast.school.name)
    api.write_section(actor=actor, school_code=code, data=load_json("school"))
    for page in load_json("pages"):
        api.write_page(actor=actor, data=page)
    api.write_legal_documents(actor=actor, rows=load_json("legal_documents"))
    for news in load_json("news"):
        api.write_news(actor=actor, school_code=code, data=news)
    editor = actor_of(cast.users["ha"])
    for name in COURSES:
        course_id = api.write_course(actor=actor, school_code=code, data=load_course(name))
        api.publish_edition(actor=editor, course_id=course_id, note="Ấn bản đầu tiên")
