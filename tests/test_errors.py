import pickle

import pytest

from onrecord import errors
from onrecord.errors import OnrecordError

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, OnrecordError) and kind is not OnrecordError
]
EXIT_CODES = {
    "OnrecordError": 1,
    "SettingsError": 2,
    "PipelineError": 1,
    "NothingReadError": 1,
    "StoreError": 4,
    "StoreBusyError": 4,
    "StoreTooNewError": 4,
    "StoreDamagedError": 4,
    "StoreFullError": 1,
    "NotFoundError": 2,
    "ContradictionError": 1,
}


@pytest.mark.parametrize(
    ("message", "remedy", "words"),
    [
        pytest.param(
            "There is no record at talks.db.",
            "Make one with: onrecord build PATHS --into talks.db",
            "There is no record at talks.db. Make one with: onrecord build PATHS --into talks.db",
            id="message-and-remedy",
        ),
        pytest.param("The disk is full.", "", "The disk is full.", id="no-remedy"),
        pytest.param("Not “naïve”.", "Try “naïf”.", "Not “naïve”. Try “naïf”.", id="not-ascii"),
    ],
)
def test_an_error_says_what_happened_and_then_the_next_step(message: str, remedy: str, words: str) -> None:
    """The text of an error is its message followed by its remedy, where it has one."""
    error = OnrecordError(message, remedy=remedy)
    assert str(error) == words
    assert error.remedy == remedy


@pytest.mark.parametrize("kind", [OnrecordError, *KINDS], ids=lambda kind: kind.__name__)
def test_the_exit_codes_are_those_of_the_contract(kind: type[OnrecordError]) -> None:
    """Each kind of error ends the command line with the code that the contract names for it."""
    assert kind.exit_code == EXIT_CODES[kind.__name__]
    assert kind("What happened.").exit_code == EXIT_CODES[kind.__name__]


def test_the_list_of_errors_is_pinned() -> None:
    """One root and few children: a new kind of error is a decision, not an accident."""
    assert {"OnrecordError", *(kind.__name__ for kind in KINDS)} == set(EXIT_CODES)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_is_caught_by_the_root_and_explains_itself(kind: type[OnrecordError]) -> None:
    """Whoever catches the root catches all of them, and each says in its docstring what it is for."""
    with pytest.raises(OnrecordError, match=r"^What happened\. What next\.$"):
        raise kind("What happened.", remedy="What next.")
    assert kind.__doc__


@pytest.mark.parametrize("kind", [OnrecordError, *KINDS], ids=lambda kind: kind.__name__)
def test_an_error_crosses_process_borders_whole(kind: type[OnrecordError]) -> None:
    """An error that a worker raises arrives with its message and its remedy."""
    back = pickle.loads(pickle.dumps(kind("What happened.", remedy="What next.")))
    assert type(back) is kind
    assert str(back) == "What happened. What next."
