"""Encryption of backup files: AES-256-GCM in frames, so that a cut, a swap or a flipped bit is found.

A file is magic, store salt, file salt, frames. The key that the person set becomes a master key by scrypt and
the store salt; each file has its own key by HKDF, its salt and its purpose, so a nonce is a frame's number
and whether it is the last one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import cache
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from services.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"PTBACK01"
SALT = 16
FRAME = 64 * 1024
TAG = 16
KEY = 32
SCRYPT = {"n": 2**15, "r": 8, "p": 1}


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """At most *size* bytes; none at the end."""


class Cipher:
    """What the person's key encrypts and names with, under one store's salt."""

    def __init__(self, secret: str, salt: bytes) -> None:
        self._secret = secret
        self.salt = salt
        self._master = _master(secret, salt)

    @property
    def mark(self) -> str:
        """What tells one key from another and says nothing about it."""
        return self._keyed(b"mark", b"")[:16]

    def name(self, sha256: str) -> str:
        """The name of a content, which only the key can tell from its hash."""
        return self._keyed(b"name", bytes.fromhex(sha256))

    def encrypt(self, blocks: Iterator[bytes], purpose: str) -> Iterator[bytes]:
        """The blocks as one encrypted file."""
        salt = os.urandom(SALT)
        yield MAGIC + self.salt + salt
        box = AESGCM(_derived(self._master, salt, purpose.encode()))
        number, rest = 0, bytearray()
        for block in blocks:
            rest += block
            while len(rest) > FRAME:
                yield box.encrypt(_nonce(number, is_last=False), bytes(rest[:FRAME]), None)
                del rest[:FRAME]
                number += 1
        yield box.encrypt(_nonce(number, is_last=True), bytes(rest), None)

    def decrypt(self, source: Source, purpose: str) -> Iterator[bytes]:
        """The plain bytes of a file that this key encrypted for *purpose*; raises DamagedError."""
        head = source.read(len(MAGIC) + 2 * SALT)
        if len(head) != len(MAGIC) + 2 * SALT or not head.startswith(MAGIC):
            raise DamagedError("it is not an encrypted file of a backup")
        store, salt = head[len(MAGIC) : -SALT], head[-SALT:]
        master = self._master if store == self.salt else _master(self._secret, store)
        box = AESGCM(_derived(master, salt, purpose.encode()))
        number, frame = 0, source.read(FRAME + TAG)
        while True:
            following = source.read(FRAME + TAG)
            try:
                yield box.decrypt(_nonce(number, is_last=not following), frame, None)
            except InvalidTag as error:
                raise DamagedError(f"frame {number} does not decrypt") from error
            if not following:
                return
            number, frame = number + 1, following

    def _keyed(self, purpose: bytes, message: bytes) -> str:
        return hmac.new(_derived(self._master, b"", purpose), message, hashlib.sha256).hexdigest()


@cache
def _master(secret: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY, **SCRYPT).derive(secret.encode())


def _derived(master: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=purpose).derive(master)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")
