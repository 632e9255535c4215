"""The administrator's page of backups."""

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _

from app.backup.jobs import making_backup
from app.backup.operations import folder
from app.core import clock
from app.core.backup.copies import backups, is_due
from app.core.pages import Page, expose
from app.core.pages.display import shown
from app.jobs.views import begun


class BackupPage(Page):
    """Which backups there are, and one more at a press (letter АП-147/07, part 2)."""

    route_base = "/backups"

    @expose("/", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def index(self) -> ResponseReturnValue:
        """The backups in the folder, the latest first; a post makes one."""
        if request.method == "POST":
            return begun(making_backup, {}, address=url_for(".index"))
        hours = current_app.config["BACKUP_HOURS"]
        return self.render_template(
            "backup/page.html",
            title=_("Backups"),
            found=backups(folder()),
            folder=folder(),
            encrypted=bool(current_app.config["BACKUP_PASSWORD"]),
            late=is_due(folder(), 2 * hours, clock.now()),
            hours=hours,
            shown=shown,
        )
