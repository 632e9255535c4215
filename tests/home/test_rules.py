"""How far the entries of a lesson are."""

import pytest

from app.home.rules import LessonState, lesson_state


@pytest.mark.parametrize(
    ("cancelled", "over", "topic", "homework", "expected"),
    [
        (False, False, "", False, LessonState.AHEAD),
        (False, False, "", True, LessonState.AHEAD),
        (False, False, "Дроби", True, LessonState.FILLED),
        (False, False, "Дроби", False, LessonState.NO_HOMEWORK),
        (False, True, "", False, LessonState.NO_TOPIC),
        (False, True, "", True, LessonState.NO_TOPIC),
        (False, True, "Дроби", False, LessonState.NO_HOMEWORK),
        (False, True, "Дроби", True, LessonState.FILLED),
        (True, True, "", False, LessonState.CANCELLED),
    ],
)
def test_state_of_a_lesson(cancelled, over, topic, homework, expected):
    found = lesson_state(cancelled=cancelled, over=over, topic=topic, homework=homework)
    assert found is expected
