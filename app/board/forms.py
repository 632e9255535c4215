"""Forms of announcements, of documents and of the forum [M2 M3]."""

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.board.enums import Audience, PaperSection
from app.board.rules import LONGEST_TEXT, LONGEST_TITLE
from app.core import clock
from app.core.pages.fields import DayField
from app.core.pages.forms import EntryForm
from app.core.text import in_lines

_SHOWN_DAYS = 14
FORUM_AUDIENCES = [audience for audience in Audience if audience is not Audience.CLASSES]


def plain(text: str | None) -> str:
    """Without outer spaces and what is not stored; lines end as everywhere."""
    return in_lines(text or "").strip()


def _title(label: Any = None) -> StringField:
    return StringField(
        label or _l("Heading of the text"),
        [Length(max=LONGEST_TITLE)],
        filters=[plain],
        render_kw={"maxlength": LONGEST_TITLE},
    )


def _text(label: Any = None, rows: int = 6) -> TextAreaField:
    return TextAreaField(
        label or _l("Text"),
        [Length(max=LONGEST_TEXT)],
        filters=[plain],
        render_kw={"maxlength": LONGEST_TEXT, "rows": rows},
    )


def _two_weeks_on() -> dt.date:
    return clock.today() + dt.timedelta(days=_SHOWN_DAYS)


class AnnouncementForm(EntryForm):
    """An announcement."""

    title = _title()
    text = _text()
    audience = SelectField(_l("For whom"), [InputRequired()], coerce=Audience)
    classes = SelectMultipleField(
        _l("Classes"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    starts = DayField(_l("Shown from"), [InputRequired()], default=clock.today)
    ends = DayField(_l("Shown until"), [InputRequired()], default=_two_weeks_on)
    version = HiddenField()  # that was seen


class PaperForm(EntryForm):
    """A document for the staff room."""

    title = _title(_l("Name of the document"))
    section = SelectField(
        _l("Section of the staff room"),
        [InputRequired()],
        coerce=PaperSection,
        choices=[(section.value, section.label) for section in PaperSection],
        description=_l("A new regulation on the journal takes the place of the old one."),
    )
    must_read = BooleanField(_l("All staff have to read it"))
    upload = FileField(
        _l("File"),
        description=_l("PDF, JPG, PNG, DOCX, XLSX, PPTX, ODT, ODS or ODP."),
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.pptx,.odt,.ods,.odp"},
    )


class SectionForm(EntryForm):
    """A section of the forum."""

    title = _title(_l("Name of the section"))
    about = StringField(
        _l("What is talked about here"),
        [Length(max=500)],
        filters=[plain],
        render_kw={"maxlength": 500},
    )
    audience = SelectField(
        _l("For whom"),
        [InputRequired()],
        coerce=Audience,
        choices=[(audience.value, audience.label) for audience in FORUM_AUDIENCES],
    )


class TopicForm(EntryForm):
    """A new topic with its first post."""

    title = _title(_l("Topic of the forum"))
    text = _text()


class PostForm(EntryForm):
    """A post."""

    text = _text(_l("Your post"), rows=4)
