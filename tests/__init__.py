"""Tests mirror `src/`; each opens with one sentence saying what should be true."""

import pytest

pytest.register_assert_rewrite(
    "tests.record_fixtures"
)  # before it is imported, since test modules also load it as a plugin
