"""The Vietnamese catalogues: complete, compiled, one an app, free of contradictions."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from lms.portals.console.catalogues import merging, po
from lms.portals.console.catalogues.ownership import Apps

pytestmark = pytest.mark.gettext

RULEBOOK = "lms/people/rulebook"
COURSES = "cms/courses"
LEARNER = "lms/portals/learner"
SCHOOL = "lms/portals/school"
KIT = "lms/portals/kit"


@pytest.fixture
def tree(tmp_path, settings):
    """A small code base of five apps, instead of the whole one."""
    shutil.copy(Path(settings.BASE_DIR, "pyproject.toml"), tmp_path)
    for app in (RULEBOOK, COURSES, LEARNER, SCHOOL, KIT):
        (tmp_path / app).mkdir(parents=True)
    libraries = tmp_path / merging.LIBRARIES
    libraries.mkdir(parents=True)
    libraries.joinpath("djangojs.po").write_text(po.render_catalogue([]), encoding="utf-8")
    settings.BASE_DIR = tmp_path
    return tmp_path


def use(app: Path, *texts: str, context: str = "") -> None:
    """Let a module of the app use these texts and no others."""
    calls = [f'pgettext("{context}", "{text}")' if context else f'_("{text}")' for text in texts]
    app.joinpath("module.py").write_text("\n".join(calls) + "\n", encoding="utf-8")


def translate(app: Path, *entries: po.CatalogueEntry) -> Path:
    path = app / "locale/vi/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(po.render_catalogue(entries), encoding="utf-8")
    return path


def catalogue(app: Path) -> dict[str, str]:
    path = app / "locale/vi/LC_MESSAGES/django.po"
    if not path.exists():
        return {}
    return {
        entry.text: entry.translation
        for entry in po.parse_catalogue(path.read_text(encoding="utf-8"))
    }


def update(*arguments: str) -> str:
    output = StringIO()
    call_command("update_messages", *arguments, stdout=output)
    return output.getvalue()


def files(tree: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}


def test_every_text_is_translated_in_the_catalogue_of_its_app_and_compiled():
    update("--check")


def test_every_text_stands_in_one_catalogue():
    places = {}
    for path, entries in merging.read_catalogues(Path(settings.BASE_DIR)).items():
        for entry in entries:
            places.setdefault(entry.key, []).append(path)
    assert {key: paths for key, paths in places.items() if len(paths) > 1} == {}


def test_a_contradiction_fails_and_names_both_catalogues(tree):
    use(tree / COURSES, "law")
    use(tree / RULEBOOK, "law")
    translate(tree / COURSES, po.CatalogueEntry("law", translation="luật"))
    translate(tree / RULEBOOK, po.CatalogueEntry("law", translation="văn bản pháp luật"))
    before = files(tree)
    with pytest.raises(CommandError) as refusal:
        update()
    message = str(refusal.value)
    assert f"“luật” in {COURSES}/locale/vi/LC_MESSAGES/django.po" in message
    assert f"“văn bản pháp luật” in {RULEBOOK}/locale/vi/LC_MESSAGES/django.po" in message
    assert files(tree) == before


def test_a_catalogue_of_the_libraries_is_contradicted_as_well(tree):
    use(tree / KIT, "Save")
    translate(tree / KIT, po.CatalogueEntry("Save", translation="Lưu"))
    libraries = tree / merging.LIBRARIES / "django.po"
    libraries.write_text(
        po.render_catalogue([po.CatalogueEntry("Save", translation="Ghi")]), encoding="utf-8"
    )
    with pytest.raises(CommandError, match=f"“Ghi” in {merging.LIBRARIES}/django.po"):
        update()


def test_a_context_tells_two_meanings_apart(tree):
    use(tree / COURSES, "law")
    use(tree / RULEBOOK, "law", context="basis")
    translate(tree / COURSES, po.CatalogueEntry("law", translation="luật"))
    translate(tree / RULEBOOK, po.CatalogueEntry("law", "basis", translation="văn bản pháp luật"))
    update()
    assert catalogue(tree / COURSES) == {"law": "luật"}
    assert catalogue(tree / RULEBOOK) == {"law": "văn bản pháp luật"}


def test_a_new_text_is_written_down_empty_and_fails(tree):
    use(tree / RULEBOOK, "Rule")
    with pytest.raises(CommandError, match=f"{RULEBOOK}/.*: “Rule” has no translation"):
        update()
    assert catalogue(tree / RULEBOOK) == {"Rule": ""}
    assert not (tree / merging.COMPILED / "django.mo").exists()


def test_a_fuzzy_translation_fails_and_stays_fuzzy(tree):
    use(tree / RULEBOOK, "Rule")
    path = translate(
        tree / RULEBOOK, po.CatalogueEntry("Rule", translation="Quy tắc", flags=("fuzzy",))
    )
    for _ in range(2):
        with pytest.raises(CommandError, match="“Rule” is fuzzy"):
            update()
    assert "#, fuzzy" in path.read_text(encoding="utf-8")


def test_a_text_that_nothing_uses_is_removed_and_named(tree):
    use(tree / RULEBOOK, "Rule")
    translate(
        tree / RULEBOOK,
        po.CatalogueEntry("Rule", translation="Quy tắc"),
        po.CatalogueEntry("Old rule", translation="Quy tắc cũ"),
    )
    assert "No longer used: “Old rule” (“Quy tắc cũ”)" in update()
    assert catalogue(tree / RULEBOOK) == {"Rule": "Quy tắc"}


def test_a_text_moves_with_its_translation_and_its_remark_to_the_lowest_app_that_uses_it(tree):
    use(tree / RULEBOOK, "Unit")
    use(tree / LEARNER, "Unit")
    entry = po.CatalogueEntry("Unit", translation="Đơn vị", notes=("# of the administration",))
    translate(tree / LEARNER, entry)
    update()
    assert catalogue(tree / LEARNER) == {}
    assert catalogue(tree / RULEBOOK) == {"Unit": "Đơn vị"}
    moved = tree / RULEBOOK / "locale/vi/LC_MESSAGES/django.po"
    assert "# of the administration" in moved.read_text(encoding="utf-8")


def test_a_text_of_two_audiences_belongs_to_what_both_share(tree):
    use(tree / LEARNER, "Back")
    use(tree / SCHOOL, "Back")
    translate(tree / SCHOOL, po.CatalogueEntry("Back", translation="Quay lại"))
    update()
    assert catalogue(tree / KIT) == {"Back": "Quay lại"}
    assert catalogue(tree / LEARNER) == catalogue(tree / SCHOOL) == {}


def test_a_template_counts_for_the_app_of_its_folder(tree):
    folder = tree / "templates/learner/lessons"
    folder.mkdir(parents=True)
    template = '{% load i18n %}\n<h1 class="a" title="{% trans "Lesson" %}">…</h1>\n'
    folder.joinpath("page.html").write_text(template, encoding="utf-8")
    translate(tree / KIT, po.CatalogueEntry("Lesson", translation="Bài học"))
    update()
    assert catalogue(tree / LEARNER) == {"Lesson": "Bài học"}


def test_checking_writes_nothing(tree):
    use(tree / LEARNER, "Lesson")
    translate(tree / KIT, po.CatalogueEntry("Lesson", translation="Bài học"))
    before = files(tree)
    with pytest.raises(CommandError, match=r"not up to date.*make messages"):
        update("--check")
    assert files(tree) == before
    update()
    update("--check")


def test_a_placeholder_that_the_translation_lacks_fails(tree):
    use(tree / RULEBOOK, "%(count)d rules")
    entry = po.CatalogueEntry(
        "%(count)d rules", translation="%(so)d quy tắc", flags=("python-format",)
    )
    translate(tree / RULEBOOK, entry)
    with pytest.raises(CommandError, match="count"):
        update()


def test_a_compiled_file_that_lacks_a_text_is_stale(tree):
    use(tree / RULEBOOK, "Rule")
    path = translate(tree / RULEBOOK, po.CatalogueEntry("Rule", translation="Quy tắc"))
    update()
    path.write_text(
        po.render_catalogue([po.CatalogueEntry("Rule", translation="Quy định")]), encoding="utf-8"
    )
    with pytest.raises(CommandError, match=r"django\.mo"):
        update("--check")


@pytest.mark.parametrize(
    ("file", "app"),
    [
        ("lms/people/workbooks/reading/fields.py", "lms.people.workbooks"),
        ("lms/core/states.py", "lms.core"),
        ("lms/core/jobs/states.py", "lms.core.jobs"),
        ("cms/api.py", "cms"),
        ("lms/project/settings/base.py", "lms.portals.kit"),
        ("templates/404.html", "lms.portals.kit"),
        ("templates/components/field.html", "lms.portals.kit"),
        ("templates/unit/people/_row.html", "lms.portals.unit"),
        ("templates/mfa/webauthn/add.html", "lms.portals.account"),
        ("templates/cms/studio/play.html", "cms.studio"),
        ("templates/cms/blocks/quote.html", "cms.pages"),
    ],
)
def test_a_file_belongs_to_the_app_of_its_folder(file, app):
    assert Apps(Path(settings.BASE_DIR)).app_of(file) == app


def test_texts_are_written_as_they_are_read():
    entries = [
        po.CatalogueEntry(
            'Say "%(word)s"\n', "of a\tclass", "Say", "Nói “%(word)s”\\", ("python-format",)
        ),
        po.CatalogueEntry(
            "Trước", translation="Sau", notes=("# remark", "#. Translators: of time")
        ),
    ]
    assert po.parse_catalogue(po.render_catalogue(entries)) == entries
