"""The graph of who took from whom, as GraphML and GEXF."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import networkx
import pytest

from onrecord.errors import SettingsError
from onrecord.export.files import GRAPH_FORMATS, Format
from onrecord.export.graph import write_graph, write_graph_file
from onrecord.record.connection import open_for_writing
from onrecord.record.opened import Record
from tests.record_fixtures import build, execute, rows_of, write_rows

pytest_plugins = ("tests.record_fixtures",)

READERS = {Format.GRAPHML: networkx.read_graphml, Format.GEXF: networkx.read_gexf}
UNSEEN = "5e" * 16
ROWS = [
    {"text": "Die Fähre fährt wieder.", "title": "Fähre & Pier", "outlet": 'Der "Bote"', "published": "2031-05-03"},
    {"text": "Der Pier \t ist  offen.", "published": "2031-05-04T09:30:00+02:00"},
    {"text": "Niemand hat etwas gesagt."},
]


def graph_of(file: Path, format_: Format) -> str:
    """Return the graph of a record as it is written."""
    out = io.StringIO()
    with Record(file) as record:
        write_graph(record.reader, format_, out)
    return out.getvalue()


def read_back(words: str, format_: Format) -> Any:
    """Return what networkx makes of it."""
    return READERS[format_](io.BytesIO(words.encode()))


def build_rows(folder: Path, rows: list[dict[str, Any]]) -> Path:
    """Build a record of rows in a language that is not read, which is quick."""
    rows = [{"id": str(number), "language": "de", **row} for number, row in enumerate(rows)]
    build(write_rows(folder / "rows.jsonl", rows), folder / "r.db")
    return folder / "r.db"


def derive(file: Path, source: str, target: str, share: float, *, unseen: bool = False) -> None:
    """Have a report of a record derive from a source."""
    execute(
        file,
        "INSERT INTO derivation(source, target, share, confidence, reasons, unseen, made_by)"
        f" SELECT x'{source}', key, {share}, 0.9, '[\"credits it\", \"later < earlier\"]', {int(unseen)}, 'by hand'"
        f" FROM report WHERE id = x'{target}'",
    )


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A record of three reports, of which the second took from the first, and both from an unseen source; their ids."""
    file = build_rows(tmp_path, ROWS)
    reports = rows_of(file, "reports")
    ids = {("zero", "one", "two")[int(row["source_id"])]: row["id"] for row in reports}
    derive(file, ids["zero"], ids["one"], 0.75)
    derive(file, UNSEEN, ids["zero"], 0.5, unseen=True)
    return file, ids


def test_graphml(small: tuple[Path, dict[str, str]]) -> None:
    """GraphML declares its attributes, then lists reports, unseen sources and derivations; what is unknown is left out."""
    file, ids = small
    story = {report: row["id"] for row in rows_of(file, "stories") for report in row["reports"]}

    def data(kind: str, **values: object) -> str:
        return "".join(f'      <data key="{kind}-{name}">{value}</data>\n' for name, value in values.items())

    def node(id_: str, **values: object) -> str:
        return f'    <node id="{id_}">\n{data("node", **values)}    </node>\n'

    def edge(source: str, target: str, share: float, unseen: str) -> str:
        values = {"share": share, "confidence": 0.9, "reasons": "credits it; later &lt; earlier", "unseen": unseen}
        ends = f'id="{source}-{target}" source="{source}" target="{target}"'
        return f"    <edge {ends}>\n{data('edge', weight=share, **values)}    </edge>\n"

    fields = {
        "zero": {
            "label": "Fähre &amp; Pier",
            "outlet": 'Der "Bote"',
            "published_start": "2031-05-03",
            "published_end": "2031-05-03",
        },
        "one": {
            "label": "Der Pier ist offen.",
            "published_start": "2031-05-04T09:30:00+02:00",
            "published_end": "2031-05-04T09:30:00+02:00",
        },
        "two": {"label": "Niemand hat etwas gesagt."},
    }
    nodes = {
        id_: node(id_, **fields[name], language="de", **({"story": story[id_]} if id_ in story else {}), unseen="false")
        for name, id_ in ids.items()
    }
    edges = {
        ids["one"]: edge(ids["zero"], ids["one"], 0.75, "false"),
        ids["zero"]: edge(UNSEEN, ids["zero"], 0.5, "true"),
    }
    strings = ("label", "outlet", "published_start", "published_end", "language", "story")
    keys = [
        *(("node", name, "string") for name in strings),
        ("node", "unseen", "boolean"),
        *(("edge", name, "double") for name in ("weight", "share", "confidence")),
        ("edge", "reasons", "string"),
        ("edge", "unseen", "boolean"),
    ]

    assert graph_of(file, Format.GRAPHML) == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        + "".join(
            f'  <key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>\n'
            for kind, name, type_ in keys
        )
        + '  <graph edgedefault="directed">\n'
        + "".join(nodes[id_] for id_ in sorted(nodes))
        + node(UNSEEN, label="unseen source 5e5e5e5e", unseen="true")
        + "".join(edges[id_] for id_ in sorted(edges))
        + "  </graph>\n</graphml>\n"
    )


def test_gexf(small: tuple[Path, dict[str, str]]) -> None:
    """GEXF has labels, weights and the first day of a report where Gephi looks for them, the rest as attributes."""
    file, ids = small
    lines = [line.strip() for line in graph_of(file, Format.GEXF).splitlines()]

    assert lines[:6] == [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">',
        "<meta>",
        "<creator>onrecord</creator>",
        "</meta>",
        '<graph mode="dynamic" timeformat="date" defaultedgetype="directed">',
    ]
    assert [line for line in lines if line.startswith("<node ")] == [
        *(
            line
            for _, line in sorted(
                (
                    (ids["zero"], f'<node id="{ids["zero"]}" label="Fähre &amp; Pier" start="2031-05-03">'),
                    (ids["one"], f'<node id="{ids["one"]}" label="Der Pier ist offen." start="2031-05-04">'),
                    (ids["two"], f'<node id="{ids["two"]}" label="Niemand hat etwas gesagt.">'),
                )
            )
        ),
        f'<node id="{UNSEEN}" label="unseen source 5e5e5e5e">',
    ]
    ends = f'source="{ids["zero"]}" target="{ids["one"]}"'
    place = lines.index(f'<edge id="{ids["zero"]}-{ids["one"]}" {ends} weight="0.75">')
    assert lines[place + 1 : place + 8] == [
        "<attvalues>",
        '<attvalue for="share" value="0.75"/>',
        '<attvalue for="confidence" value="0.9"/>',
        '<attvalue for="reasons" value="credits it; later &lt; earlier"/>',
        '<attvalue for="unseen" value="false"/>',
        "</attvalues>",
        "</edge>",
    ]
    assert """<attvalue for="outlet" value='Der "Bote"'/>""" in lines


@pytest.mark.parametrize("format_", GRAPH_FORMATS)
def test_round_trip(demo_file: Path, format_: Format) -> None:
    """A reader like networkx gets back every report, every unseen source and every derivation, with types and values."""
    graph = read_back(graph_of(demo_file, format_), format_)
    reports = {row["id"]: row for row in rows_of(demo_file, "reports")}
    story = {report: row["id"] for row in rows_of(demo_file, "stories") for report in row["reports"]}
    derivations = {(row["from"], row["to"]): row for row in rows_of(demo_file, "derivations")}
    unseen = {row["from"] for row in derivations.values() if row["unseen"]}

    assert graph.is_directed()
    assert set(graph) == set(reports) | unseen
    assert unseen
    for id_, found in graph.nodes(data=True):
        row = reports.get(id_)
        published = (row["published"] if row else None) or {"start": None, "end": None}
        assert found["unseen"] is (row is None)
        assert found["label"] == (f"unseen source {id_[:8]}" if row is None else found["label"])
        assert found.get("outlet") == (row["outlet"] if row else None)
        assert found.get("language") == (row["language"] if row else None)
        assert found.get("story") == story.get(id_)
        assert (found.get("published_start"), found.get("published_end")) == (published["start"], published["end"])
        if row and row["title"]:
            assert found["label"] == " ".join(row["title"].split())
        if format_ is Format.GEXF:
            assert found.get("start") == (published["start"] and published["start"][:10])
    assert set(graph.edges) == set(derivations)
    for source, target, found in graph.edges(data=True):
        row = derivations[source, target]
        assert found["weight"] == found["share"] == row["share"]
        assert found["confidence"] == row["confidence"]
        assert found["reasons"] == "; ".join(row["reasons"])
        assert found["unseen"] is row["unseen"]


@pytest.mark.parametrize("format_", GRAPH_FORMATS)
def test_same_record_same_bytes(tmp_path: Path, format_: Format) -> None:
    """Equal records give equal bytes, in whatever order their reports came."""
    rows = [{"id": str(number), **row} for number, row in enumerate(ROWS)]
    (tmp_path / "other").mkdir()
    left, right = build_rows(tmp_path, rows), build_rows(tmp_path / "other", rows[::-1])

    assert graph_of(left, format_) == graph_of(right, format_)


ODD = [
    (
        "control characters",
        "A\x00 bell\x07, a \x1b[31mred\x1b[0m one",
        "A\ufffd bell\ufffd, a \ufffd[31mred\ufffd[0m one",
    ),
    ("no characters at all", "End \uffff and \ufffe", "End \ufffd and \ufffd"),
    ("markup", '<b>&amp; ]]> "it\'s"', '<b>&amp; ]]> "it\'s"'),
    ("lines", "One\r\ntwo\u2028three\x85four\tfive", "One two three four five"),
    ("signs beyond the first plane", "A flag 🏳️ and 𐍈", "A flag 🏳️ and 𐍈"),
    ("letters from right to left", "שלום \u200fعالم", "שלום \u200fعالم"),
]


@pytest.mark.parametrize("format_", GRAPH_FORMATS)
@pytest.mark.parametrize(("title", "label"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_odd_titles(tmp_path: Path, format_: Format, title: str, label: str) -> None:
    """Whatever stands in a title, the file is XML; what XML cannot hold is replaced, and a label is one line."""
    file = build_rows(tmp_path, [{"text": "Ein Text.", "title": title}])

    ((_, found),) = read_back(graph_of(file, format_), format_).nodes(data=True)

    assert found["label"] == label


@pytest.mark.parametrize("format_", GRAPH_FORMATS)
def test_empty_record(tmp_path: Path, format_: Format) -> None:
    """An empty record is a graph without nodes."""
    with open_for_writing(tmp_path / "r.db"):
        pass

    assert len(read_back(graph_of(tmp_path / "r.db", format_), format_)) == 0


@pytest.mark.parametrize("format_", GRAPH_FORMATS)
def test_no_edge_without_its_nodes(tmp_path: Path, format_: Format) -> None:
    """A source that was a report, and is in the record no more, is a node as well."""
    file = build_rows(tmp_path, ROWS[:1])
    (report,) = rows_of(file, "reports")
    derive(file, UNSEEN, report["id"], 0.5)

    graph = read_back(graph_of(file, format_), format_)

    assert graph.nodes[UNSEEN]["unseen"] is True
    assert graph.edges[UNSEEN, report["id"]]["unseen"] is False


def test_one_moment(small: tuple[Path, dict[str, str]]) -> None:
    """What is read of one moment does not change while others write."""
    file, _ = small
    with Record(file) as record, record.reader.one_moment():
        before = len(record.reports), len(record.table("derivations"))
        execute(file, "DELETE FROM derivation")
        assert (len(record.reports), len(record.table("derivations"))) == before

    assert rows_of(file, "derivations") == []


@pytest.mark.parametrize("format_", GRAPH_FORMATS)
def test_file(small: tuple[Path, dict[str, str]], tmp_path: Path, format_: Format) -> None:
    """A folder, made when there is none, gets one file with the same bytes; a second time it is replaced."""
    file, _ = small
    with Record(file) as record:
        for _ in range(2):
            path = write_graph_file(record.reader, format_, tmp_path / "some" / "graphs")

    assert path == tmp_path / "some" / "graphs" / f"derivations.{format_.value}"
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == graph_of(file, format_).encode()


def test_file_for_a_folder(small: tuple[Path, dict[str, str]]) -> None:
    """A file in the folder's place is refused."""
    file, _ = small
    with Record(file) as record, pytest.raises(SettingsError, match=r"r\.db is a file\. Name a folder"):
        write_graph_file(record.reader, Format.GEXF, file)
