"""Requests of the demo's people about their own data: one is due today, one runs, one is done.

And looks at their data, which they can read.
"""

import datetime as dt

from lms.core import clock
from lms.core.actor import Actor
from lms.people.accounts.queries import actor_of
from lms.people.personnel.actions import (
    QualificationDraft,
    declare_qualification,
    look_at_sensitive,
)
from lms.people.personnel.models import Dimension, Official, QualificationLevel
from lms.people.privacy.actions import extend_request, finish_request, submit_request, take_request
from lms.people.privacy.models import DataRequest
from lms.portals.console.demo.calendar import local_time, working_day
from lms.portals.console.demo.people import DemoPeople

Kind = DataRequest.Kind
# The unit of Mai and of the manager who answers the requests.
_UNIT = "03203"


def build_privacy_requests(cast: DemoPeople) -> None:
    """Build the requests, once."""
    if DataRequest.objects.exists():
        return
    mai, pao = actor_of(cast.users["mai"]), actor_of(cast.users["pao"])
    with clock.at(local_time(working_day(-9), 14)):
        look_at_sensitive(
            actor=pao,
            official=cast.officials["mai"],
            purpose="Lập danh sách cử đi học lớp trung cấp lý luận chính trị",
        )
    _add_running_request(cast, pao)
    _add_finished_request(mai, pao)
    with clock.at(local_time(working_day(-2), 8, 30)):
        submit_request(
            actor=mai,
            kind=Kind.CORRECT,
            about="Văn bằng, chứng chỉ",
            words=(
                "Bằng đại học của tôi là ngành Luật kinh tế, sổ ghi là Luật. Tôi gửi kèm bản khai"
                " và ảnh bằng."
            ),
        )
    with clock.at(local_time(working_day(-1), 16)):
        look_at_sensitive(
            actor=pao,
            official=cast.officials["mai"],
            purpose="Đối chiếu theo yêu cầu chỉnh sửa hồ sơ",
        )
    _declare_language(cast, mai)


def _add_running_request(cast: DemoPeople, pao: Actor) -> None:
    """A request of a colleague of Mai's: taken at once, and given more time."""
    with_account = [official for official in _colleagues_of_mai(cast) if official.user_id]
    colleague = actor_of(with_account[0].user)
    with clock.at(local_time(working_day(-5), 9)):
        request = submit_request(
            actor=colleague,
            kind=Kind.RESTRICT,
            about="Xếp loại hằng năm",
            words=(
                "Đề nghị tạm không dùng kết quả xếp loại năm trước khi xét cử đi học, vì tôi đang"
                " kiến nghị xem lại."
            ),
        )
    with clock.at(local_time(working_day(-4), 10)):
        request = take_request(actor=pao, request=request)
    with clock.at(local_time(working_day(-3), 10)):
        extend_request(
            actor=pao, request=request, days=5, reason="Chờ Sở Nội vụ trả lời kiến nghị về xếp loại"
        )


def _add_finished_request(mai: Actor, pao: Actor) -> None:
    with clock.at(local_time(working_day(-30), 8)):
        request = submit_request(
            actor=mai,
            kind=Kind.ACCESS,
            words="Đơn vị đang lưu những giấy tờ nào của tôi ở bản giấy?",
        )
    with clock.at(local_time(working_day(-29), 15)):
        request = take_request(actor=pao, request=request)
    with clock.at(local_time(working_day(-26), 9)):
        finish_request(
            actor=pao,
            request=request,
            answer=(
                "Hồ sơ giấy có: quyết định tuyển dụng, bản sao bằng đại học, bằng trung cấp lý luận"
                " chính trị, lý lịch 2C.\nMời chị đến văn phòng xem trực tiếp trong giờ làm việc."
            ),
        )


def _declare_language(cast: DemoPeople, mai: Actor) -> None:
    with clock.at(local_time(working_day(-2), 8, 45)):
        declare_qualification(
            actor=mai,
            official=cast.officials["mai"],
            draft=QualificationDraft(
                Dimension.LANGUAGE,
                QualificationLevel.STEP_3,
                dt.date(2024, 6, 15),
                "Tiếng Anh",
                "Trường Đại học Tây Bắc",
            ),
        )


def _colleagues_of_mai(cast: DemoPeople) -> list[Official]:
    cast_keys = {official.pk for official in cast.officials.values()}
    learners = Official.objects.filter(
        pk__in=[official.pk for official in cast.learners], posts__unit__code=_UNIT
    )
    in_order = learners.select_related("user").order_by("code")
    return [official for official in in_order if official.pk not in cast_keys]
