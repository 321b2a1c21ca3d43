"""What passages are made of, in whichever story format, and conditions over variables."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from cms.content import Value


@dataclass(frozen=True)
class Compared:
    """One comparison; `op` "truthy" tests the variable alone (true, not zero, not empty)."""

    variable: str
    op: str
    value: Value = True


@dataclass(frozen=True)
class Both:
    left: "Condition"
    right: "Condition"


@dataclass(frozen=True)
class Either:
    left: "Condition"
    right: "Condition"


@dataclass(frozen=True)
class Not:
    inner: "Condition"


Condition = Compared | Both | Either | Not | bool


@dataclass(frozen=True)
class TextNode:
    text: str
    is_raw: bool = False  # to be shown letter by letter

    @property
    def source(self) -> str:
        return self.text

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True)
class SetNode:
    """A change of a variable."""

    variable: str
    op: Literal["set", "add"]
    value: Value
    source: str


@dataclass(frozen=True)
class LinkNode:
    """A link to another passage, with what it changes and when it is offered."""

    label: str
    target: str
    sets: tuple[SetNode, ...] = ()
    source: str = ""
    when: tuple[Condition, ...] = ()
    is_move: bool = False  # the story goes there without being asked


@dataclass(frozen=True)
class IfBranch:
    """One way of an If; `when` None: the condition was not understood, its nodes are always
    there.
    """

    when: Condition | None
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class IfNode:
    """Nodes under conditions: the first branch whose condition holds is shown."""

    branches: tuple[IfBranch, ...]
    source: str

    @property
    def inner(self) -> Iterable["Node"]:
        """The nodes of all branches, without those under further conditions."""
        return chain.from_iterable(branch.nodes for branch in self.branches)


@dataclass(frozen=True)
class EmbedNode:
    """Another passage, shown within this one."""

    target: str
    source: str


Node = TextNode | SetNode | LinkNode | IfNode | EmbedNode


def is_blank(node: Node) -> bool:
    """Whether the node is text that shows nothing."""
    return isinstance(node, TextNode) and node.is_blank


@dataclass(frozen=True)
class Passage:
    name: str
    text: str
    tags: tuple[str, ...] = ()


@dataclass
class TwineStory:
    """A story as it stands in a file."""

    title: str = ""
    format: str = ""
    start: str = ""
    passages: list[Passage] = field(default_factory=list)
