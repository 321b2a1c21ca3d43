"""Invented names by the customs of the peoples of Điện Biên and Lạng Sơn, family name first."""

import random
from dataclasses import dataclass, field


@dataclass(frozen=True)
class NamingCustom:
    """The family names of a people, and the middle words and given names of its men and women."""

    family: str
    men: tuple[str, str]  # middle words, given names
    women: tuple[str, str]
    is_minority: bool = True


_TAY_NUNG_MEN = (
    "Văn Đức Minh Quang Xuân Công Hữu",
    (
        "Huấn Chiến Thuận Tuyên Hiệu Khải Đoàn Sơn Tùng Lập Kiên Hoạt Tiệp Duy Việt Trường Luân"
        " Quyết Đạt Vinh"
    ),
)
_TAY_NUNG_WOMEN = (
    "Thị Thu Bích Thanh Minh Thúy",
    (
        "Hương Lan Huệ Thảo Nhung Liễu Yến Thêm Diệp Chuyên Hoan Nguyệt Điểm Viễn Hồng Ngân Oanh Lệ"
        " Duyên Mến"
    ),
)
CUSTOMS = {
    "Kinh": NamingCustom(
        "Nguyễn Trần Phạm Vũ Đỗ Bùi Đặng Hoàng Phan Đinh Trịnh Mai Tạ Dương Cao",
        (
            "Văn Đức Xuân Quang Hữu Mạnh Trọng Thanh",
            "Tuấn Khánh Hưng Dũng Toàn Lâm Trung Hải Kiên Bình Phúc Hiếu Đăng Tài Giang Khôi",
        ),
        (
            "Thị Thu Ngọc Thanh Bích Kim",
            "Hà Hằng Trang Loan Nga Phượng Tâm Vân Hạnh Liên Thủy Quyên Dung Thơm Hiền Nhàn",
        ),
        is_minority=False,
    ),
    "Thái": NamingCustom(
        "Lò Lường Quàng Cà Tòng Vì Cầm Bạc Điêu Lèo Mè Lù",
        (
            "Văn",
            (
                "Panh Hặc Ín Ọi Inh Biên Thương Pản Xôm Chung Ngoan Hịa Phong Thỏa Tướng Xiên Dọn"
                " Pháng Ún Hoan Diện Tiên Phương Thiết"
            ),
        ),
        (
            "Thị",
            (
                "Ín Pọm Ánh Lả Yên Thoa Xuân Dương Phượng Hặc Biên Diên Lún Ngọc Sương Chanh Kim"
                " Phóng Ọi Tiện Bun Loan Thiêm Hoán Nọi"
            ),
        ),
    ),
    "Mông": NamingCustom(
        "Giàng Sùng Vàng Thào Mùa Hờ Lầu Vừ Hạng Ly Cứ Chá Và Tráng Chang Cháng Ho",
        (
            "A",
            (
                "Páo Dơ Chứ Tủa Sính Lử Dế Phử Khua Nhè Lềnh Sử Chu Nếnh Dia Só Sếnh Vảng Giống"
                " Chía Trừ Màng Tính Phình Chống Lầu Dê Nù Cở Thái"
            ),
        ),
        ("Thị", "Mỷ Dở Pà Dợ Mái Sua Sông Ganh Dúa Xia Máy Chứ Kía Súa Pàng Sái Cha Chá Dủ Mẩy"),
    ),
    "Khơ Mú": NamingCustom(
        "Lò Quàng Lường Cà Vì",
        ("Văn", "Ngân Phanh Thăn Chom Diên Hoàn Thẳng Lún Khăm Tem"),
        ("Thị", "Ngân Chom Thím Phanh Oi Lót Chiên Bóng Khăm Nhất"),
    ),
    "Dao": NamingCustom(
        "Tẩn Chẻo Phàn Lý Triệu Bàn Đặng",
        ("A Sành Chòi Phủ Duần Lao", "Sơn Phin Chiêm Phấu Khé Quân Vạng Lai Chuồng"),
        ("Thị Tả Mùi", "Mẩy Chài Nhậy Mùi Pham Sính Ghển"),
    ),
    "Tày": NamingCustom("Hoàng Nông Lương Hứa Bế Đàm Vi Ma Chu Lô", _TAY_NUNG_MEN, _TAY_NUNG_WOMEN),
    "Nùng": NamingCustom(
        "Nông Lâm Lý Lành Mông Triệu Phùng Hoàng Linh Đàm", _TAY_NUNG_MEN, _TAY_NUNG_WOMEN
    ),
}


@dataclass
class Namer:
    """Invents names, the same for the same seed, never one of `taken`."""

    rng: random.Random
    taken: set[str] = field(default_factory=set)

    def name(self, people: str, sex: str) -> str:
        """A new full name; `sex` is "m" or "f"."""
        custom = CUSTOMS[people]
        middles, given = custom.men if sex == "m" else custom.women
        while True:
            words = (
                self._pick_word(custom.family),
                self._pick_word(middles),
                self._pick_word(given),
            )
            name = " ".join(words)
            if len(set(words)) == len(words) and name not in self.taken:
                self.taken.add(name)
                return name

    def _pick_word(self, words: str) -> str:
        return self.rng.choice(words.split())
