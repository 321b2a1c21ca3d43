"""What the demo prints for a newcomer, and what tests and benchmarks need to know of it."""

from typing import Any

from cms import api
from lms.portals.console.demo.people import MAIL, PASSWORD

# key of the cast → (who it is, what to try first)
GUIDE = {
    "mai": ("học viên, công chức xã", "học tiếp tình huống ở /hom-nay/, vào phòng học, nộp bài"),
    "minh": ("giảng viên", "mở sổ điểm danh, duyệt đơn xin phép, chấm bài ở /cham/"),
    "hoa": ("phòng đào tạo", "mở lớp, ghi danh, xét và duyệt kết quả ở /truong/"),
    "son": ("hiệu trưởng", "ký và cấp chứng chỉ"),
    "ha": ("biên tập", "soạn bài, phát hành ấn bản ở /quan-tri/"),
    "pao": ("quản lý đơn vị", "ai trong xã đang học gì, ở /don-vi/"),
    "tu": ("Sở Nội vụ", "số liệu kèm định nghĩa ở /bao-cao/"),
    "thu": (
        "người kiểm tra của tỉnh Lạng Sơn",
        "hồ sơ đơn vị và số liệu cũ ở /bao-cao/, không sửa được gì",
    ),
}
RUNNING, PILOT = "mot-cua-k2", "tiep-cong-dan-thi-diem"
CASE, PILOT_CASE = "khai-sinh-khong-giay-chung-sinh", "cu-ba-khong-biet-chu"


def welcome_text(port: str) -> str:
    """The text that `make run` prints."""
    lines = [
        "",
        f"Vững Việc: http://127.0.0.1:{port}/   (Ctrl+C để dừng)",
        f"Mật khẩu chung: {PASSWORD}",
        "",
    ]
    for key, (person, advice) in GUIDE.items():
        email = f"{key}@{MAIL}"
        lines.append(f"  {email:<32}{person}: {advice}")
    lines += [
        "",
        f"Thử trước: đăng nhập bằng mai@{MAIL}, bấm “Học tiếp”; rồi xem thư đã gửi ở /hop-thu/,",
        "tra cứu chứng chỉ không cần đăng nhập ở /xac-thuc/.",
        "",
    ]
    return "\n".join(lines)


def facts_as_json() -> dict[str, Any]:
    """The accounts and addresses of the demo, for scripts."""
    accounts = {key: f"{key}@{MAIL}" for key in GUIDE}
    edition = api.latest_edition("tiep-nhan-ho-so-mot-cua")
    lesson = edition.lesson(CASE) if edition else None
    scene = lesson.scenario.scenes[0] if lesson and lesson.scenario else None
    return {
        "password": PASSWORD,
        "learner": accounts["mai"],
        "instructor": accounts["minh"],
        "accounts": accounts,
        "class": RUNNING,
        "pilot": PILOT,
        "lesson": CASE,
        "scene": scene.key if scene else "",
        "choice": scene.choices[0].key if scene else "",
    }
