"""Texts of pages at little cost: the catalogue is read once, constant parts are rendered once."""

from collections.abc import Hashable
from functools import cached_property
from typing import Any

from flask import Flask, current_app
from flask_babel import Babel, Domain
from markupsafe import Markup

from app.core.files import in_megabytes


class Catalogue(Domain):  # type: ignore[misc]
    """The texts of the one language: Flask-Babel looks for them at every request."""

    found: Any = None

    def get_translations(self) -> Any:
        """The catalogue, read when it is first needed."""
        if self.found is None:
            self.found = super().get_translations()
        return self.found


class Speech(Babel):  # type: ignore[misc]
    """Flask-Babel with one catalogue for the whole process."""

    @cached_property
    def domain_instance(self) -> Catalogue:
        """The catalogue that `gettext` asks."""
        return Catalogue(domain=self.domain)


def init_app(app: Flask) -> None:
    """Use the one catalogue; templates may say `fixed("part.html")` and `in_megabytes(size)`."""
    settings = app.extensions["babel"]
    settings.instance = Speech(date_formats=settings.instance.date_formats)
    app.extensions["fixed"] = {}
    app.jinja_env.globals.update(fixed=fixed, in_megabytes=in_megabytes)


def fixed(template: str, whose: Hashable = None) -> Markup:
    """A part of a page that never changes, rendered once; for each `whose` there is another."""
    parts: dict[Hashable, Markup] = current_app.extensions["fixed"]
    if (template, whose) not in parts:
        appbuilder = current_app.extensions["appbuilder"]
        text = current_app.jinja_env.get_template(template).render(appbuilder=appbuilder)
        parts[template, whose] = Markup(text)  # noqa: S704  # our own template has escaped it
    return parts[template, whose]
