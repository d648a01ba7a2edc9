"""Commands that look into a record: show, find, info."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord
from onrecord.record.tables import TABLES
from tests.record_fixtures import FERRY, PIER, build, rows_of, run_cli, write, write_rows

pytest_plugins = ("tests.record_fixtures",)


def words(text: str) -> str:
    """Return a text with all white space as single spaces."""
    return " ".join(text.split())


def quotation_of(file: Path, text: str) -> dict[str, object]:
    """Return the quotation that holds some words."""
    (found,) = (row for row in rows_of(file, "quotations") if text in row["text"])
    return found


def test_list_of_reports(small_file: Path) -> None:
    """The list gives each report's id, day, outlet and title, in order of publication, unknown days last."""
    outcome = run_cli("show", small_file)

    head, first, second = (line.split() for line in outcome.out.splitlines())
    assert (outcome.code, outcome.err) == (0, "")
    assert head[0] == "id"
    assert (first[1], " ".join(first[3:-1])) == ("2031-05-03", "Fishermen on Orla Bay agree to share the new pier")
    assert (second[1], " ".join(second[3:-1])) == ("unknown", "Night ferry to Selbridge sails again after two months")


def test_list_is_cut(small_file: Path) -> None:
    """A list longer than the limit says so."""
    outcome = run_cli("show", small_file, "--limit", 1)

    assert "1 of 2 reports; --limit shows more" in words(outcome.out)


def test_list_of_nothing(inside: Path) -> None:
    """An empty record says how to fill it."""
    run_cli("build", write(inside, "empty.txt", ""), "--into", "r.db", "--jobs", 1)

    assert "The record is empty. Fill it with: onrecord build PATHS --into FILE" in words(run_cli("show", "r.db").out)


def test_list_as_json(small_file: Path) -> None:
    """As JSON the list names the file, the reports and how many there are in all."""
    found = run_cli("show", small_file, "--json", "--limit", 1).json

    assert (found["file"], found["total"], len(found["reports"])) == (str(small_file), 2, 1)
    assert set(found["reports"][0]) >= {"id", "title", "outlet", "published", "language", "file", "part", "url"}


def test_quotation(small_file: Path) -> None:
    """A quotation is shown in its paragraph: quoted words, source and cue each in their brackets."""
    outcome = run_cli("show", small_file, quotation_of(small_file, "winter of lawyers")["id"])

    assert outcome.code == 0
    assert "Tomas Verrick" in outcome.out
    assert (
        "<Union leader Tomas Verrick> {said} the deal was “⟦better than another winter of lawyers⟧” and would hold until June 30, 2032."
        in words(outcome.out)
    )
    assert "The two fishing unions" not in outcome.out


def test_quotation_of_two_spans(small_file: Path) -> None:
    """A quotation of two spans has both marked."""
    shown = words(run_cli("show", small_file, quotation_of(small_file, "Today we stopped")["id"]).out)

    assert "“⟦We have argued about four hundred metres of concrete for a year,⟧” {said} <Marta Quillan" in shown
    assert "“⟦Today we stopped.⟧”" in shown


def test_why(small_file: Path) -> None:
    """With `--why` the component, its version, its confidence and the evidence in words are there."""
    quotation = quotation_of(small_file, "winter of lawyers")

    shown = words(run_cli("show", small_file, quotation["id"], "--why").out)

    assert f"{quotation['made_by']}, confidence {quotation['confidence']:.2f}" in shown
    assert "the marks stand with the cue “said”" in shown
    assert "whose source is printed as “Union leader Tomas Verrick”" in shown


def test_why_of_reported_speech(inside: Path) -> None:
    """Speech without marks is said to be the language model's, and what it stands on is marked."""
    text = "Harbour opens\n\nThe prime minister, Anna Hutton, said on Monday that the boats had left the harbour.\n"
    build(write(inside, "harbour.txt", text), inside / "r.db")
    (quotation,) = rows_of(inside / "r.db", "quotations")

    shown = words(run_cli("show", inside / "r.db", quotation["id"], "--why").out)

    assert quotation["kind"] == "indirect"
    assert "the language model takes it for what “said” reports" in shown
    assert "that ⟦the boats had left the harbour⟧" in shown


def test_quotation_lines(inside: Path) -> None:
    """In one line, words are in marks only where their report has them in marks."""
    from rich.console import Console

    from onrecord.cli.rendering import print_quotation_line

    text = "The prime minister said that the boats had left the harbour. “Nobody waved,” Anna Hutton said.\n"
    build(write(inside, "harbour.txt", text), inside / "r.db")
    console = Console(record=True, width=100)
    with onrecord.open(inside / "r.db") as record:
        for quotation in record.quotations:
            print_quotation_line(console, record, quotation)

    shown = console.export_text()
    assert "  the boats had left the harbour\n" in shown
    assert "  “Nobody waved,”\n" in shown


def test_report(small_file: Path) -> None:
    """A report is shown whole, with its evidence marked and its quotations listed."""
    report = quotation_of(small_file, "winter of lawyers")["report"]

    shown = words(run_cli("show", small_file, report).out)

    plain = shown.translate(str.maketrans("", "", "⟦⟧<>{}"))
    assert words(PIER) in plain
    assert "2031-05-03 (from its dateline)" in shown
    count = sum(row["report"] == report for row in rows_of(small_file, "quotations"))
    assert f"{count} quotations" in shown
    assert "pier.txt" in shown


def test_report_and_why(demo_file: Path) -> None:
    """With `--why` a report says what its parts were taken for, and what was left out for which reason."""
    reasons: dict[str, list[str]] = {}
    for drop in rows_of(demo_file, "drops"):
        reasons.setdefault(drop["report"], []).append(drop["reason"])
    shown = {report: words(run_cli("show", demo_file, report, "--why").out) for report in reasons}

    assert any("Labelled" in said for said in shown.values())
    for report, said in shown.items():
        assert "Left out" in said
        assert all(reason in said for reason in reasons[report])


def test_unread_report(demo_file: Path) -> None:
    """A report that was not read says why."""
    (unread,) = (row for row in rows_of(demo_file, "reports") if row["unread"])

    assert unread["unread"] in words(run_cli("show", demo_file, unread["id"]).out)


def test_versions_are_shown(tmp_path: Path) -> None:
    """A version names the report it is one of, and with `--why` the comparison."""
    url = "https://nordlet.example/pier"
    rows = [
        {"text": PIER, "url": url, "published": "2031-05-03"},
        {"text": PIER + "More.", "url": url, "published": "2031-05-04"},
    ]
    build(write_rows(tmp_path / "rows.jsonl", rows), tmp_path / "r.db")
    (later,) = (row for row in rows_of(tmp_path / "r.db", "reports") if row["version_of"])

    shown = words(run_cli("show", tmp_path / "r.db", later["id"], "--why").out)

    assert f"version of {later['version_of'][:8]}" in shown
    assert f"same article, with {later['version_of'][:8]}: same" in shown


@pytest.mark.parametrize("table", ["mentions", "times"])
def test_other_items(small_file: Path, table: str) -> None:
    """Any other item is shown with its fields and its words in their context."""
    row = rows_of(small_file, table)[0]

    shown = run_cli("show", small_file, row["id"])

    assert shown.code == 0
    assert row["id"] in shown.out
    assert f"⟦{row['text']}⟧" in words(shown.out)


@pytest.mark.parametrize("table", ["reports", "quotations", "mentions", "times"])
def test_items_as_json(small_file: Path, table: str) -> None:
    """As JSON an item is its row, with its table."""
    row = rows_of(small_file, table)[0]

    found = run_cli("show", small_file, row["id"][:12], "--json").json

    assert found["table"] == table
    assert row.items() <= found.items()


def test_control_characters_in_texts(tmp_path: Path) -> None:
    """A text cannot drive the terminal."""
    text = "“We will \x1b[31msign\x07,” said Orla Venn, \x9b2J and left."
    build(
        write_rows(tmp_path / "rows.jsonl", [{"text": text, "title": "\x1b]0;mine\x07", "outlet": "\x1b[2J"}]),
        tmp_path / "r.db",
    )
    report, quotation = rows_of(tmp_path / "r.db", "reports")[0], rows_of(tmp_path / "r.db", "quotations")[0]

    for arguments in (["show"], ["find", "left"], ["show", report["id"], "--why"], ["show", quotation["id"], "--why"]):
        outcome = run_cli(arguments[0], tmp_path / "r.db", *arguments[1:])
        assert outcome.code == 0
        assert not {"\x1b", "\x07", "\x9b"} & set(outcome.out)


def test_markup_in_texts(tmp_path: Path) -> None:
    """A text that looks like markup is printed as it is."""
    text = "“We will [red]sign[/red] [/] it,” said Orla Venn of [the union]."
    build(write_rows(tmp_path / "rows.jsonl", [{"text": text, "title": "[bold]Pier[/]"}]), tmp_path / "r.db")
    report, quotation = rows_of(tmp_path / "r.db", "reports")[0], rows_of(tmp_path / "r.db", "quotations")[0]

    assert "[bold]Pier[/]" in run_cli("show", tmp_path / "r.db").out
    for id_ in (report["id"], quotation["id"]):
        assert "[red]sign[/red] [/] it," in words(run_cli("show", tmp_path / "r.db", id_, "--why").out)
    assert "sign" in run_cli("find", tmp_path / "r.db", "union").out


def test_find(small_file: Path) -> None:
    """A hit names its report, and shows the words in their context, marked."""
    outcome = run_cli("find", small_file, "lawyers")

    first, *rest = outcome.out.splitlines()
    assert outcome.code == 0
    assert "Fishermen on Orla Bay agree to share the new pier" in first
    assert "⟦lawyers⟧" in " ".join(rest)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["night", "ferry"], 1),
        (["ferry night"], 1),
        ([" ferry night ", "the"], 0),
        (['"ferry night"'], 0),
        (["night ferry", "the"], 1),
    ],
    ids=["words", "words in one argument", "a phrase among words", "a phrase in marks", "another phrase among words"],
)
def test_words_and_phrases(small_file: Path, arguments: list[str], count: int) -> None:
    """All words must be there; several words in one argument among others, or in marks, are a phrase."""
    outcome = run_cli("find", small_file, *arguments, "--json")

    assert len(outcome.json) == count
    assert outcome.code == (0 if count else 1)


def test_nothing_found(small_file: Path) -> None:
    """A search without a hit says so, and ends with 1."""
    outcome = run_cli("find", small_file, "zeppelin")

    assert (outcome.code, outcome.out, outcome.err) == (1, "No report holds zeppelin.\n", "")


def test_find_as_json(small_file: Path) -> None:
    """As JSON a hit has its report, title, outlet, publication time, snippet and the places of the words in it."""
    (hit,) = run_cli("find", small_file, "lawyers", "--json").json

    assert set(hit) >= {"report", "title", "outlet", "published", "snippet", "marks"}
    ((start, end),) = hit["marks"]
    assert hit["snippet"][start:end] == "lawyers"
    assert hit["published"] == {"start": "2031-05-03", "end": "2031-05-03", "how": "dateline"}


def test_find_limit(small_file: Path) -> None:
    """No more hits than the limit are shown."""
    assert len(run_cli("find", small_file, "the", "--json", "--limit", 1).json) == 1


def test_info(inside: Path) -> None:
    """The overview counts every table, and lists runs with what they could not read."""
    write(inside, "reports/pier.txt", PIER)
    write(inside, "reports/ferry.txt", FERRY)
    write(inside, "reports/empty.txt", "")
    run_cli("build", "reports", "--into", "r.db", "--jobs", 1)

    outcome = run_cli("info", "r.db")

    shown = words(outcome.out)
    assert (outcome.code, outcome.err) == (0, "")
    for table in TABLES:
        assert f"{table.name} {len(rows_of(inside / 'r.db', table.name))}" in shown
    assert "Published 2031-05-03 to 2031-05-03; 1 without a date." in shown
    assert "failed reports/empty.txt: empty" in shown
    assert "ferry.txt" not in shown
    assert "taken reports/ferry.txt: 1 report" in words(run_cli("info", "r.db", "--inputs").out)


def test_info_of_an_interrupted_build(tmp_path: Path, two_reports: Path) -> None:
    """A run that was stopped is marked as such."""

    def stop(progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(two_reports, tmp_path / "r.db", progress=stop)

    assert "interrupted" in run_cli("info", tmp_path / "r.db").out
    assert run_cli("info", tmp_path / "r.db", "--json").json["runs"][0]["finished"] is None


def test_info_as_json(demo_file: Path) -> None:
    """As JSON: the file and its size, every table's count, components, reasons, and runs with all their inputs."""
    found = run_cli("info", demo_file, "--json").json

    assert set(found) >= {"file", "bytes", "tables", "unread", "made_by", "drops", "runs"}
    assert found["bytes"] == demo_file.stat().st_size
    assert found["unread"] == 1
    (run,) = found["runs"]
    assert {input_["status"] for input_ in run["inputs"]} == {"taken"}
    assert len(run["inputs"]) == 29


@pytest.mark.parametrize("as_json", [False, True])
def test_info_digest(demo_file: Path, as_json: bool) -> None:
    """The digest alone, or with the file as JSON."""
    outcome = run_cli("info", demo_file, "--digest", *(["--json"] if as_json else []))

    digest = outcome.json["digest"] if as_json else outcome.out.strip()
    assert len(digest) == 64
    assert not as_json or set(outcome.json) == {"file", "digest"}


def test_name_of_the_file_in_info(inside: Path) -> None:
    """The overview prints the file's name as it is, also where it looks like markup."""
    build(write(inside, "pier.txt", PIER), inside / "talks [draft].db")

    assert run_cli("info", "talks [draft].db").out.startswith("talks [draft].db  ")
