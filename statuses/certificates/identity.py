"""The key and certificate chain that sign certificates: the operator's, or a demo's.

The operator sets the files in the environment (docs/operations.md). A demo creates its own key on first use, signed by
an untrusted root whose key is discarded at once.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.x509.oid import NameOID

DEMO_FILE = "certificate-demo.pem"
_DEMO_YEARS = 10


class UnableToSign(Exception):
    """There is no key to sign with, or it doesn't match; the message names the file and the variable."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key, and its certificates from the signer's own up toward the root."""

    key: RSAPrivateKey | EllipticCurvePrivateKey
    chain: tuple[x509.Certificate, ...]


def read(key_file: Path, chain_file: Path, passphrase: str = "") -> Identity:
    """Read the operator's identity from two PEM files; the signer's certificate comes first in the chain.

    Raises `UnableToSign` when a file can't be read, the passphrase is wrong, or key and chain don't match.
    """
    try:
        key = serialization.load_pem_private_key(_bytes(key_file, "CERTIFICATE_KEY_FILE"), passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnableToSign(
            f"CERTIFICATE_KEY_FILE {key_file} holds no PEM key that CERTIFICATE_KEY_PASSPHRASE opens."
        ) from error
    try:
        chain = tuple(x509.load_pem_x509_certificates(_bytes(chain_file, "CERTIFICATE_CHAIN_FILE")))
    except ValueError as error:
        raise UnableToSign(f"CERTIFICATE_CHAIN_FILE {chain_file} holds no PEM certificate.") from error
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise UnableToSign(f"CERTIFICATE_KEY_FILE {key_file} holds neither an RSA nor an elliptic curve key.")
    if key.public_key() != chain[0].public_key():
        raise UnableToSign(
            f"The first certificate in CERTIFICATE_CHAIN_FILE {chain_file} is not the one of the key in "
            f"CERTIFICATE_KEY_FILE {key_file}."
        )
    return Identity(key, chain)


def demonstration(folder: Path, now: datetime) -> Identity:
    """The demo's identity in `folder`, created on first use and valid for ten years from `now`.

    Safe for concurrent processes: all get the one created first.
    """
    file = folder / DEMO_FILE
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Write to a temporary file and link it into place, so other processes never read a partial file.
        with NamedTemporaryFile(dir=folder, prefix=".new-") as draft:
            draft.write(_demonstration_pem(now))
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, file)
    return read(file, file)


def _demonstration_pem(now: datetime) -> bytes:
    """Create a key with its certificate and the root's, as one PEM text."""
    until = now + timedelta(days=365 * _DEMO_YEARS)
    root_key, key = (generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    root_name, name = _name("Echelon demonstration root"), _name("Echelon demonstration certificates")
    usage = {
        "content_commitment": False,
        "key_encipherment": False,
        "data_encipherment": False,
        "key_agreement": False,
        "encipher_only": False,
        "decipher_only": False,
        "crl_sign": False,
        "key_cert_sign": False,
        "digital_signature": False,
    }
    root = (
        _certificate(root_name, root_name, root_key.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(**{**usage, "key_cert_sign": True, "crl_sign": True}), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    signer = (
        _certificate(name, root_name, key.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{**usage, "digital_signature": True, "content_commitment": True}), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private + signer.public_bytes(pem) + root.public_bytes(pem)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: object, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)  # type: ignore[arg-type]
    )


def _bytes(file: Path, variable: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnableToSign(f"{variable} {file} cannot be read: {error.strerror}.") from error
