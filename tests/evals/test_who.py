"""Who is who, scored: small records and gold beside each other whose figures anyone can work out."""

from __future__ import annotations

import pytest
from evals.built import Row, Rows
from evals.demo_gold import Role
from evals.metrics import Score, Shares
from evals.scoring import Result
from evals.who import Case, Outcome, Pointer, clusters, score_readings, score_roles, score_who

from onrecord.records import Span

KINDS = {"anna": "person", "boris": "person", "city": "place", "state": "place"} | {
    "A": "person", "B": "person", "C": "place", "S": "place", "U": "person",
}  # fmt: skip
"""Kinds of the gold's entities, and of found ones in capitals."""


def point(place: int, entity: str | None, how: str = "name", stands_for: str | None = None) -> Pointer:
    """Return a pointer at the words of one place."""
    return Pointer(("01", Span(place, place + 1)), how, entity, stands_for)


def case_of(found: list[Pointer], due: list[Pointer]) -> Case:
    """Return both sides of one text."""
    return Case(found, due, KINDS, {"01": "abcdefghijklmnopqrstuvwxyz"}, {"anna b": "anna"})


def scored(found: list[Pointer], due: list[Pointer]) -> Result:
    """Return all scores of who is who."""
    result = Result()
    score_who(case_of(found, due), result)
    return result


def test_words_that_point_at_two_are_two_things() -> None:
    """Found pointers at the words of several meet the gold's of their own entity, whatever the order."""
    due = [point(0, "anna"), point(1, "boris"), point(2, "anna", "office"), point(2, "boris", "office")]
    found = [point(0, "B"), point(1, "A"), point(2, "A", "office"), point(2, "B", "office")]

    things = case_of(found, due).things

    assert [(thing.found.entity, thing.due.entity) for thing in things if thing.found and thing.due] == [
        ("B", "anna"), ("A", "boris"), ("A", "boris"), ("B", "anna"),
    ]  # fmt: skip


def test_what_one_side_lacks_is_a_thing_of_the_other() -> None:
    """Of words that point at two, where one was found, the other is a thing of the gold alone."""
    due = [point(0, "anna"), point(2, "anna", "office"), point(2, "boris", "office")]

    things = case_of([point(0, "A"), point(2, "A", "office")], due).things

    assert [(thing.found is not None, thing.due.entity) for thing in things if thing.due] == [
        (True, "anna"), (True, "anna"), (False, "boris"),
    ]  # fmt: skip


def test_b_cubed_on_both_sides_and_strictly() -> None:
    """A missed and an invented name are wrong strictly, and left out among what both sides have."""
    due = [point(0, "anna"), point(1, "anna"), point(2, "anna")]
    found = [point(0, "A"), point(1, "A"), point(5, "A")]

    result = scored(found, due)

    shared, strict = (result.scores[f"persons by names{ending} (B³)"] for ending in (", shared", ""))
    assert shared == Shares(1.0, 1.0)
    assert (strict.precision, strict.recall) == (pytest.approx(4 / 9), pytest.approx(4 / 9))


def test_a_name_left_open_costs_recall_alone() -> None:
    """A found mention of nobody is no cluster: nothing is wrong in it, and something is missing."""
    due = [point(0, "anna"), point(1, "anna")]

    strict = scored([point(0, "A"), point(1, None)], due).scores["persons by names (B³)"]

    assert (strict.precision, strict.recall) == (1.0, pytest.approx(1 / 4))


def test_two_persons_in_one_entity_are_told() -> None:
    """An entity whose names are two persons' is counted, and so is a person whose names are in two entities."""
    due = [point(0, "anna"), point(1, "boris"), point(2, "anna")]

    result = scored([point(0, "A"), point(1, "A"), point(2, "B")], due)

    assert result.scores["persons: entities of one alone"] == Score(1, 2, 2)
    assert result.scores["persons: whole in one entity"] == Score(1, 2, 2)
    assert {(error.kind, error.words) for error in result.errors} >= {
        ("two persons in one entity", "anna + boris"),
        ("person in several entities", "anna: 2"),
    }


@pytest.mark.parametrize(
    ("found", "due", "outcome"),
    [
        pytest.param("A", "anna", "right", id="the same"),
        pytest.param("B", "anna", "wrong", id="another"),
        pytest.param(None, "anna", "open", id="left open"),
        pytest.param("U", "anna", "open", id="nobody by name"),
        pytest.param("Anna B", "anna", "right", id="her name in the place of an entity"),
        pytest.param("Anna B", "boris", "wrong", id="another's name in the place of an entity"),
        pytest.param("a note", "anna", "open", id="words in the place of an entity"),
    ],
)
def test_an_entity_is_right_wrong_or_leaves_it_open(found: str | None, due: str, outcome: Outcome) -> None:
    """A found entity without a name is no answer to who a named person is."""
    case = case_of(
        [point(0, "A"), point(1, "B"), point(2, "U", "office")],
        [point(0, "anna"), point(1, "boris"), point(2, "anna", "office")],
    )

    assert case.outcome(found, due) == outcome


@pytest.mark.parametrize(
    ("found", "due", "outcome"),
    [
        pytest.param(["A", "B"], ("boris", "anna"), "right", id="all of several"),
        pytest.param(["A"], ("boris", "anna"), "wrong", id="one of two"),
        pytest.param(["A", "B"], ("anna",), "wrong", id="one too many"),
        pytest.param([], ("anna",), "open", id="nobody"),
        pytest.param(["U"], ("anna",), "open", id="nobody by name"),
        pytest.param(["U"], (), "open", id="nobody by name where nobody is due"),
        pytest.param(["A"], (), "wrong", id="somebody where nobody is due"),
    ],
)
def test_several_at_once(found: list[str], due: tuple[str, ...], outcome: Outcome) -> None:
    """Speakers are right where all of them are and nobody else."""
    case = case_of(
        [point(0, "A"), point(1, "B"), point(2, "U", "office")],
        [point(0, "anna"), point(1, "boris"), point(2, "anna", "office")],
    )

    assert case.outcome_of_all(found, due) == outcome


def test_a_capital_counts_as_itself_or_as_read() -> None:
    """A capital that stands for a state is the city's mention, and the state's where readings are applied."""
    due = [
        point(0, "city"),
        point(1, "state"),
        point(2, "city", stands_for="state"),
        point(3, "city", stands_for="state"),
    ]
    found = [point(0, "C"), point(1, "S"), point(2, "C", stands_for="S"), point(3, "C")]
    case = case_of(found, due)
    result = Result()

    score_readings(case, result)

    plain, read = (clusters(case, frozenset(("place",)), None, is_read=is_read) for is_read in (False, True))
    assert plain == ([{0, 2, 3}, {1}], [{0, 2, 3}, {1}])
    assert read == ([{0, 3}, {1, 2}], [{0}, {1, 2, 3}])
    assert result.scores["capitals that stand for a state"] == Score(1, 1, 2)


def test_words_for_persons_by_kind() -> None:
    """Pronouns: one right, one wrong, one missed, one invented; words of one who is left open are found."""
    due = [point(0, "anna"), point(1, "boris"), *(point(place, "anna", "pronoun") for place in (2, 3, 4, 5))]
    found = [
        point(0, "A"), point(1, "B"), point(2, "A", "pronoun"), point(3, "B", "pronoun"), point(5, None, "pronoun"),
        point(9, "A", "pronoun"),
    ]  # fmt: skip

    scores = scored(found, due).scores

    assert scores["persons: pronouns found"] == Score(3, 4, 4)
    assert scores["persons: pronouns, who"] == Score(1, 2, 4)


def test_persons_whom_the_gold_leaves_out() -> None:
    """Where the gold names all its persons, a found one without a name whose words are nobody's is left out."""
    case = case_of(
        [point(0, "A"), point(1, "U", "office"), point(2, "B", "office"), point(3, None, "office")],
        [point(0, "anna"), point(2, "boris", "office")],
    )

    assert [case.is_unlisted(one) for one in case.found] == [False, True, False, False]


def role(entity: str, office: str, body: str | None) -> Role:
    """Return an office of the gold."""
    return Role(entity=entity, office=office, body=body, from_=None, to=None, evidence=())


@pytest.mark.parametrize(
    ("due", "right"),
    [
        pytest.param(role("anna", "prime minister", "state"), 1, id="another word for the office"),
        pytest.param(role("anna", "prime minister", None), 1, id="no body in the gold"),
        pytest.param(role("anna", "premier of the union", "state"), 1, id="more behind the noun"),
        pytest.param(role("anna", "prime minister", "city"), 0, id="another body"),
        pytest.param(role("boris", "prime minister", "state"), 0, id="another holder"),
        pytest.param(role("anna", "minister", "state"), 0, id="another office"),
    ],
)
def test_roles(due: Role, right: int) -> None:
    """An office is right by its holder, its normal form and its body; unnamed holders beyond the gold do not count."""
    rows: dict[str, list[Row]] = {
        "reports": [],
        "roles": [
            {"entity": "A", "office": "Premier", "body": "S", "from": "2031", "to": None},
            {"entity": "U", "office": "aide", "body": None, "from": None, "to": None},
        ],
    }
    case = case_of(
        [point(0, "A"), point(1, "B"), point(2, "S")], [point(0, "anna"), point(1, "boris"), point(2, "state")]
    )
    result = Result()

    score_roles(case, Rows(rows, {}), [due], result)

    assert result.scores["roles"] == Score(right, 1, 1)


@pytest.mark.parametrize(
    ("from_", "to", "right", "due"),
    [
        pytest.param("2031", None, 1, 1, id="the same"),
        pytest.param("2031-05", None, 0, 1, id="not as exact"),
        pytest.param(None, "2031", 0, 1, id="the other end"),
        pytest.param(None, None, 0, 0, id="none in the gold"),
    ],
)
def test_terms(from_: str | None, to: str | None, right: int, due: int) -> None:
    """Since and until when an office is held is right to the letter, whatever is said of its body."""
    rows: dict[str, list[Row]] = {
        "reports": [],
        "roles": [{"entity": "A", "office": "premier", "body": None, "from": "2031", "to": None}],
    }
    result = Result()

    score_roles(
        case_of([point(0, "A")], [point(0, "anna")]),
        Rows(rows, {}),
        [role("anna", "prime minister", "state").model_copy(update={"from_": from_, "to": to})],
        result,
    )

    assert result.scores["roles: from and to"] == Score(right, 1, due)
