"""Results of a class in its scenarios: choices, scenes to mend, names behind a count, reasons."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.content import Lesson, PlayMode
from lms.core.errors import NotFound
from lms.learning.assessment.actions import VERDICT_WANTED, remark_on_reason
from lms.learning.assessment.models import ReasonRemark
from lms.learning.assessment.reasons import WrittenReason, reasons_of
from lms.learning.conduct.queries import has_self_check
from lms.outcomes.evaluation.actions import look_at_takers
from lms.outcomes.evaluation.queries import (
    analysed_class,
    scenario_lesson,
    scenario_lines,
    scenario_report,
)
from lms.outcomes.evaluation.rendering import heat_map
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.classes.policies import may_teach
from lms.teaching.classes.queries import taught_class

_PER_PAGE = 20
MODES = {PlayMode.GUIDED: gettext_lazy("Done together"), PlayMode.SOLO: gettext_lazy("Done alone")}
_MODE_OF_WORD = {"lam-cung": PlayMode.GUIDED, "tu-lam": PlayMode.SOLO}
_WORD_OF_MODE = {mode: word for word, mode in _MODE_OF_WORD.items()}
ADVICE = {
    "too_easy": gettext_lazy("Nearly everybody is right: the scene teaches nobody anything."),
    "too_hard": gettext_lazy("Few are right: is the scene clear, was it taught before?"),
    "distractor": gettext_lazy("A wrong way draws more people than the right one."),
    "hints": gettext_lazy("More than half asked for the hint."),
    "divided": gettext_lazy(
        "The experts do not agree on this scene: settle the key or take the scene out."
    ),
}


class RemarkForm(forms.Form):
    """An instructor's remark on one reason."""

    answer = forms.UUIDField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=gettext_lazy("The reason is"),
        choices=ReasonRemark.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": VERDICT_WANTED},
    )
    text = forms.CharField(
        label=pgettext_lazy("reason", "Remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


@actor_view("GET")
def show_scenarios(request: ActorRequest, code: str) -> HttpResponse:
    """The scenarios of a class, with how many learners have done each."""
    group = analysed_class(request.actor, code)
    context = {
        "group": group,
        "lines": scenario_lines(group),
        "is_teacher": may_teach(request.actor, group),
        "has_self_check": has_self_check(group),
    }
    return render(request, "instructor/insight/cases.html", context)


@actor_view("GET")
def show_scenario(request: ActorRequest, code: str, slug: str) -> HttpResponse:
    """One scenario in the mode `?che-do=`: the heat map, its table, the scenes to mend."""
    group = analysed_class(request.actor, code)
    lesson = scenario_lesson(group, slug)
    mode = _mode_or_404(lesson, request.GET.get("che-do", ""))
    report = scenario_report(group, slug, mode)
    context: dict[str, Any] = {
        "group": group,
        "lesson": lesson,
        "report": report,
        "map": heat_map(report),
        "mode": _WORD_OF_MODE[mode],
        "mode_name": MODES[mode],
        "filters": _mode_filters(lesson, mode),
        "mend": [(scene, [ADVICE[code] for code in scene.mend]) for scene in report.to_mend],
    }
    return render(request, "instructor/insight/case.html", context)


@actor_view("GET", "POST")
def show_names(
    request: ActorRequest, code: str, slug: str, scene: str, choice: str
) -> HttpResponse:
    """The choice of a scene that is counted; POST shows the names, which is recorded."""
    group = analysed_class(request.actor, code)
    lesson = scenario_lesson(group, slug)
    mode = _mode_or_404(lesson, request.GET.get("che-do", ""))
    choice_report = scenario_report(group, slug, mode).choice_report(scene, choice)
    if choice_report is None:
        raise NotFound
    takers = None
    if request.method == "POST":
        takers = look_at_takers(
            actor=request.actor, group=group, slug=slug, mode=mode, scene=scene, choice=choice
        )
    context = {
        "group": group,
        "lesson": lesson,
        "choice_report": choice_report,
        "takers": takers,
        "mode": _WORD_OF_MODE[mode],
        "scene": lesson.scenario.scene(scene) if lesson.scenario else None,
        "mode_name": MODES[mode],
    }
    return render(request, "instructor/insight/names.html", context)


@actor_view("GET", "POST")
def show_reasons(request: ActorRequest, code: str) -> HttpResponse:
    """The reasons that the learners wrote, those without a remark first; POST remarks on one."""
    group = taught_class(request.actor, code)
    all_reasons = reasons_of(request.actor, group)
    form = RemarkForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        _remark(request, all_reasons, form)
        if not form.errors:
            messages.success(
                request, _("Your remark is kept; the learner sees it with the result of the case.")
            )
            return redirect("instructor_reasons", code=code)
    page = page_of(request, all_reasons, size=_PER_PAGE)
    rows = [(row, MODES.get(PlayMode(row.mode), ""), _remark_form(row, form)) for row in page]
    context = {
        "group": group,
        "rows": rows,
        "page": page,
        "waiting": sum(not row.remarks for row in all_reasons),
        "total": len(all_reasons),
        "form": form,
    }
    status = status_of(form) if form else 200
    return render(request, "instructor/insight/reasons.html", context, status=status)


def _mode_filters(lesson: Lesson, mode: PlayMode) -> list[tuple[str, str, None, bool]]:
    """(query string, label, None, whether chosen) of each mode of the lesson's scenario."""
    offered = lesson.scenario.modes if lesson.scenario else ()
    return [
        (f"che-do={_WORD_OF_MODE[offered_mode]}", str(label), None, offered_mode == mode)
        for offered_mode, label in MODES.items()
        if offered_mode in offered
    ]


def _remark(request: ActorRequest, all_reasons: list[WrittenReason], form: RemarkForm) -> None:
    """Remark on the reason of a valid form; a refusal is added to the form.

    NotFound for a reason that is not among those of the class.
    """
    typed = form.cleaned_data
    reason = next((row for row in all_reasons if row.answer.pk == typed["answer"]), None)
    if reason is None:
        raise NotFound
    apply_action(
        form,
        lambda: remark_on_reason(
            actor=request.actor,
            answer=reason.answer,
            verdict=typed["verdict"],
            text=typed["text"],
        ),
    )


def _remark_form(reason: WrittenReason, sent_form: RemarkForm | None) -> RemarkForm:
    if sent_form is not None and sent_form["answer"].value() == str(reason.answer.pk):
        return sent_form
    last_remark = reason.last
    initial: dict[str, Any] = {"answer": reason.answer.pk}
    if last_remark is not None:
        initial |= {"verdict": last_remark.verdict, "text": last_remark.text}
    return RemarkForm(initial=initial, prefix=None, auto_id=f"{reason.answer.pk}-%s")


def _mode_or_404(lesson: Lesson, typed: str) -> PlayMode:
    """The mode of the word, by default the one that counts.

    NotFound for a mode that the scenario does not have.
    """
    if lesson.scenario is None:
        raise NotFound
    if not typed:
        counting = lesson.scenario.counting
        return counting if counting in MODES else PlayMode.GUIDED
    mode = _MODE_OF_WORD.get(typed)
    if mode is None or mode not in lesson.scenario.modes:
        raise NotFound
    return mode
