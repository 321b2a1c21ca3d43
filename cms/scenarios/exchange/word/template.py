"""The Word file from which a school begins: a small scenario that can be read back as it stands."""

import io

import docx
from docx.document import Document

_FACTS = (
    ("Người dân", "bà Lý Thị Mẩy"),
    ("Vai", "công chức Tư pháp – Hộ tịch ở quầy một cửa"),
    ("Người rà soát", "Phòng Đào tạo"),
    ("Ngày rà soát", "01/09/2026"),
)
_SCENE = (
    ("Nơi chốn", "Quầy một cửa của xã, 9 giờ sáng"),
    ("Bối cảnh", "Bà Mẩy đi bộ hai giờ từ bản xuống để làm giấy khai sinh cho cháu."),
    ("Bà Mẩy", "Cháu tôi sinh ở nhà, không có giấy chứng sinh. Cán bộ xem giúp."),
    ("Giấy tờ", "Tờ khai đăng ký khai sinh – Đã điền"),
    ("Giấy tờ", "Giấy chứng sinh – Không có"),
    ("Câu hỏi", "Bạn xử lý thế nào?"),
    ("Gợi ý", "Luật cho phép thay giấy chứng sinh bằng giấy khác."),
    ("Lựa chọn", "Trả hồ sơ, hẹn bà quay lại khi có giấy chứng sinh. → Cảnh 2 +1 lượt +120 phút"),
    ("Hậu quả", "Bà về tay không, mất một buổi đường."),
    (
        "Lựa chọn",
        (
            "Hỏi ai chứng kiến việc sinh, hướng dẫn viết văn bản xác nhận. → Kết thúc tốt (đúng)"
            " +10 phút"
        ),
    ),
    ("Hậu quả", "Bà gọi người đỡ đẻ đến, văn bản xong ngay tại quầy."),
    ("Vì sao", "Có người làm chứng thì văn bản của họ thay được giấy chứng sinh."),
    ("Cách làm đúng", "Hỏi ai chứng kiến việc sinh."),
    ("", "Hướng dẫn người làm chứng viết văn bản xác nhận."),
    ("Căn cứ (luật)", "Luật Hộ tịch 2014, Điều 16 khoản 1"),
)
_SECOND = (
    ("Bối cảnh", "Hôm sau bà quay lại, vẫn không có giấy chứng sinh."),
    ("Câu hỏi", "Lần này bạn làm gì?"),
    ("Lựa chọn", "Xin lỗi bà, hướng dẫn viết văn bản xác nhận. → Kết thúc khá (đúng) +15 phút"),
    ("Hậu quả", "Bà yên tâm, nhưng đã mất thêm một lượt đi."),
    ("Lựa chọn", "Bảo bà lên bệnh viện huyện xin giấy. → Kết thúc kém +1 lượt +20.000 đồng"),
    ("Hậu quả", "Bệnh viện không có hồ sơ của cháu, bà không biết hỏi ai nữa."),
    ("Căn cứ (cách làm tốt)", "Hướng dẫn một lần, đầy đủ, để người dân không phải đi lại."),
)
_ENDINGS = (
    ("Kết thúc tốt: Xong trong một lần", "Bà Mẩy cầm giấy khai sinh ra về trước giờ trưa."),
    ("Kết thúc khá: Xong, nhưng đi hai lần", "Bà Mẩy có giấy khai sinh sau hai buổi đường."),
    ("Kết thúc kém: Chưa có giấy khai sinh", "Cháu bà đến tuổi tiêm phòng vẫn chưa có giấy tờ."),
)


def template_docx() -> bytes:
    """The template as a .docx file: two scenes and three endings that show every label."""
    document = docx.Document()
    document.add_heading("Em bé sinh trên nương", 1)
    _add_labelled(document, _FACTS)
    document.add_heading("Cảnh 1: Thiếu giấy chứng sinh", 2)
    _add_labelled(document, _SCENE)
    document.add_heading("Cảnh 2: Bà quay lại", 2)
    _add_labelled(document, _SECOND)
    for heading, text in _ENDINGS:
        document.add_heading(heading, 2)
        _add_labelled(document, (("Bối cảnh", text),))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_labelled(document: Document, lines: tuple[tuple[str, str], ...]) -> None:
    """Add paragraphs with a bold label; one without a label is a point of a list."""
    for label, text in lines:
        paragraph = document.add_paragraph(style=None if label else "List Bullet")
        if label:
            paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(text)
