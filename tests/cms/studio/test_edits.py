"""What editors do to a draft: saved words, links that follow, the drawer, undo; nothing
overwritten silently.
"""

import datetime as dt

import pytest

from cms.courses.models import ScenarioLessonPage
from cms.studio import edits, graph
from cms.studio.delta import apply_side, diff_cases, matches_side
from cms.studio.drafts import open_draft
from cms.studio.edits.history import deleted_scenes
from cms.studio.models import SceneChange
from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotFound, RuleBroken
from tests.cms.studio.conftest import case_of, save_facts, save_scene, scene_of

pytestmark = pytest.mark.django_db


def changed_scene(page, key: str, **words) -> dict:
    return {**scene_of(page, key), **words}


def save(actor, page, key: str, **words):
    base = graph.digest_of(scene_of(page, key))
    return save_scene(
        actor=actor, page_id=page.pk, key=key, base=base, scene=changed_scene(page, key, **words)
    )


def test_saved_words_are_a_draft_and_the_published_text_stays(page, ha):
    before = ScenarioLessonPage.objects.get().case
    save(ha, page, "canh-1", title="Thiếu giấy")
    assert scene_of(page, "canh-1")["title"] == "Thiếu giấy"
    assert ScenarioLessonPage.objects.get().case == before
    assert page.has_unpublished_changes


def test_one_editor_goes_on_in_one_revision_another_begins_their_own(page, ha, hoa):
    first = page.revisions.count()
    save(ha, page, "canh-1", title="Một")
    save(ha, page, "canh-1", title="Hai")
    assert page.revisions.count() == first + 1
    save(hoa, page, "canh-2", title="Ba")
    assert page.revisions.count() == first + 2
    with clock.at(clock.now() + dt.timedelta(minutes=11)):
        save(hoa, page, "canh-2", title="Bốn")
    assert page.revisions.count() == first + 3
    assert [scene["title"] for scene in case_of(page)["scenes"]][:2] == ["Hai", "Bốn"]


def test_a_published_revision_is_never_written_over(page, ha):
    save(ha, page, "canh-1", title="Một")
    page.refresh_from_db()
    page.get_latest_revision().publish()
    save(ha, page, "canh-1", title="Hai")
    page.refresh_from_db()
    assert page.live_revision.as_object().case["scenes"][0]["title"] == "Một"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(page, ha, hoa):
    base = graph.digest_of(scene_of(page, "canh-1"))
    save(hoa, page, "canh-1", title="Của Hòa")
    with pytest.raises(edits.EditConflict):
        save_scene(
            actor=ha,
            page_id=page.pk,
            key="canh-1",
            base=base,
            scene=changed_scene(page, "canh-1", title="Của Hà"),
        )
    assert scene_of(page, "canh-1")["title"] == "Của Hòa"
    # another scene is nobody's business
    save(ha, page, "canh-2", title="Của Hà")
    assert scene_of(page, "canh-2")["title"] == "Của Hà"


def test_the_same_words_twice_change_nothing(page, ha):
    save(ha, page, "canh-1")
    assert not SceneChange.objects.exists()
    assert not page.has_unpublished_changes


def test_data_that_do_not_fit_are_refused(page, ha):
    with pytest.raises(BadInput):
        save(ha, page, "canh-1", seconds="lâu")
    assert not SceneChange.objects.exists()


def test_a_choice_makes_the_scene_that_it_leads_to(page, ha):
    scene = scene_of(page, "canh-1")
    scene["choices"][0]["target"] = edits.NEW_SCENE
    saved = save(ha, page, "canh-1", choices=scene["choices"])
    new_key = saved.new_keys[0]
    case = case_of(page)
    assert graph.scene_keys(case) == ["canh-1", new_key, "canh-2", "ket-thuc"]
    assert scene_of(page, "canh-1")["choices"][0]["target"] == new_key
    assert scene_of(page, new_key)["title"] == scene["choices"][0]["text"]


def test_renaming_a_scene_takes_every_link_along(page, ha):
    scene = scene_of(page, "canh-1")
    choices = scene["choices"]
    choices[0]["cases"] = [
        {"when": [{"variable": "minutes", "op": ">", "value": 5}], "target": "canh-2"}
    ]
    save(
        ha,
        page,
        "canh-1",
        choices=choices,
        when=[{"variable": "trips", "op": ">", "value": 0}],
        otherwise="canh-2",
    )
    assert edits.rename_scene(actor=ha, page_id=page.pk, key="canh-2", name="Lệ phí!") == "le-phi"
    scene = scene_of(page, "canh-1")
    assert scene["otherwise"] == "le-phi"
    assert [choice["target"] for choice in scene["choices"]] == ["le-phi", "le-phi"]
    assert scene["choices"][0]["cases"][0]["target"] == "le-phi"
    for name in ("canh-1", "!!!"):
        with pytest.raises(BadInput):
            edits.rename_scene(actor=ha, page_id=page.pk, key="le-phi", name=name)
    assert graph.scene_keys(case_of(page)) == ["canh-1", "le-phi", "ket-thuc"]


def test_duplicating_and_moving(page, ha):
    copy = edits.duplicate_scene(actor=ha, page_id=page.pk, key="canh-2")
    assert graph.scene_keys(case_of(page)) == ["canh-1", "canh-2", copy, "ket-thuc"]
    assert scene_of(page, copy)["choices"] == scene_of(page, "canh-2")["choices"]
    edits.move_scene(actor=ha, page_id=page.pk, key=copy, by=-2)
    assert graph.scene_keys(case_of(page))[0] == copy
    edits.move_scene(actor=ha, page_id=page.pk, key=copy, by=-1)
    assert graph.scene_keys(case_of(page))[0] == copy


def test_a_deleted_scene_lies_in_the_drawer_for_thirty_days(page, ha):
    change = edits.delete_scene(actor=ha, page_id=page.pk, key="canh-2")
    assert "canh-2" not in graph.scene_keys(case_of(page))
    assert Event.objects.filter(kind="scenario_scene.deleted", data__scene="canh-2").exists()
    draft = open_draft(ha, page.pk)
    assert [row.scene for row in deleted_scenes(draft)] == ["canh-2"]
    with clock.at(clock.now() + dt.timedelta(days=31)):
        assert deleted_scenes(draft) == []
        with pytest.raises(NotFound):
            edits.restore_scene(actor=ha, page_id=page.pk, change_id=change.pk)
    assert edits.restore_scene(actor=ha, page_id=page.pk, change_id=change.pk) == "canh-2"
    assert graph.scene_keys(case_of(page)) == ["canh-1", "canh-2", "ket-thuc"]
    assert deleted_scenes(open_draft(ha, page.pk)) == []
    with pytest.raises(NotFound):
        edits.restore_scene(actor=ha, page_id=page.pk, change_id=change.pk)
    assert Event.objects.filter(kind="scenario_scene.restored").count() == 1


def test_the_drawer_follows_undo(page, ha):
    change = edits.delete_scene(actor=ha, page_id=page.pk, key="canh-2")
    edits.undo_change(actor=ha, page_id=page.pk)
    assert deleted_scenes(open_draft(ha, page.pk)) == []
    edits.redo_change(actor=ha, page_id=page.pk)
    assert len(deleted_scenes(open_draft(ha, page.pk))) == 1
    edits.restore_scene(actor=ha, page_id=page.pk, change_id=change.pk)
    edits.undo_change(actor=ha, page_id=page.pk)
    assert len(deleted_scenes(open_draft(ha, page.pk))) == 1


def test_a_scene_comes_back_under_another_key_where_its_own_is_taken(page, ha):
    change = edits.delete_scene(actor=ha, page_id=page.pk, key="canh-2")
    assert edits.add_scene(actor=ha, page_id=page.pk, after="canh-1") == "canh-2"
    assert edits.restore_scene(actor=ha, page_id=page.pk, change_id=change.pk) == "canh-3"


def test_undo_and_redo_walk_my_own_changes(page, ha, hoa):
    start = case_of(page)
    save(ha, page, "canh-1", title="Một")
    save(ha, page, "canh-1", title="Hai")
    edits.rename_scene(actor=ha, page_id=page.pk, key="canh-2", name="le-phi")
    save(hoa, page, "ket-thuc", title="Của Hòa")
    end = case_of(page)
    for _step in range(3):
        edits.undo_change(actor=ha, page_id=page.pk)
    assert case_of(page)["scenes"][:2] == start["scenes"][:2]
    assert scene_of(page, "ket-thuc")["title"] == "Của Hòa"
    with pytest.raises(RuleBroken):
        edits.undo_change(actor=ha, page_id=page.pk)
    for _step in range(3):
        edits.redo_change(actor=ha, page_id=page.pk)
    assert case_of(page) == end
    with pytest.raises(RuleBroken):
        edits.redo_change(actor=ha, page_id=page.pk)
    edits.undo_change(actor=ha, page_id=page.pk)
    save(ha, page, "canh-1", title="Ba")
    with pytest.raises(RuleBroken):  # a new change ends what could be done again
        edits.redo_change(actor=ha, page_id=page.pk)


def test_undo_does_not_take_somebody_elses_words_with_it(page, ha, hoa):
    save(ha, page, "canh-1", title="Của Hà")
    save(hoa, page, "canh-1", title="Của Hòa")
    with pytest.raises(RuleBroken):
        edits.undo_change(actor=ha, page_id=page.pk)
    assert scene_of(page, "canh-1")["title"] == "Của Hòa"


def test_the_log_is_only_added_to(page, ha):
    save(ha, page, "canh-1", title="Một")
    edits.undo_change(actor=ha, page_id=page.pk)
    edits.redo_change(actor=ha, page_id=page.pk)
    changes = list(SceneChange.objects.order_by("pk"))
    assert [row.act for row in changes] == ["words", "undo", "redo"]
    assert changes[1].of == changes[2].of == changes[0]
    assert changes[0].before["scenes"]["canh-1"]["title"] == "Thiếu giấy chứng sinh"


def test_general_information_is_saved_for_itself(page, ha, hoa):
    facts = {"citizen": "ông Páo", "role": "công chức", "modes": ["watch", "solo"]}
    base = graph.digest_of({k: v for k, v in case_of(page).items() if k != "scenes"})
    save_facts(actor=ha, page_id=page.pk, base=base, facts=facts)
    assert case_of(page)["citizen"] == "ông Páo"
    assert len(case_of(page)["scenes"]) == 3
    with pytest.raises(edits.EditConflict):
        save_facts(actor=hoa, page_id=page.pk, base=base, facts={**facts, "citizen": "bà Sua"})
    assert case_of(page)["citizen"] == "ông Páo"


def test_only_an_empty_case_is_begun_anew(page, ha):
    with pytest.raises(RuleBroken):
        edits.start_scenario(actor=ha, page_id=page.pk, case={"scenes": []})
    assert len(case_of(page)["scenes"]) == 3


@pytest.mark.parametrize("member", ["lan", "minh", "stranger", "other_hoa"])
def test_strangers_change_nothing_and_learn_nothing(page, cast, member):
    actor = cast.actor(getattr(cast, member))
    change = {"actor": actor, "page_id": page.pk}
    actions = [
        lambda: save_scene(**change, key="canh-1", base="", scene={}),
        lambda: edits.add_scene(**change),
        lambda: edits.duplicate_scene(**change, key="canh-1"),
        lambda: edits.rename_scene(**change, key="canh-1", name="x"),
        lambda: edits.move_scene(**change, key="canh-1", by=1),
        lambda: edits.delete_scene(**change, key="canh-1"),
        lambda: edits.restore_scene(**change, change_id=1),
        lambda: save_facts(**change, base="", facts={}),
        lambda: edits.start_scenario(**change, case={}),
        lambda: edits.undo_change(**change),
        lambda: edits.redo_change(**change),
    ]
    for action in actions:
        with pytest.raises(NotFound):
            action()
    assert not SceneChange.objects.exists()
    assert not page.has_unpublished_changes


def test_a_locked_page_is_not_written(page, ha, cast):
    page.locked, page.locked_by = True, cast.hoa
    page.save()
    with pytest.raises(RuleBroken):
        save(ha, page, "canh-1", title="Một")
    assert not SceneChange.objects.exists()


def test_both_sides_of_a_change_lead_to_each_other():
    before = {"citizen": "a", "scenes": [{"key": "1", "x": 1}, {"key": "2"}, {"key": "3"}]}
    after = {"citizen": "b", "scenes": [{"key": "3"}, {"key": "1", "x": 2}, {"key": "4"}]}
    old_side, new_side = diff_cases(before, after)
    assert apply_side(before, new_side) == after
    assert apply_side(after, old_side) == before
    assert matches_side(before, old_side) and not matches_side(before, new_side)
    assert diff_cases(before, before) == ({}, {})
