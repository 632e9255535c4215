"""Kinds and codes of people."""

from flask_babel import lazy_gettext as _l

from app.core.text import Labelled


class Sex(Labelled):
    """Sex, as a personal card has it [P8]."""

    MALE = "male", _l("male")
    FEMALE = "female", _l("female")


class MedicalGroup(Labelled):
    """Medical group for physical education [J7 P8]; no value: the main group."""

    PREPARATORY = "preparatory", _l("preparatory group")
    SPECIAL = "special", _l("special group")
    EXEMPT = "exempt", _l("exemption from physical education")
