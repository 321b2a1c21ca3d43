"""Between the form of the page editor and the plain types of cms.content."""

from collections.abc import Callable, Iterable
from typing import Any

from cms.content import Basis, Choice, Paper, Scene

# number of a legal document → its row; raises where the library has no such document
FindDocument = Callable[[str], Any]


def scenes_of(stream: Iterable[Any]) -> tuple[Scene, ...]:
    """The scenes of a StreamField of `Scenes`."""
    return tuple(_scene(block.value) for block in stream)


def stream_of(scenes: Iterable[Scene], find: FindDocument) -> list[tuple[str, dict[str, Any]]]:
    """What to put into a StreamField of `Scenes`."""
    return [("scene", _scene_value(scene, find)) for scene in scenes]


def _scene(value: Any) -> Scene:
    plain = ("key", "title", "place", "picture", "picture_alt", "speaker", "speech", "narration")
    return Scene(
        **{name: value[name] or "" for name in (*plain, "question", "hint", "ending")},
        papers=tuple(_paper(paper) for paper in value["papers"]),
        choices=tuple(_choice(choice) for choice in value["choices"]),
        right_way=tuple(step for step in value["right_way"] if step),
        basis=tuple(_basis(basis) for basis in value["basis"]),
    )


def _paper(value: Any) -> Paper:
    texts: dict[str, Any] = {name: text or "" for name, text in value.items()}
    return Paper(**texts)


def _choice(value: Any) -> Choice:
    texts = {k: value[k] or "" for k in ("key", "text", "consequence", "target", "competence")}
    return Choice(
        **texts,
        trips=value["trips"] or 0,
        minutes=value["minutes"] or 0,
        is_right=bool(value["is_right"]),
    )


def _basis(value: Any) -> Basis:
    document = value["document"]
    dates = {}
    if document is not None:
        dates = {
            "document": document.number,
            "valid_from": document.valid_from.isoformat() if document.valid_from else "",
            "valid_to": document.valid_to.isoformat() if document.valid_to else "",
        }
    return Basis(
        kind=value["kind"] or "practice",
        text=value["text"] or "",
        note=value["note"] or "",
        **dates,
    )


def _scene_value(scene: Scene, find: FindDocument) -> dict[str, Any]:
    plain = ("key", "title", "place", "picture", "picture_alt", "speaker", "speech", "narration")
    return {
        **{name: getattr(scene, name) for name in (*plain, "question", "hint", "ending")},
        "papers": [vars(paper).copy() for paper in scene.papers],
        "choices": [vars(choice).copy() for choice in scene.choices],
        "right_way": list(scene.right_way),
        "basis": [
            {
                "kind": b.kind, "text": b.text, "note": b.note,
                "document": find(b.document) if b.document else None,
            }
            for b in scene.basis
        ],
    }  # fmt: skip
