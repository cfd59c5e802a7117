"""The digital signature on a certificate: PAdES, certified so that no later change is allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from statuses.certificates.identity import Identity, UnableToSign, demonstration, read

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

# Space for the signature itself in addition to the chain, in hexadecimal characters.
_ROOM = 8 * 1024

# One signer per key source, cached with its key for the life of the process.
_pens: dict[tuple[str, ...], Pen] = {}


def sign(pdf: bytes, *, now: datetime) -> bytes:
    """The document with the portal's signature. Raises `UnableToSign` when the portal has no signing key."""
    source = (settings.CERTIFICATE_KEY_FILE, settings.CERTIFICATE_CHAIN_FILE, str(settings.VAR))
    if source not in _pens:
        _pens[source] = Pen(operator_identity() or demonstration(Path(settings.VAR) / "keys", now))
    return _pens[source].sign(pdf)


def operator_identity() -> Identity | None:
    """The identity set in the environment; None when none is set and a demo creates its own.

    Raises `UnableToSign` naming the variable to set; in production also when none is set.
    """
    if settings.CERTIFICATE_KEY_FILE:
        chain = settings.CERTIFICATE_CHAIN_FILE or settings.CERTIFICATE_KEY_FILE
        return read(Path(settings.CERTIFICATE_KEY_FILE), Path(chain), settings.CERTIFICATE_KEY_PASSPHRASE)
    if settings.PRODUCTION:
        raise UnableToSign("CERTIFICATE_KEY_FILE is not set: there is no key to sign certificates with.")
    return None


class Pen:
    """Signs with one identity. pyHanko is imported here because the import is slow."""

    def __init__(self, identity: Identity) -> None:
        from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
        from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

        metadata = PdfSignatureMetadata(
            field_name="Signature",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        self._signer = PdfSigner(metadata, signer=_key_holder(identity))
        self._room = _ROOM + 2 * sum(len(each.public_bytes(Encoding.DER)) for each in identity.chain)

    def sign(self, pdf: bytes) -> bytes:
        """The document with this signature appended."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        signed = partial(self._signer.sign_pdf, writer, bytes_reserved=self._room)
        return _outside_a_loop(signed).getvalue()


def _outside_a_loop(work: Callable[[], BytesIO]) -> BytesIO:
    """Do the work in which pyHanko starts an event loop: in another thread, if this one runs a loop already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def _key_holder(identity: Identity) -> Signer:
    """A pyHanko signer with a parsed key; pyHanko's own parses and checks the key for every signature."""
    from asn1crypto import x509
    from pyhanko.sign.signers import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class KeyHolder(Signer):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            digest = getattr(hashes, digest_algorithm.upper())()
            if isinstance(identity.key, rsa.RSAPrivateKey):
                return identity.key.sign(data, padding.PKCS1v15(), digest)
            return identity.key.sign(data, ec.ECDSA(digest))

    chain = [x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in identity.chain]
    return KeyHolder(signing_cert=chain[0], cert_registry=SimpleCertificateStore.from_certs(chain), embed_roots=True)
