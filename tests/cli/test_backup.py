"""`flask backup make` and `flask backup restore`."""

from pathlib import Path


def test_a_backup_is_made_and_refused_over_what_is_there(sqlite_app, school, tmp_path):
    runner = sqlite_app.test_cli_runner()
    done = runner.invoke(args=["backup", "make", "--out", str(tmp_path)])
    assert done.exit_code == 0
    made = Path(done.output.strip())
    assert made.parent == tmp_path
    refused = runner.invoke(args=["backup", "restore", str(made)])
    assert (refused.exit_code, "пустое место" in refused.output) == (1, True)


def test_a_backup_is_restored_into_an_empty_place(sqlite_app, school, another_app, tmp_path):
    runner = sqlite_app.test_cli_runner()
    made = runner.invoke(args=["backup", "make", "--out", str(tmp_path)]).output.strip()
    url = f"sqlite:///{tmp_path}/other/j.db"
    other = another_app(SQLALCHEMY_DATABASE_URI=url, INSTANCE_DIR=str(tmp_path / "other"))
    with other.app_context():
        done = other.test_cli_runner().invoke(args=["backup", "restore", made])
    assert done.exit_code == 0, done.output
    assert "история изменений целы" in done.output
