"""A backup asked for on the page: long work, for the database of some years takes a while."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.backup.operations import back_up, folder, require_keeps_backups
from app.core import clock
from app.jobs.kinds import Made, Run, long_work


@long_work("backup", _l("Making a backup"))
def making_backup(run: Run) -> Made:
    """Make a backup in the folder of the settings."""
    require_keeps_backups(run.actor)
    run.progress(0, 1)
    made = back_up(folder(), clock.now())
    return Made(words=_("The backup is made: %(name)s", name=made.name), address="/backups/")
