"""Reads a page back: its elements, its text, its tables, as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "br", "input", "img", "hr"}
SELF_CLOSED = {"line", "rect", "circle"}


@dataclass
class Node:
    """An element with its attributes, its children, and the text in it."""

    tag: str
    attrs: dict[str, str | None]
    parent: "Node | None" = None
    children: list["Node | str"] = field(default_factory=list)

    def find(self, tag: str, **attrs: str) -> list["Node"]:
        """Return all elements below with this tag and these attributes."""
        found = []
        for child in self.children:
            if isinstance(child, Node):
                if child.tag == tag and all(child.attrs.get(k.rstrip("_")) == v for k, v in attrs.items()):
                    found.append(child)
                found += child.find(tag, **attrs)
        return found

    def text(self) -> str:
        """Return the text as it is read, spaces folded."""
        parts = [c if isinstance(c, str) else c.text() for c in self.children if not _silent(c)]
        return " ".join(" ".join(parts).replace("\u00a0", " ").split())


def _silent(child):
    return isinstance(child, Node) and child.tag in ("style", "script")


@dataclass(frozen=True)
class PageRead:
    """A page as source and as a tree."""

    source: str
    root: Node

    @property
    def text(self) -> str:
        """All text that is read, without style and script."""
        return self.root.text()

    def by_id(self, name: str) -> Node:
        """Return the one element with this id."""
        (found,) = [node for node in all_nodes(self.root) if node.attrs.get("id") == name]
        return found

    def rows(self, table: str) -> list[list[str]]:
        """Return the body rows of a table as texts."""
        lines = [line for body in self.by_id(table).find("tbody") for line in body.find("tr")]
        return [[c.text() for c in line.children if isinstance(c, Node)] for line in lines]


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("#", {})
        self.here = self.root

    def handle_starttag(self, tag, attrs):
        node = Node(tag, dict(attrs), self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag, attrs):
        self.here.children.append(Node(tag, dict(attrs), self.here))

    def handle_endtag(self, tag):
        assert self.here.tag == tag, f"{self.here.tag} is closed by {tag}"
        self.here = self.here.parent

    def handle_data(self, data):
        self.here.children.append(data)


def parse(source: str) -> PageRead:
    """Return a page from its source; elements must be closed in the order in which they were opened."""
    builder = _Builder()
    builder.feed(source)
    builder.close()
    assert builder.here is builder.root
    return PageRead(source, builder.root)


def read_page(path: Path) -> PageRead:
    """Return the page in a file."""
    return parse(path.read_text(encoding="utf-8"))


def all_nodes(node: Node):
    """Yield every element below."""
    for child in node.children:
        if isinstance(child, Node):
            yield child
            yield from all_nodes(child)
