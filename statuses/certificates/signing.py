"""The digital signature on a certificate: PAdES, one that forbids every later change to the document."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from common import clock
from statuses.certificates.identity import Identity, UnableToSign, demonstration, read

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

# Room for the signature itself beside the chain, in characters of hexadecimal text.
_ROOM = 8 * 1024


def sign(pdf: bytes) -> bytes:
    """The same document with the portal's signature. Raises `UnableToSign` when the portal has no key."""
    return _pen()(pdf)


@cache
def _pen() -> Callable[[bytes], bytes]:
    """What signs, kept with its key for the life of the process."""
    return pen(configured_identity())


def configured_identity() -> Identity:
    """The identity that the environment names; outside production the demonstration's when it names none.

    Raises `UnableToSign` with the variable to set.
    """
    if settings.CERTIFICATE_KEY_FILE:
        chain = settings.CERTIFICATE_CHAIN_FILE or settings.CERTIFICATE_KEY_FILE
        return read(Path(settings.CERTIFICATE_KEY_FILE), Path(chain), settings.CERTIFICATE_KEY_PASSPHRASE)
    if settings.PRODUCTION:
        raise UnableToSign("CERTIFICATE_KEY_FILE is not set: there is no key to sign certificates with.")
    return demonstration(Path(settings.VAR) / "keys", clock.now())


def pen(identity: Identity) -> Callable[[bytes], bytes]:
    """A function that signs with this identity. pyHanko is imported here because it takes its time."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    metadata = PdfSignatureMetadata(
        field_name="Signature",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = PdfSigner(metadata, signer=_holder(identity))
    room = _ROOM + 2 * sum(len(each.public_bytes(Encoding.DER)) for each in identity.chain)

    def sign_document(pdf: bytes) -> bytes:
        return signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=room).getvalue()

    return sign_document


def _holder(identity: Identity) -> Signer:
    """A pyHanko signer that holds its key; the one pyHanko ships parses and checks it again for every signature."""
    from asn1crypto import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from pyhanko.sign.signers import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    own, *others = [
        x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)) for certificate in identity.chain
    ]

    class KeyHolder(Signer):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            digest = getattr(hashes, digest_algorithm.upper())()
            if isinstance(identity.key, rsa.RSAPrivateKey):
                return identity.key.sign(data, padding.PKCS1v15(), digest)
            return identity.key.sign(data, ec.ECDSA(digest))

    return KeyHolder(
        signing_cert=own, cert_registry=SimpleCertificateStore.from_certs([own, *others]), embed_roots=True
    )
