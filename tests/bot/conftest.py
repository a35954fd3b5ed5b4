"""The story's own assertions say what they compared."""

import pytest

pytest.register_assert_rewrite("tests.bot.story")
