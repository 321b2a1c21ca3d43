"""Files into a lesson's draft and out again, by action and by command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import api
from cms.content import Scenario
from cms.content.plain import from_plain
from cms.courses.models import ScenarioLessonPage
from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import NotFound, RuleBroken
from tests.factories import content
from tests.factories.people import SYSTEM

SAMPLES = Path(__file__).parent / "samples"
HARLOWE = (SAMPLES / "harlowe.twee").read_bytes()


@pytest.fixture
def lesson(cast):
    """A printed scenario lesson of a school, of whose section an editor has charge."""
    api.build_site(actor=SYSTEM)
    api.build_school_section(
        actor=SYSTEM, school_code="TCT-DB", name="Trường Chính trị tỉnh Điện Biên"
    )
    api.write_legal_documents(actor=SYSTEM, rows=[content.LAW])
    api.write_course(actor=SYSTEM, school_code="TCT-DB", data=content.course_data())
    api.set_editors(school_code="TCT-DB", user_ids=[cast.editor.pk])
    return ScenarioLessonPage.objects.get()


def draft(page):
    page.refresh_from_db()
    return from_plain(Scenario, page.get_latest_revision_as_object().case)


def test_an_editor_imports_into_the_draft_and_what_is_published_stays(lesson, cast):
    before = lesson.case
    imported = api.import_scenario(
        actor=cast.actor(cast.editor), lesson_slug=lesson.slug, data=HARLOWE, fmt="twee"
    )
    assert draft(lesson) == imported.read.scenario
    assert lesson.case == before
    assert any(problem.blocks for problem in imported.problems)
    event = Event.objects.filter(kind="scenario.imported").get()
    assert event.data["scenes"] == len(imported.read.scenario.scenes)


def test_a_dry_run_and_a_refused_file_write_nothing(lesson):
    revisions = lesson.revisions.count()
    imported = api.import_scenario(
        actor=SYSTEM, lesson_slug=lesson.slug, data=HARLOWE, fmt="twee", dry_run=True
    )
    assert imported.read.scenario
    with pytest.raises(RuleBroken):
        api.import_scenario(actor=SYSTEM, lesson_slug=lesson.slug, data=b"\xff\xfe\0", fmt="twee")
    assert lesson.revisions.count() == revisions
    assert not Event.objects.filter(kind="scenario.imported").exists()


def test_strangers_find_no_lesson_and_a_locked_page_is_left_alone(lesson, cast):
    for actor in (cast.actor(cast.lan), Actor.nobody()):
        with pytest.raises(NotFound):
            api.import_scenario(actor=actor, lesson_slug=lesson.slug, data=HARLOWE, fmt="twee")
        with pytest.raises(NotFound):
            api.export_scenario(actor=actor, lesson_slug=lesson.slug, fmt="json")
    revisions = lesson.revisions.count()
    ScenarioLessonPage.objects.update(locked=True)
    with pytest.raises(RuleBroken):
        api.import_scenario(actor=SYSTEM, lesson_slug=lesson.slug, data=HARLOWE, fmt="twee")
    assert lesson.revisions.count() == revisions


def run(command, *arguments, capsys):
    """(exit code, stdout) of a command."""
    code = 0
    try:
        call_command(command, *map(str, arguments))
    except SystemExit as error:
        code = error.code
    except CommandError as error:
        code = error.returncode
    return code, capsys.readouterr().out


def test_the_command_imports_and_prints_one_object(lesson, capsys):
    code, out = run(
        "import_scenario",
        SAMPLES / "sugarcube.twee",
        "--format",
        "twee",
        "--into",
        lesson.slug,
        "--json",
        capsys=capsys,
    )
    report = json.loads(out)
    assert code == 0
    assert set(report) == {"scenes", "choices", "endings", "variables", "warnings", "problems"}
    assert (report["scenes"], report["endings"], report["variables"]) == (8, 2, 2)
    assert {"where", "text"} == set(report["warnings"][0])
    assert {"rule", "scene", "field", "message"} == set(report["problems"][0])
    assert len(draft(lesson).scenes) == 8


def test_a_dry_run_of_the_command_writes_nothing(lesson, capsys):
    revisions = lesson.revisions.count()
    code, out = run(
        "import_scenario",
        SAMPLES / "harlowe.html",
        "--format",
        "twine-html",
        "--into",
        lesson.slug,
        "--dry-run",
        "--json",
        capsys=capsys,
    )
    assert (code, json.loads(out)["scenes"]) == (0, 4)
    assert lesson.revisions.count() == revisions


def test_refusals_exit_with_one_and_wrong_usage_with_two(lesson, capsys, tmp_path):
    bad = tmp_path / "bad.twee"
    bad.write_bytes("Chào".encode("utf-16"))
    code, out = run(
        "import_scenario", bad, "--format", "twee", "--into", lesson.slug, "--json", capsys=capsys
    )
    report = json.loads(out)
    assert (code, report["scenes"]) == (1, 0)
    assert "UTF-16" in report["refused"]
    sample = SAMPLES / "harlowe.twee"
    usage = [
        (sample, "--format", "twee", "--into", "khong-co"),
        (tmp_path / "nothing", "--format", "twee", "--into", lesson.slug),
        (tmp_path, "--format", "twee", "--into", lesson.slug),
    ]
    for arguments in usage:
        assert run("import_scenario", *arguments, "--json", capsys=capsys) == (2, "")
    assert run("export_scenario", "khong-co", "--format", "json", capsys=capsys) == (2, "")


def test_what_is_exported_comes_in_again(lesson, tmp_path, capsys):
    before = draft(lesson)
    for fmt in ("json", "twee"):
        file = tmp_path / f"bai.{fmt}"
        assert run(
            "export_scenario", lesson.slug, "--format", fmt, "--output", file, capsys=capsys
        ) == (0, "")
        code, _out = run(
            "import_scenario", file, "--format", fmt, "--into", lesson.slug, "--json", capsys=capsys
        )
        assert code == 0
        assert draft(lesson) == before


def test_checking_asks_the_database_nothing(db, capsys):
    with CaptureQueriesContext(connection) as queries:
        code, out = run(
            "check_scenario", SAMPLES / "harlowe.twee", "--format", "twee", "--json", capsys=capsys
        )
    assert len(queries) == 0
    report = json.loads(out)
    assert code == 1
    assert any(problem["rule"].startswith("B") for problem in report["problems"])


def manage(*arguments):
    """A command in a process of its own, without any database behind it."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        capture_output=True,
        cwd=settings.BASE_DIR,
        check=False,
        timeout=120,
    )


def test_the_commands_alone_in_a_process(tmp_path):
    clean = json.loads(Path("lms/portals/console/demo/content/cases/h1.json").read_text())
    file = tmp_path / "h1.json"
    file.write_text(
        json.dumps(
            {
                "format": "vung-viec-scenario",
                "version": 1,
                "title": "H1",
                "scenario": clean["scenario"],
            }
        )
    )
    finished = manage("check_scenario", file, "--format", "json", "--json")
    report = json.loads(finished.stdout)
    blocking = [problem for problem in report["problems"] if problem["rule"].startswith("B")]
    assert finished.returncode == bool(blocking)
    assert report["scenes"] == len(clean["scenario"]["scenes"])
    assert finished.stdout.count(b"\n") == 1
    wrong = manage("check_scenario", file, "--format", "pdf", "--json")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    missing = manage("check_scenario", tmp_path / "no", "--format", "json", "--json")
    assert (missing.returncode, missing.stdout) == (2, b"")
