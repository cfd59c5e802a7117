"""The signing identity: the operator's key with clear errors, or the demo's, created once."""

import os
import shutil
import stat
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context

import pytest

from statuses.certificates import identity
from statuses.certificates.identity import DEMO_FILE, UnableToSign, demonstration, read
from tests.statuses.certificates.keys import NOW, ec_key, rsa_key, write_chain, write_key


@pytest.mark.parametrize("make", [rsa_key, ec_key])
def test_key_and_chain_are_read(tmp_path, make):
    key = make()
    found = read(write_key(tmp_path / "key.pem", key), write_chain(tmp_path / "chain.pem", key))
    assert found.key.public_key() == found.chain[0].public_key()


def test_key_with_passphrase(tmp_path):
    key = rsa_key()
    locked, chain = write_key(tmp_path / "key.pem", key, "open sesame"), write_chain(tmp_path / "chain.pem", key)
    assert read(locked, chain, "open sesame").chain
    for wrong in ("", "open barley"):
        with pytest.raises(UnableToSign, match=r"key\.pem holds no PEM key that CERTIFICATE_KEY_PASSPHRASE opens"):
            read(locked, chain, wrong)


def test_a_missing_file_is_named_with_its_variable(tmp_path):
    key = write_key(tmp_path / "key.pem", rsa_key())
    with pytest.raises(UnableToSign, match=r"CERTIFICATE_KEY_FILE .*none\.pem cannot be read: No such file"):
        read(tmp_path / "none.pem", key)
    with pytest.raises(UnableToSign, match=r"CERTIFICATE_CHAIN_FILE .*none\.pem cannot be read: No such file"):
        read(key, tmp_path / "none.pem")


def test_invalid_certificate_is_refused(tmp_path):
    key = write_key(tmp_path / "key.pem", rsa_key())
    with pytest.raises(UnableToSign, match="holds no PEM certificate"):
        read(key, key)


def test_certificate_of_other_key_is_refused(tmp_path):
    key, chain = write_key(tmp_path / "key.pem", rsa_key()), write_chain(tmp_path / "chain.pem", rsa_key())
    with pytest.raises(UnableToSign, match=r"first certificate in .*chain\.pem is not the one of the key"):
        read(key, chain)


def test_demo_key_is_kept_and_private(tmp_path):
    folder = tmp_path / "var" / "keys"
    first, second = demonstration(folder, NOW), demonstration(folder, NOW + timedelta(days=1))
    assert first.chain == second.chain
    assert stat.S_IMODE((folder / DEMO_FILE).stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == [DEMO_FILE]


def test_demo_certificate_is_issued_by_its_root(tmp_path):
    signer, root = demonstration(tmp_path, NOW).chain
    signer.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert signer.not_valid_before_utc < NOW < signer.not_valid_after_utc


def test_many_processes_at_once_get_one_key(tmp_path):
    with ProcessPoolExecutor(4, get_context("fork")) as pool:
        serials = set(pool.map(_serial, [tmp_path / "keys"] * 8))
    assert len(serials) == 1


@pytest.mark.parametrize(("put", "same"), [(os.link, True), (shutil.copyfile, False)], ids=["link", "control: copy"])
def test_second_process_uses_the_first_key(tmp_path, monkeypatch, put, same):
    """Another process finishes first; overwriting its file would lose its key."""
    make, found = identity._demonstration_pem, []

    def overtaken(now):
        monkeypatch.setattr(identity, "_demonstration_pem", make)
        found.append(demonstration(tmp_path, NOW))
        return make(now)

    monkeypatch.setattr(identity, "_demonstration_pem", overtaken)
    monkeypatch.setattr(os, "link", put)
    found.append(demonstration(tmp_path, NOW))
    assert (found[0].chain == found[1].chain) is same


def _serial(folder):
    return demonstration(folder, NOW).chain[0].serial_number
