"""What passages are made of, in whichever story format, and conditions over variables."""

from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class SetNode:
    """A change of a variable."""

    variable: str
    op: str  # set, add
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


@dataclass(frozen=True)
class EmbedNode:
    """Another passage, shown within this one."""

    target: str
    source: str


Node = TextNode | SetNode | LinkNode | IfNode | EmbedNode


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
