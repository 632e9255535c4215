from flask_babel import get_domain, gettext

from app.core.pages.speech import fixed


def test_texts_of_all_requests_come_from_one_catalogue(sqlite_app):
    found = []
    for _request in range(2):
        with sqlite_app.test_request_context("/"):
            assert gettext("Saved.") == "Сохранено."
            found.append(get_domain().get_translations())
    assert found[0] is found[1]


def test_a_part_that_is_the_same_for_everybody_is_rendered_once(sqlite_app):
    with sqlite_app.test_request_context("/"):
        first = fixed("journal/_tools.html")
    with sqlite_app.test_request_context("/"):
        assert fixed("journal/_tools.html") is first
    assert "Отменить" in first
    assert "{{" not in first
