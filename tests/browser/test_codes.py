import pytest

from tests.browser.sheet import Sheet

pytestmark = pytest.mark.browser
CALL = """async ([name, args]) => (await import("/static/journal/codes.js"))[name](...args)"""


@pytest.fixture
def call(visit, world):
    page = Sheet(visit(world.teacher, f"/journal/course/{world.algebra.id}")).page
    return lambda name, *args: page.evaluate(CALL, [name, list(args)])


@pytest.mark.req("J1")
def test_what_a_key_types(call):
    keys = [
        # code, key, what is typed already, what it types
        ("Digit5", "5", "", "5"),
        ("Numpad4", "4", "", "4"),
        ("Numpad4", "ArrowLeft", "", ""),
        ("KeyY", "y", "", "Н"),
        ("KeyY", "н", "", "Н"),
        ("KeyG", "g", "Н", "П"),
        ("Comma", ",", "", "Б"),
        ("KeyJ", "о", "", "О"),
        ("Period", ".", "", "•"),
        ("Slash", ".", "", "•"),
        ("Slash", ".", "4", "/"),
        ("Slash", ".", "4/", "•"),
        ("Slash", "/", "4", "/"),
        ("NumpadDivide", "/", "4", "/"),
        ("NumpadDecimal", ",", "", "•"),
        ("Minus", "-", "", "–"),
        ("Space", " ", "", ""),
        ("Space", " ", "Н", " "),
        ("F5", "F5", "", ""),
    ]
    typed = [call("typed", {"code": code, "key": key}, before) for code, key, before, _ in keys]
    assert typed == [expected for *_, expected in keys]


@pytest.mark.req("J1")
def test_a_pasted_text_is_read_as_it_was_meant(call):
    texts = {
        " 5 ": "5",
        "4/5/": "4/5",
        "н": "Н",
        "H": "Н",
        "o15": "О15",
        "Зач": "зач",
        "Н/ЗАЧ": "н/зач",
        "5/зач": "5/зач",
        ".": "•",
        "-/5": "–/5",
    }
    assert {text: call("canonical", text) for text in texts} == texts


@pytest.mark.req("J1")
def test_what_may_stand_in_a_cell_and_what_in_a_result(call):
    cell = ["", "5", "4/5", "зач", "н/зач/5", "•", "–/5", "Н", "О15", "Б 4", "О5 3"]
    wrong = ["7", "55", "н/а", "осв", "привет", "Н15", "4/"]
    assert [text for text in cell if not call("isKnown", text, "cell")] == []
    assert [text for text in wrong if call("isKnown", text, "cell")] == []
    result = {"5": True, "н/а": True, "осв": True, "Н": False, "4/5": False}
    assert {text: call("isKnown", text, "result") for text in result} == result
