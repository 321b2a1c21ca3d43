"""A finished scenario of seven scenes as a Word file: the template filled in to the end."""

import io

import docx

# "# " the title, "## " a scene, "- " a point of a list, anything else a labelled paragraph.
_SCENARIO_TEXT = """\
# Hồ sơ trễ hẹn của ông Páo
Người dân: ông Giàng A Páo
Vai: công chức ở bộ phận một cửa của xã
Người rà soát: Phòng Đào tạo
Ngày rà soát: 01/09/2026
## Cảnh 1: Đến đúng hẹn mà chưa có
Nơi chốn: Bộ phận một cửa, 8 giờ sáng
Bối cảnh: Ông Páo đi xe ôm từ bản xuống, đúng ngày ghi trên giấy hẹn. Hồ sơ của ông chưa có kết quả.
Ông Páo: Giấy hẹn ghi hôm nay. Tôi nghỉ một ngày làm để xuống đây.
Giấy tờ: Giấy tiếp nhận và hẹn trả kết quả – Đúng ngày hôm nay
Câu hỏi: Bạn nói gì với ông trước?
Gợi ý: Người chờ cần biết việc của mình đang ở đâu.
Lựa chọn: Mời ông ngồi ngoài hiên, bao giờ xong thì gọi vào. → Cảnh 2 +60 phút
Hậu quả: Một giờ trôi qua, ông không biết mình chờ điều gì.
Vì sao: Chờ mà không biết vì sao thì ai cũng nóng ruột.
Lựa chọn: Xin lỗi ông, mở sổ xem hồ sơ đang ở bàn nào. → Cảnh 3 (đúng) +10 phút
Hậu quả: Ông dịu lại, ngồi xuống chờ bạn tra sổ.
Vì sao: Lỗi trễ là của cơ quan, lời xin lỗi đi trước lời giải thích.
Cách làm đúng: Xin lỗi trước khi giải thích.
- Tra sổ ngay trước mặt người dân.
- Nói rõ hồ sơ đang ở bước nào.
Căn cứ (cách làm tốt): Việc trễ do cơ quan thì người trực xin lỗi ngay, không đợi người dân hỏi.
## Cảnh 2: Ông đứng ngoài hiên
Nơi chốn: Hiên trước bộ phận một cửa, 9 giờ
Bối cảnh: Ông Páo nhìn vào ba lần. Người đến sau đã được gọi trước ông.
Ông Páo: Cán bộ quên tôi rồi phải không?
Câu hỏi: Bạn làm gì?
Lựa chọn: Ra mời ông vào bàn, xin lỗi và nói thật là bị trễ. → Cảnh 3 (đúng) +5 phút
Hậu quả: Ông vào ngồi, còn buồn nhưng chịu nghe.
Vì sao: Nhận lỗi muộn vẫn hơn để người dân tự đoán.
Lựa chọn: Nói từ trong quầy ra là hôm nay đông, mai ông xuống lại. → Kết thúc kém +1 lượt +20 phút
Hậu quả: Ông gấp giấy hẹn, ra về không chào.
Vì sao: Đổ cho việc đông người là đẩy lỗi của cơ quan sang người dân.
Cách làm đúng: Mời vào chỗ ngồi rồi mới nói chuyện.
Căn cứ (cách làm tốt): Người đã chờ thì được mời vào trước khi nghe giải thích.
## Cảnh 3: Hồ sơ nằm chờ chữ ký
Nơi chốn: Bàn một cửa
Bối cảnh: Sổ ghi hồ sơ đã xong từ hôm kia, đang chờ lãnh đạo ký.
Ông Páo: Vậy hôm nay tôi có lấy được không?
Câu hỏi: Bạn trả lời thế nào?
Gợi ý: Đừng hứa điều bạn chưa hỏi.
Lựa chọn: Bảo ông tuần sau qua xem thử, chắc lúc ấy đã có. → Kết thúc kém +1 lượt +15 phút
Hậu quả: Ông hỏi “thứ mấy”, bạn không trả lời được.
Vì sao: Lời hẹn không có ngày giờ là thêm một chuyến đi mò.
Lựa chọn: Gọi cho người ký, hỏi mấy giờ có chữ ký. → Cảnh 4 (đúng) +10 phút
Hậu quả: Người ký đang họp ở huyện, sáng mai về mới ký được.
Vì sao: Hỏi một câu để biết chắc thì người dân khỏi đi thêm một chuyến.
Cách làm đúng: Hỏi người đang giữ hồ sơ.
- Chỉ nói với người dân điều đã biết chắc.
Căn cứ (nội quy): Quy chế một cửa của cơ quan: bên giữ hồ sơ trả lời giờ xong khi được hỏi.
## Cảnh 4: Hẹn lại
Nơi chốn: Bàn một cửa
Bối cảnh: Sáng mai mới có chữ ký. Nhà ông Páo cách xã hai mươi cây số.
Ông Páo: Mai tôi còn phải gặt, không xuống được đâu.
Câu hỏi: Bạn hẹn lại thế nào?
Lựa chọn: Viết phiếu xin lỗi có lý do, ngày giờ; hỏi ông có muốn nhận qua bưu điện không. → Kết thúc tốt (đúng) +10 phút
Hậu quả: Ông chọn nhận qua bưu điện, cầm phiếu về.
Vì sao: Phiếu có ngày giờ là lời hứa kiểm tra được, bưu điện đỡ cho ông một chuyến.
Lựa chọn: Viết ngày giờ mới vào giấy hẹn cũ, dặn ông nhớ xuống lấy đúng giờ ấy. → Kết thúc khá +1 lượt +5 phút
Hậu quả: Ông biết ngày, nhưng lại phải nghỉ một buổi gặt.
Vì sao: Hẹn rõ rồi, nhưng vẫn bắt người dân đi lại vì lỗi của cơ quan.
Cách làm đúng: Xin lỗi bằng phiếu, ghi lý do và ngày giờ hẹn lại.
- Hỏi cách nhận đỡ cho người dân nhất.
- Ghi lại số điện thoại để báo nếu có thay đổi.
Căn cứ (cách làm tốt): Xin lỗi bằng phiếu, hẹn lại một lần, và để người dân chọn cách nhận kết quả.
## Kết thúc tốt: Giấy về tận bản
Nơi chốn: Nhà ông Páo, hai hôm sau
Bối cảnh: Bưu tá đưa giấy đến tận nhà. Ông Páo không mất thêm buổi nào.
## Kết thúc khá: Xong, nhưng thêm một chuyến
Nơi chốn: Bộ phận một cửa, hôm sau
Bối cảnh: Ông Páo nhận được giấy sau khi bỏ một buổi gặt để xuống xã lần nữa.
## Kết thúc kém: Đi về tay không
Nơi chốn: Đường về bản
Bối cảnh: Ông Páo về tay không, không biết bao giờ nên quay lại.
"""


def sample_docx() -> bytes:
    """The scenario as a .docx file that is read back without a note."""
    document = docx.Document()
    for line in _SCENARIO_TEXT.splitlines():
        mark, _space, heading_text = line.partition(" ")
        if mark in {"#", "##"}:
            document.add_heading(heading_text, len(mark))
        elif mark == "-":
            document.add_paragraph(heading_text, style="List Bullet")
        else:
            label, colon, label_text = line.partition(": ")
            paragraph = document.add_paragraph()
            paragraph.add_run(label + colon).bold = True
            paragraph.add_run(label_text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
