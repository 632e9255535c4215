"""What a lesson of the day still needs."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class LessonState(Labelled):
    """How far the entries of a lesson are."""

    CANCELLED = "cancelled", _l("cancelled")
    AHEAD = "ahead", ""
    NO_TOPIC = "no_topic", _l("the topic is missing")
    NO_HOMEWORK = "no_homework", _l("homework is missing")
    FILLED = "filled", _l("filled")


def lesson_state(*, cancelled: bool, over: bool, topic: str, homework: bool) -> LessonState:
    """A lesson needs its topic once it is over, and homework or «none» (rules, «Terms»).

    `homework`: set, or said that there is none, or not given in this class at all [J6].
    """
    if cancelled:
        return LessonState.CANCELLED
    if topic and homework:
        return LessonState.FILLED
    if not over and not topic:
        return LessonState.AHEAD
    return LessonState.NO_HOMEWORK if topic else LessonState.NO_TOPIC
