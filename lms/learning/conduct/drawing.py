"""Which situations a person gets this year: a pure function of the pool, last year and a seed."""

import hashlib
import json
from collections.abc import Collection, Iterable

from cms.content import Scene, StepItem


def choose_keys(
    pool: Iterable[str], drawn_before: Collection[str], draw: int, seed: str
) -> list[str]:
    """`draw` keys of the pool (all of a smaller one), none of `had` while there are others.

    The order looks random and is always the same for a seed ("<official>:<year>:<lesson>").
    """
    keys = dict.fromkeys(pool)
    return sorted(keys, key=lambda key: (key in drawn_before, _sha256(f"{seed}:{key}")))[:draw]


def digest_of_situation(scene: Scene) -> str:
    """sha256 of what a learner reads of a situation: equal for the same text under another key."""
    texts = [scene.narration, scene.speech, scene.question, *(item.text for item in scene.items)]
    return _sha256(json.dumps([" ".join(text.split()) for text in texts], ensure_ascii=False))


def mix_items(scene: Scene, seed: str) -> tuple[StepItem, ...]:
    """The ways of a situation in an order that gives nothing away and stays the same for a seed."""
    return tuple(sorted(scene.items, key=lambda item: _sha256(f"{seed}:{item.key}")))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
