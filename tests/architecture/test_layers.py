"""Foreign keys, portals, actions: what the import contracts cannot see."""

import ast

import pytest
from django.apps import apps

from tests.architecture.source import functions, modules, short, tree

LAYERS = [
    "lms.core",
    "cms.library",
    "cms.scenarios",
    "cms.courses",
    "cms.pages",
    "cms.studio",
    "lms.people.accounts",
    "lms.people.organisation",
    "lms.people.rulebook",
    "lms.people.personnel",
    "lms.people.standards",
    "lms.people.privacy",
    "lms.people.workbooks",
    "lms.teaching.classes",
    "lms.teaching.enrolment",
    "lms.teaching.attendance",
    "lms.teaching.live",
    "lms.learning.progress",
    "lms.learning.assessment",
    "lms.learning.conduct",
    "lms.outcomes.results",
    "lms.outcomes.certificates",
]


def layer_of(module: str) -> int:
    return next(i for i, name in enumerate(LAYERS) if module.startswith(name))


def test_foreign_keys_point_down():
    upward = []
    for model in apps.get_models():
        if not model.__module__.startswith(("lms.", "cms.")):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not (field.concrete and target) or not target.__module__.startswith(
                ("lms.", "cms.")
            ):
                continue
            if target._meta.label != "accounts.User" and layer_of(target.__module__) > layer_of(
                model.__module__
            ):
                upward.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert not upward


WRITERS = {
    "save",
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
    "acreate",
    "asave",
    "select_for_update",
    "add_child",
    "add_root",
}
# `.update()` and `.save()` of things that are no rows
HARMLESS = {
    "headers",
    "context",
    "params",
    "data",
    "digest",
    "initial",
    "widget",
    "attrs",
    "cleaned_data",
    "session",
    "kwargs",
    "hidden",
}


def test_portals_write_nothing_themselves():
    writes = []
    for path in modules("lms/portals"):
        if "console" in path.parts:
            continue
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = node.func.value
            name = getattr(owner, "attr", getattr(owner, "id", ""))
            if node.func.attr in WRITERS and name not in HARMLESS:
                writes.append(f"{short(path)}:{node.lineno} .{node.func.attr}()")
    assert not writes


def test_portals_hold_no_models():
    assert [
        m._meta.label for m in apps.get_models() if m.__module__.startswith("lms.portals")
    ] == []


# Actions that act for the system, or append to a log of their own; each with its reason.
NO_ACTOR = {
    "lms/core/audit/actions.py": {"record", "extend_chain"},  # the audit log itself
    "lms/core/jobs/actions.py": {"perform_job"},  # acts for the job's owner
    "lms/core/notices/actions.py": {"notify", "send_due_mail"},  # follow from recorded events
    "lms/people/accounts/actions.py": {"use_access_code"},  # nobody is signed in yet
    "lms/teaching/live/actions.py": {
        "record_beats",
        "leave_room",
    },  # many devices at once, already let in by `join_room`
}
OWN_LOG = {
    "lms/people/organisation/actions/following.py": {
        "match_editors"
    },  # follows from recorded roles
    "lms/core/notices/actions.py": {"mark_read"},  # one's own inbox is no decision
    "lms/people/accounts/actions.py": {"save_preferences"},
    # a learner's answers and drafts, and a live room's events, are their own append-only logs
    "lms/learning/progress/actions.py": {
        "sync_batch",
        "answer_scene",
        "begin_attempt",
        "record_view",
        "finish_reading",
        "finish_watching",
        "finish_lesson",
    },
    "lms/learning/assessment/actions.py": {"save_draft"},
    "lms/teaching/live/actions.py": {
        "join_room",
        "record_beats",
        "leave_room",
        "post_event",
        "room_for",
    },
}


def actions():
    """(file, module, function) of each verb: public in an app's actions.py, or exported by its
    actions package.
    """
    for path in modules("lms"):
        if path.name != "actions.py" and path.parent.name != "actions":
            continue
        exported = None
        if path.parent.name == "actions":
            exported = _exports(path.parent / "__init__.py")
        module = tree(path)
        for node in module.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if exported is None or node.name in exported:
                yield path, module, node


def _exports(init) -> set[str]:
    listed = next(
        n for n in tree(init).body if isinstance(n, ast.Assign) and n.targets[0].id == "__all__"
    )
    return set(ast.literal_eval(listed.value))


def test_every_action_names_its_actor():
    without = [
        f"{short(path)}:{node.name}"
        for path, _, node in actions()
        if "actor" not in {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
        and node.name not in NO_ACTOR.get(short(path), set())
    ]
    assert not without


def _calls(node: ast.AST) -> set[str]:
    return {
        getattr(call.func, "id", getattr(call.func, "attr", ""))
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
    }


def test_every_action_is_recorded():
    """By `record` in itself, in a helper of its module, or in another action that it calls."""
    names = {node.name for _, _, node in actions()}
    silent = []
    for path, module, node in actions():
        helpers = {f.name: _calls(f) for f in functions(module)}
        reached, queue = set(), [node.name]
        while queue:
            for called in helpers.get(queue.pop(), set()) - reached:
                reached.add(called)
                queue.append(called)
        exempt = OWN_LOG.get(short(path), set()) | NO_ACTOR.get(short(path), set())
        if not ({"record", *names} - {node.name}) & reached and node.name not in exempt:
            silent.append(f"{short(path)}:{node.name}")
    assert not silent


def test_every_action_is_atomic():
    """By itself, or because all that it writes is one atomic call (`enqueue_job`)."""
    loose = []
    for path, _, node in actions():
        source = ast.unparse(node)
        exempt = NO_ACTOR.get(short(path), set()) | OWN_LOG.get(short(path), set())
        if "atomic" not in source and "enqueue_job(" not in source and node.name not in exempt:
            loose.append(f"{short(path)}:{node.name}")
    assert not loose


@pytest.mark.parametrize("forbidden", ["print(", "datetime.now(", "timezone.now(", "date.today("])
def test_one_clock_and_no_prints(forbidden):
    calls = [
        short(path)
        for path in modules("lms", "cms")
        if forbidden in path.read_text(encoding="utf-8")
        and short(path) not in {"lms/core/clock.py"}
    ]
    assert not calls
