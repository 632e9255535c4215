import pytest

from app.attendance.enums import AbsenceKind
from app.attendance.rules import kind_faults, letters_of
from app.school.enums import LetterProfile


@pytest.mark.req("T1")
@pytest.mark.parametrize(
    ("profile", "letters"),
    [
        (LetterProfile.USUAL, ["Н", "НП", "У", "Б", "О"]),
        (LetterProfile.KIASUO, ["Н", "Н", "У", "Б", "О"]),
        (LetterProfile.SRO, ["ОТ", "НП", "УП", "Б", "ОП"]),
        (LetterProfile.DNEVNIK, ["н", "н", "п", "б", "о"]),
    ],
)
def test_every_kind_has_the_letter_of_the_profile(profile, letters):
    assert [letters_of(profile)[kind] for kind in AbsenceKind] == letters


@pytest.mark.req("T1")
@pytest.mark.parametrize(
    ("kind", "minutes", "fields"),
    [
        (AbsenceKind.LATE, None, []),
        (AbsenceKind.LATE, 1, []),
        (AbsenceKind.LATE, 90, []),
        (AbsenceKind.LATE, 0, ["minutes"]),
        (AbsenceKind.LATE, 91, ["minutes"]),
        (AbsenceKind.ILL, None, []),
        (AbsenceKind.ILL, 10, ["minutes"]),
        (None, 10, ["minutes"]),
    ],
)
def test_minutes_belong_to_being_late(kind, minutes, fields):
    assert [fault.field for fault in kind_faults(kind, minutes)] == fields
