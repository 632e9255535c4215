import datetime as dt

import pytest

from app.core.pdf.verifying import signatures
from tests.binding.certificates import PASSWORD, issued
from tests.binding.scene import filled, texts
from tests.factories import save

pytestmark = pytest.mark.req("R6")


@pytest.fixture
def cli(school, sqlite_app, monkeypatch):
    monkeypatch.setitem(sqlite_app.config, "SIGNING_PASSWORD", PASSWORD)
    return sqlite_app.test_cli_runner()


@pytest.fixture(scope="module")
def director():
    return issued(until=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))


def run(cli, *words, **values):
    return cli.invoke(args=["journal", *words], **values)


def test_the_journal_of_a_class_is_written_into_a_file(cli, school, tmp_path):
    filled(school)
    out = tmp_path / "7А.pdf"
    done = run(cli, "print", "--class", "7А", "--year", "2026", "--out", str(out))
    assert (done.exit_code, done.output) == (0, f"Записано: {out}\n")
    assert "Рациональные числа" in " ".join(texts(out.read_bytes()))


def test_parts_are_chosen(cli, school, tmp_path):
    out = tmp_path / "7А.pdf"
    done = run(cli, "print", "--class", "7А", "--parts", "list, remarks", "--out", str(out))
    assert done.exit_code == 0
    text = " ".join(texts(out.read_bytes()))
    assert ["Список обучающихся" in text, "Алгебра" in text] == [True, False]


def test_a_copy_for_a_family_is_of_one_pupil(cli, school, tmp_path):
    out = tmp_path / "копия.pdf"
    done = run(cli, "print", "--class", "7А", "--pupil", "Ёлкин Иван", "--out", str(out))
    assert done.exit_code == 0
    text = " ".join(texts(out.read_bytes()))
    assert ["Ёлкин" in text, "Абрамов" in text] == [True, False]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--class", "9Я"), "«9Я»"),
        (("--class", "7А", "--year", "1999"), "«7А»"),
        (("--class", "7А", "--pupil", "Никто"), "«Никто»"),
        (("--class", "7А", "--parts", "all"), "list, courses, progress, attendance, remarks"),
        (("--class", "7А", "--parts", "list", "--sign", "нет.p12"), "нет.p12"),
        (("--class", "7А", "--parts", "list", "--sign"), "SIGNING_P12"),
    ],
)
def test_what_cannot_be_printed_is_told(cli, school, tmp_path, words, said):
    out = tmp_path / "x.pdf"
    done = run(cli, "print", "--out", str(out), *words)
    assert done.exit_code != 0
    assert said in done.output
    assert not out.exists()


def signed_file(cli, tmp_path, director):
    certificate, out = tmp_path / "director.p12", tmp_path / "signed.pdf"
    certificate.write_bytes(director.p12)
    words = ("--class", "7А", "--parts", "list", "--sign", str(certificate))
    assert run(cli, "print", *words, "--out", str(out)).exit_code == 0
    return out


def test_the_file_is_signed_and_verified(cli, school, tmp_path, director):
    out = signed_file(cli, tmp_path, director)
    centre = tmp_path / "centre.pem"
    centre.write_bytes(director.authority)
    (found,) = signatures(out.read_bytes(), [director.authority])
    assert (found.whole, found.trusted) == (True, True)
    done = cli.invoke(args=["archive", "verify", str(out), "--trust", str(centre)])
    assert done.exit_code == 0
    assert "Подписал: Соколова Вера Павловна" in done.output
    assert "Файл не изменён.\nСертификат известен." in done.output


def test_an_unknown_certificate_and_a_changed_file_fail(cli, school, tmp_path, director):
    out = signed_file(cli, tmp_path, director)
    unknown = cli.invoke(args=["archive", "verify", str(out)])
    assert (unknown.exit_code, "Сертификату нельзя верить" in unknown.output) == (1, True)
    data = bytearray(out.read_bytes())
    data[200] ^= 1
    out.write_bytes(data)
    assert cli.invoke(args=["archive", "verify", str(out)]).exit_code == 1


def test_the_certificate_of_the_settings_signs_and_is_believed(
    cli, school, sqlite_app, monkeypatch, tmp_path, director
):
    certificate, out = tmp_path / "director.p12", tmp_path / "signed.pdf"
    certificate.write_bytes(director.p12)
    monkeypatch.setitem(sqlite_app.config, "SIGNING_P12", str(certificate))
    done = run(cli, "print", "--class", "7А", "--parts", "list", "--sign", "--out", str(out))
    assert done.exit_code == 0
    assert cli.invoke(args=["archive", "verify", str(out)]).exit_code == 0


def test_the_password_is_asked_for_when_the_settings_have_none(
    cli, school, sqlite_app, monkeypatch, tmp_path, director
):
    monkeypatch.setitem(sqlite_app.config, "SIGNING_PASSWORD", "")
    certificate, out = tmp_path / "director.p12", tmp_path / "signed.pdf"
    certificate.write_bytes(director.p12)
    words = ("--class", "7А", "--parts", "list", "--sign", str(certificate), "--out", str(out))
    wrong = run(cli, "print", *words, input="не тот\n")
    assert (wrong.exit_code, out.exists()) == (1, False)
    right = run(cli, "print", *words, input=f"{PASSWORD}\n")
    assert (right.exit_code, PASSWORD in right.output) == (0, False)


def test_a_file_without_a_signature_fails(cli, school, tmp_path):
    out = tmp_path / "7А.pdf"
    run(cli, "print", "--class", "7А", "--parts", "list", "--out", str(out))
    done = cli.invoke(args=["archive", "verify", str(out)])
    assert (done.exit_code, "нет электронной подписи" in done.output) == (1, True)


@pytest.mark.req("R8")
def test_slips_of_a_week_are_written(cli, school, tmp_path):
    out = tmp_path / "slips.pdf"
    words = ("slips", "--class", "7А", "--week", "01.09.2026", "--per-page", "4")
    nobody = run(cli, *words, "--out", str(out))
    assert (nobody.exit_code, "Заявлений на еженедельный лист" in nobody.output) == (1, True)
    school.pupils[0].slips_since = dt.date(2026, 9, 1)
    save(school.pupils[0])
    done = run(cli, *words, "--out", str(out))
    assert (done.exit_code, done.output) == (0, f"Листов: 1. Записано: {out}\n")
    assert "Абрамов Иван" in " ".join(texts(out.read_bytes()))
