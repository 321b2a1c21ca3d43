"""A scenario of three scenes to write over: what a first lesson needs, and nothing that would pass
the checks unwritten.
"""

from cms.studio.graph import Plain


def build_skeleton() -> Plain:
    """Content of the product, so in Vietnamese: two scenes with a right and a wrong way, one
    ending.
    """
    surroundings = {
        "place": "Bộ phận một cửa",
        "picture": "counter",
        "picture_alt": "Quầy một cửa của xã",
    }
    return {
        "citizen": "bà con",
        "role": "công chức tiếp nhận hồ sơ",
        "scenes": [
            {
                "key": "canh-1",
                "title": "Người dân đến quầy",
                **surroundings,
                "narration": "Viết một, hai câu: ai đến, cần gì, mang theo gì.",
                "question": "Bạn làm gì trước?",
                "choices": [
                    _build_choice("a", "Cách đúng: …", "canh-2", is_right=True),
                    _build_choice("b", "Cách hay gặp nhưng chưa đúng: …", "canh-2"),
                ],
            },
            {
                "key": "canh-2",
                "title": "Xử lý",
                **surroundings,
                "narration": "Viết điều khó nhất của việc này.",
                "question": "Bạn xử lý thế nào?",
                "choices": [
                    _build_choice("a", "Cách hay gặp nhưng chưa đúng: …", "ket-thuc"),
                    _build_choice("b", "Cách đúng: …", "ket-thuc", is_right=True),
                ],
            },
            {
                "key": "ket-thuc",
                "title": "Người dân ra về",
                **surroundings,
                "narration": "Viết người dân nhận được gì.",
                "ending": "good",
            },
        ],
    }


def _build_choice(key: str, text: str, target: str, *, is_right: bool = False) -> Plain:
    # Without a consequence: the list of problems says that it must be written.
    choice: Plain = {"key": key, "text": text, "consequence": "", "target": target}
    if is_right:
        choice["is_right"] = True
    return choice
