"""What may stand as an absence [T1]: `codes` letters of the profile and faults of one absence."""

from app.attendance.rules.codes import kind_faults, letters_of

__all__ = ["kind_faults", "letters_of"]
