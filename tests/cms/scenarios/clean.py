"""A clean scenario as plain data, with every kind of step, variables of every kind, conditions in
every place, all modes.
"""

import copy
from typing import Any


def right_choice(key: str, target: str, **fields: Any) -> dict[str, Any]:
    return choice(
        key, target, is_right=True, why="Vì người dân cần thế.", competence="nghiep_vu", **fields
    )


def choice(key: str, target: str, **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "text": f"Cách làm thứ {key} ở đây",
        "consequence": f"Chị Dính chờ, rồi việc {key} xảy ra.",
        "target": target,
        **fields,
    }


def scene(key: str, *choices: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "title": f"Cảnh {key}",
        "place": "Quầy một cửa",
        "picture": "counter",
        "picture_alt": "Quầy một cửa của xã",
        "speaker": "Chị Dính",
        "speech": f"Tôi mang giấy đến đây ({key}).",
        "question": "Bạn làm gì?",
        "hint": "Đọc kỹ từng tờ giấy.",
        "choices": list(choices),
        "basis": [{"kind": "practice", "text": "Cách làm tốt của xã"}],
        **fields,
    }


def ending(key: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "title": f"Kết {kind}",
        "place": "Sân xã",
        "picture": "field",
        "picture_alt": "Sân ủy ban",
        "narration": "Chị Dính ra về.",
        "ending": kind,
        **fields,
    }


def branches(target: str) -> tuple[dict[str, Any], ...]:
    return (
        choice("thap", target, minutes=60, trust=-1),
        right_choice("cao", target, minutes=5, at_least=100),
    )


def clause(variable: str, op: str, value: Any) -> dict[str, Any]:
    return {"variable": variable, "op": op, "value": value}


def effect(variable: str, op: str, value: Any) -> dict[str, Any]:
    return {"variable": variable, "op": op, "value": value}


PAPER = {
    "key": "don",
    "title": "Đơn",
    "status": "ok",
    "status_text": "Đã điền",
    "text": "Đơn xin cấp lại",
    "lines": [
        {"key": "ngay", "label": "Ngày nhận", "value": "05/10/2026"},
        {"key": "ten", "label": "Họ tên", "value": "Giàng Thị Dính"},
    ],
}


def field_check(rule: str, **fields: Any) -> dict[str, Any]:
    return {"rule": rule, "text": "Xem lại ô này.", **fields}


FIELDS = [
    {
        "key": "ten",
        "label": "Họ tên",
        "model": "Giàng Thị Dính",
        "checks": [field_check("required"), field_check("paper", paper="don", line="ten")],
    },
    {
        "key": "han",
        "label": "Ngày hẹn",
        "kind": "date",
        "model": "19/10/2026",
        "checks": [
            field_check("required"),
            field_check("date", base="paper:don.ngay", count=10, unit="working_days"),
        ],
    },
    {
        "key": "tra",
        "label": "Ngày trả",
        "kind": "date",
        "model": "20/10/2026",
        "checks": [
            field_check("required"),
            field_check("date", base="field:han", count=1, unit="days"),
        ],
    },
    {
        "key": "loai",
        "label": "Loại việc",
        "kind": "choice",
        "options": ["Cấp mới", "Cấp lại"],
        "model": "Cấp lại",
        "checks": [field_check("required"), field_check("equals", accept=["Cấp lại"])],
    },
    {
        "key": "so",
        "label": "Số bản",
        "kind": "number",
        "model": "2",
        "checks": [field_check("required"), field_check("number", low=1, high=5)],
    },
    {
        "key": "ma",
        "label": "Mã hồ sơ",
        "model": "HS-07",
        "checks": [field_check("required"), field_check("pattern", value="HS-[0-9]{2}")],
    },
]


def _items(*rights: bool, **fields: Any) -> list[dict[str, Any]]:
    return [
        {"key": f"m{n}", "text": f"Mục số {n}", "right": is_right, **fields}
        for n, is_right in enumerate(rights)
    ]


CLEAN: dict[str, Any] = {
    "citizen": "chị Giàng Thị Dính",
    "role": "công chức một cửa",
    "modes": ["watch", "guided", "solo"],
    "holidays": ["2026-09-02"],
    "workdays": ["2026-11-07"],
    "variables": [
        {"key": "hoi", "title": "Đã hỏi chị Dính", "kind": "flag", "start": False},
        {"key": "lan", "title": "Số lần trả", "kind": "number", "start": 0},
        {
            "key": "noi",
            "title": "Nơi nhận",
            "kind": "text",
            "start": "xa",
            "options": ["xa", "huyen"],
        },
    ],
    "scenes": [
        scene(
            "mo-dau",
            choice("a", "ho-so", trips=1, minutes=60, trust=-1, effects=[effect("lan", "add", 1)]),
            right_choice("b", "ho-so", minutes=5, effects=[effect("hoi", "set", True)]),
            choice(
                "c",
                "ho-so",
                minutes=90,
                effects=[effect("noi", "set", "huyen"), effect("lan", "add", 1)],
            ),
        ),
        scene("ho-so", *branches("thu-tu"), step="several", items=_items(True, True, False)),
        scene("thu-tu", *branches("soat"), step="order", items=_items(False, False, False)),
        scene(
            "soat",
            *branches("phieu"),
            step="spot",
            papers=[copy.deepcopy(PAPER)],
            items=_items(True, False, paper="don"),
        ),
        scene(
            "phieu",
            *branches("ly-do"),
            step="form",
            papers=[copy.deepcopy(PAPER)],
            fields=FIELDS,
            form_title="Phiếu hẹn",
        ),
        scene("ly-do", right_choice("xong", "anh"), step="reason", model="Vì chị Dính ở xa."),
        scene(
            "anh",
            *branches("danh-gia"),
            step="picture",
            items=_items(True, False, x=10, y=20, w=30, h=40),
        ),
        scene(
            "danh-gia",
            *branches("gap"),
            step="judge",
            items=[
                {"key": "x", "text": "Mời ngồi", "panel": [5, 4, 5]},
                {"key": "y", "text": "Bảo chờ", "panel": [1, 2, 1]},
                {"key": "z", "text": "Im lặng", "panel": [2, 3, 3]},
            ],
        ),
        scene(
            "gap",
            right_choice("a", "ket-tot", minutes=5, when=[clause("hoi", "==", True)]),
            choice(
                "b",
                "ket-kha",
                trips=1,
                minutes=30,
                effects=[effect("lan", "add", 1)],
                cases=[
                    {
                        "when": [clause("lan", ">=", 2), clause("noi", "==", "huyen")],
                        "target": "ket-kem",
                    }
                ],
            ),
            choice("c", "ket-kem", trips=2, trust=-3),
            choice("het-gio", "ket-kha", minutes=45, on_timeout=True),
            seconds=60,
        ),
        ending(
            "ket-tot",
            "good",
            when=[clause("lan", "<", 1), clause("trips", "<", 2)],
            otherwise="ket-kha",
        ),
        ending("ket-kha", "fair"),
        ending("ket-kem", "poor"),
    ],
}


def clean_scenario() -> dict[str, Any]:
    return copy.deepcopy(CLEAN)


def plain_scenario(count: int = 5) -> dict[str, Any]:
    """Simple choices one after another, right one in a different place each time; no variables."""
    scenes = []
    for n in range(count):
        target = f"c{n + 2}" if n + 1 < count else ""
        ways = [
            right_choice("a", target or "tot", minutes=5),
            choice("b", target or "kem", minutes=60),
            choice("c", target or "kem", trips=1),
        ]
        scenes.append(scene(f"c{n + 1}", *(ways[n % 3 :] + ways[: n % 3])))
    ends = [ending("tot", "good"), ending("kem", "poor")]
    return {"citizen": "ông Pó", "role": "công chức", "scenes": [*scenes, *ends]}


def large_scenario(count: int, variables: int = 0) -> dict[str, Any]:
    """`count` scenes of three choices, with as many flags that are set and asked all along."""
    scenario = plain_scenario(count)
    scenario["variables"] = [
        {"key": f"v{n}", "title": f"V{n}", "kind": "flag", "start": False} for n in range(variables)
    ]
    for n, scene_data in enumerate(scenario["scenes"][: count if variables else 0]):
        first, second, third = scene_data["choices"]
        first["effects"] = [effect(f"v{n % variables}", "set", True)]
        second["effects"] = [effect(f"v{n % variables}", "set", False)]
        third["cases"] = [{"when": [clause(f"v{n * 5 % variables}", "==", True)]}]
    return scenario
