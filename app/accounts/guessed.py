"""Passwords that everybody tries first [P7].

The list of 30 000 is that of zxcvbn; what Russian schools add to it is here. A Russian word that
is typed on the Latin keyboard («gfhjkm») is looked up as the word that it is.
"""

from functools import cache

from zxcvbn.frequency_lists import FREQUENCY_LISTS

_KEYS = dict(
    zip("qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё", strict=True)
)
_WORDS = (
    "пароль школа учитель ученик родитель директор секретарь администратор дневник "
    "расписание математика россия москва привет солнышко любовь наташа марина светлана "
    "александр максимка спартак зенит динамо йцукен йцукенг йцукенгш йцукенгшщз фывапролдж "
    "shkola uchitel dnevnik parol"
)
_LONG = 6


@cache
def _common() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"]) | frozenset(_WORDS.split())


def is_common(password: str) -> bool:
    """True for a password of the lists, a long one also with digits or signs around it."""
    typed = password.lower()
    bare = typed.strip("0123456789!?.,-_@#$%*+ ")
    words = (typed, bare) if len(bare) >= _LONG else (typed,)
    russian = ("".join(_KEYS.get(char, char) for char in word) for word in words)
    return not bare or any(word in _common() for word in (*words, *russian))
