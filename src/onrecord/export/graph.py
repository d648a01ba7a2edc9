"""The graph of who took from whom, for programs that draw and measure networks: GraphML and GEXF.

A node is a report, or a source that is not in the record; an edge leads from a source to the report that took from it.
Both formats are written element by element: of a large record no more is held in memory than the ids of the sources.
Equal records give equal bytes, so no date of writing and no version goes into a file.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from onrecord.export.files import Format, writing_into
from onrecord.record.reader import Reader
from onrecord.records import Derivation, ReportRow

Value = str | float | bool | None

_TYPES = {"share": "double", "confidence": "double", "weight": "double", "unseen": "boolean"}
"""Attributes that are no strings; both formats have the same names for these types."""
_NODE_ATTRIBUTES = ("outlet", "published_start", "published_end", "language", "story", "unseen")
_EDGE_ATTRIBUTES = ("share", "confidence", "reasons", "unseen")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RETURN = {"\r": "&#13;"}  # readers of XML take a bare one for a line end


@dataclass(frozen=True, slots=True)
class Node:
    """A report, or a source that nobody sent us; `story` is an id. `None` is unknown."""

    id: str
    label: str
    outlet: str | None = None
    published_start: str | None = None
    published_end: str | None = None
    language: str | None = None
    story: str | None = None
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A derivation: `target` took `share` of its characters from `source`."""

    source: str
    target: str
    share: float
    confidence: float
    reasons: str
    unseen: bool

    @property
    def id(self) -> str:
        """What tells it from others, in this record and in any other."""
        return f"{self.source}-{self.target}"


def read_nodes(reader: Reader) -> Iterator[Node]:
    """Yield the reports, those that share nothing too, then sources that are none, each in the order of their ids."""
    sources = {one.from_ for one in reader.read_derivations()}
    for row in reader.read_reports():
        sources.discard(row.id)
        yield _report_node(row, reader.story_of(row.id))
    for id_ in sorted(sources):
        yield Node(id_, f"unseen source {id_[:8]}", unseen=True)


def read_edges(reader: Reader) -> Iterator[Edge]:
    """Yield the derivations, in the order of target and source."""
    return (_edge(one) for one in reader.read_derivations())


def write_graph(reader: Reader, format_: Format, out: TextIO) -> None:
    """Write the graph to a stream; nodes and edges are those of one moment, whatever is built meanwhile."""
    write = _write_gexf if format_ is Format.GEXF else _write_graphml
    with reader.one_moment():
        write(read_nodes(reader), read_edges(reader), _Xml(out))


def write_graph_file(reader: Reader, format_: Format, folder: Path) -> Path:
    """Write the graph into a folder, made when there is none; return the file."""
    path = folder / f"derivations.{format_.value}"
    with writing_into(folder), path.open("w", encoding="utf-8", newline="") as out:
        write_graph(reader, format_, out)
    return path


def _report_node(row: ReportRow, story: str | None) -> Node:
    return Node(
        id=row.id,
        label=" ".join(row.headline.split()),
        outlet=row.outlet,
        published_start=row.published.start if row.published else None,
        published_end=row.published.end if row.published else None,
        language=row.language,
        story=story,
    )


def _edge(derivation: Derivation) -> Edge:
    return Edge(
        source=derivation.from_,
        target=derivation.to,
        share=derivation.share,
        confidence=derivation.confidence,
        reasons="; ".join(derivation.reasons),
        unseen=derivation.unseen,
    )


# --- GraphML ---


def _write_graphml(nodes: Iterable[Node], edges: Iterable[Edge], xml: _Xml) -> None:
    """Write GraphML. Keys bear speaking ids: Gephi takes `d3` for the label of nodes and `d7` for that of edges."""
    with xml.inside("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"}):
        for kind, names in (("node", ("label", *_NODE_ATTRIBUTES)), ("edge", ("weight", *_EDGE_ATTRIBUTES))):
            for name in names:
                key = {"id": f"{kind}-{name}", "for": kind, "attr.name": name, "attr.type": _TYPES.get(name, "string")}
                xml.add("key", key)
        with xml.inside("graph", {"edgedefault": "directed"}):
            for node in nodes:
                with xml.inside("node", {"id": node.id}):
                    _add_data(xml, "node", {"label": node.label, **_values(node, _NODE_ATTRIBUTES)})
            for edge in edges:
                with xml.inside("edge", _ends(edge)):
                    _add_data(xml, "edge", {"weight": edge.share, **_values(edge, _EDGE_ATTRIBUTES)})


def _add_data(xml: _Xml, kind: str, values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        if value is not None:
            xml.add("data", {"key": f"{kind}-{name}"}, value)


# --- GEXF ---


def _write_gexf(nodes: Iterable[Node], edges: Iterable[Edge], xml: _Xml) -> None:
    """Write GEXF 1.2, which every program with GEXF reads. A report is there from its first possible day on.

    Days, and not moments: networkx reads no other time format that has dates.
    """
    with xml.inside("gexf", {"xmlns": "http://www.gexf.net/1.2draft", "version": "1.2"}):
        with xml.inside("meta"):
            xml.add("creator", {}, "onrecord")
        with xml.inside("graph", {"mode": "dynamic", "timeformat": "date", "defaultedgetype": "directed"}):
            for kind, names in (("node", _NODE_ATTRIBUTES), ("edge", _EDGE_ATTRIBUTES)):
                with xml.inside("attributes", {"class": kind, "mode": "static"}):
                    for name in names:
                        xml.add("attribute", {"id": name, "title": name, "type": _TYPES.get(name, "string")})
            with xml.inside("nodes"):
                for node in nodes:
                    day: dict[str, Value] = {"start": node.published_start[:10]} if node.published_start else {}
                    with xml.inside("node", {"id": node.id, "label": node.label} | day):
                        _add_attvalues(xml, _values(node, _NODE_ATTRIBUTES))
            with xml.inside("edges"):
                for edge in edges:
                    with xml.inside("edge", {**_ends(edge), "weight": edge.share}):
                        _add_attvalues(xml, _values(edge, _EDGE_ATTRIBUTES))


def _add_attvalues(xml: _Xml, values: Mapping[str, Value]) -> None:
    with xml.inside("attvalues"):
        for name, value in values.items():
            if value is not None:
                xml.add("attvalue", {"for": name, "value": value})


# --- both ---


def _ends(edge: Edge) -> dict[str, Value]:
    return {"id": edge.id, "source": edge.source, "target": edge.target}


def _values(item: Node | Edge, names: Iterable[str]) -> dict[str, Value]:
    return {name: getattr(item, name) for name in names}


class _Xml:
    """Writes XML, an element a line, indented."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._depth = 0
        out.write('<?xml version="1.0" encoding="utf-8"?>\n')

    @contextlib.contextmanager
    def inside(self, name: str, attributes: Mapping[str, Value] | None = None) -> Iterator[None]:
        """Write an element around what is written meanwhile."""
        self._line(f"<{name}{_printed(attributes or {})}>")
        self._depth += 1
        yield
        self._depth -= 1
        self._line(f"</{name}>")

    def add(self, name: str, attributes: Mapping[str, Value], content: Value = None) -> None:
        """Write an element with nothing but text in it, or nothing at all."""
        end = "/>" if content is None else f">{escape(_text_of(content), _RETURN)}</{name}>"
        self._line(f"<{name}{_printed(attributes)}{end}")

    def _line(self, words: str) -> None:
        self._out.write(f"{'  ' * self._depth}{words}\n")


def _printed(attributes: Mapping[str, Value]) -> str:
    return "".join(f" {name}={quoteattr(_text_of(value))}" for name, value in attributes.items())


def _text_of(value: Value) -> str:
    """Return a value as both formats write it; characters that XML cannot hold are replaced."""
    return str(value).lower() if isinstance(value, bool) else _NO_XML.sub("\ufffd", str(value))
