"""A certificate of the director, made for one test."""

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "тайна-2026"


@dataclass(frozen=True)
class Issued:
    """The PKCS#12 file, and the certificate of who issued it (PEM)."""

    p12: bytes
    authority: bytes


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject, key, issuer, issuer_key, since, until, *, authority):
    usage = x509.KeyUsage(
        not authority, not authority, False, False, False, authority, authority, False, False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def issued(
    name="Соколова Вера Павловна",
    since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    until=dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
) -> Issued:
    """A certificate of the person by an authority of its own."""
    keys = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _each in range(2)]
    centre = "Удостоверяющий центр"
    root = _certificate(centre, keys[0], centre, keys[0], since, until, authority=True)
    own = _certificate(name, keys[1], centre, keys[0], since, until, authority=False)
    packed = pkcs12.serialize_key_and_certificates(
        b"director",
        keys[1],
        own,
        [root],
        serialization.BestAvailableEncryption(PASSWORD.encode()),
    )
    return Issued(packed, root.public_bytes(serialization.Encoding.PEM))
