"""Family names of Vietnam, in small letters with marks: they tell where a name begins.

Of the Kinh and of ethnic groups, as lists of communes show them; not complete. "Văn" and "Thị" are
left out: they are middle names nearly always.
"""

_WORDS = """
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trương trịnh mai
đào tạ lương lưu hà tô tống thái phùng quách tăng châu chu từ triệu vi nông hứa cao lâm kiều
nghiêm doãn diệp đường đàm đồng lục la bạch khuất khổng kim lại lã mạc mạch mẫn nghê ninh nhâm
nhan ông phí phó quản sái tiêu tôn thạch thân thẩm thi thiều thịnh tào trà tri trang ung uông viên
vương vưu vòng xa yên âu ân cù cung cấn chế chử danh giang giáp hàn hạ hàng hán khương khúc khưu
lều liêu lô lỗ lữ lộ mâu mã ngụy nhữ ngọ phương sử sầm sỹ sơn tiết tòng tần thang thôi tưởng văng
vây đái đậu đan đôn an ao bàn bành bế bì biện bồ lò quàng cà lường vừ giàng sùng hạng hờ mùa thào
lầu cứ vàng ly sồng chá tráng ma mua lỳ pờ vù sình cháng chảo tẩn phàn hầu hảng cư dế thò lù lìm
mè cầm bạc điêu tao tông quảng ngần vì sa khà lèo nùng lộc lành mông chướng phủ tải hù giừ khoàng
chang pịt lầm moong kha lo cụt ốc xeo xồng già rơ ksor siu nay rcom rah rmah kpă kpuih niê hmok
êban ayun mlô byă hđơk eban adrơng buôn knul krông ksơr puih rơchâm rơlan rơmah a-lăng alăng zơrâm
bhling bhnướch bríu pơloong hiên chamaléa katơr pinăng mấu bo pupur k'brểu ka ndu kon sơ kră cil
liêng bá đàng đạo trượng não thiên báo phú kiên
"""
FAMILY_NAMES = frozenset(_WORDS.split())
