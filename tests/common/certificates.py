"""TLS certificates for test servers, signed by an authority that only the test trusts."""

import ssl
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PEM = serialization.Encoding.PEM


def authority() -> tuple[ssl.SSLContext, Callable[[str], bytes]]:
    """Return a context that trusts only the authority, and a function that makes a host's certificate and key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), "Authority of a test"
    root = _certificate(name, name, key.public_key(), key, x509.BasicConstraints(ca=True, path_length=0))
    trust = ssl.create_default_context(cadata=root.public_bytes(PEM).decode())

    def sign(host: str) -> bytes:
        own = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        signed = _certificate(host, name, own.public_key(), key, names)
        plain = serialization.NoEncryption()
        return signed.public_bytes(PEM) + own.private_bytes(PEM, serialization.PrivateFormat.PKCS8, plain)

    return trust, sign


def server_context(pem: bytes) -> ssl.SSLContext:
    """Return the TLS context of a server with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(pem)
        file.flush()
        context.load_cert_chain(file.name)
    return context


def _certificate(subject: str, issuer: str, public, signer, extension) -> x509.Certificate:
    now = datetime.now(UTC)

    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    return (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        .sign(signer, hashes.SHA256())
    )
