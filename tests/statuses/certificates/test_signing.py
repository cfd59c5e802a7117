"""The signature: poppler accepts it, and rejects it after any change."""

import pytest

from statuses.certificates import signing
from statuses.certificates.document import render
from statuses.certificates.identity import UnableToSign
from tests.statuses.certificates.keys import NOW, ec_key, rsa_key, write_chain, write_key
from tests.statuses.certificates.papers import paper, reader, text_of, verdict_of


@pytest.fixture
def demo(settings, tmp_path):
    """A demo without a key yet."""
    settings.VAR = tmp_path / "var"


@pytest.fixture(scope="module")
def page():
    return render(paper())


@pytest.mark.usefixtures("demo")
def test_poppler_accepts_the_signature(page, tmp_path):
    verdict = verdict_of(signing.sign(page, now=NOW), tmp_path)
    assert "Signature is Valid." in verdict
    assert "Total document signed" in verdict
    assert "ETSI.CAdES.detached" in verdict
    assert "Echelon demonstration certificates" in verdict


@pytest.mark.usefixtures("demo")
def test_poppler_rejects_a_changed_document(page, tmp_path):
    signed = bytearray(signing.sign(page, now=NOW))
    signed[signed.index(b"stream") + 40] ^= 1
    verdict = verdict_of(bytes(signed), tmp_path)
    assert "Signature is Valid." not in verdict
    assert "Digest Mismatch" in verdict


@pytest.mark.usefixtures("demo")
def test_the_signature_forbids_later_changes(page):
    signed = reader(signing.sign(page, now=NOW))
    signature = signed.get_fields()["Signature"]["/V"]
    assert signature["/Reference"][0]["/TransformParams"]["/P"] == 1
    assert signed.trailer["/Root"]["/Perms"]["/DocMDP"] == signature


@pytest.mark.usefixtures("demo")
def test_signing_leaves_the_page_unchanged(page):
    assert signing.sign(page, now=NOW).startswith(page)
    assert text_of(signing.sign(page, now=NOW)) == text_of(page)


@pytest.mark.parametrize("make", [rsa_key, ec_key])
def test_the_operator_s_key_signs(page, settings, tmp_path, make):
    key = make()
    settings.PRODUCTION = True
    settings.CERTIFICATE_KEY_FILE = str(write_key(tmp_path / "key.pem", key, "open sesame"))
    settings.CERTIFICATE_CHAIN_FILE = str(write_chain(tmp_path / "chain.pem", key))
    settings.CERTIFICATE_KEY_PASSPHRASE = "open sesame"
    verdict = verdict_of(signing.sign(page, now=NOW), tmp_path)
    assert "Signature is Valid." in verdict
    assert "An Operator" in verdict


@pytest.mark.usefixtures("demo")
def test_production_does_not_sign_with_a_demo_key(page, settings, tmp_path):
    settings.PRODUCTION = True
    with pytest.raises(UnableToSign, match="CERTIFICATE_KEY_FILE is not set"):
        signing.sign(page, now=NOW)
    assert not (tmp_path / "var").exists()
