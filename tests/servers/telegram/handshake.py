"""How a client and the server agree on a key: the server's half, one step a message."""

import os
import time
from hashlib import sha1

from telethon import helpers
from telethon.crypto import AES, AuthKey
from telethon.crypto.rsa import get_byte_array
from telethon.extensions import BinaryReader
from telethon.tl import functions, types

from tests.servers.telegram.keys import DH_PRIME, GENERATOR, PRIME_FACTORS, server_key

Step = functions.ReqPqMultiRequest | functions.ReqDHParamsRequest | functions.SetClientDHParamsRequest


class Handshake:
    """One agreement; `key` is None until it is reached."""

    def __init__(self) -> None:
        self.key: bytes | None = None
        self._server_nonce = int.from_bytes(os.urandom(16), "little", signed=True)
        self._secret = int.from_bytes(os.urandom(256), "big")
        self._new_nonce = 0
        self._cipher: tuple[bytes, bytes] = (b"", b"")

    def answer(self, asked: Step) -> bytes:
        """Return the answer to a step."""
        match asked:
            case functions.ReqPqMultiRequest() | functions.ReqPqRequest():
                pq = get_byte_array(PRIME_FACTORS[0] * PRIME_FACTORS[1])
                return bytes(types.ResPQ(asked.nonce, self._server_nonce, pq, [server_key().fingerprint]))
            case functions.ReqDHParamsRequest():
                return self._offer(asked)
            case functions.SetClientDHParamsRequest():
                return self._agree(asked)
        raise ValueError(f"{type(asked).__name__} is no step of an agreement")

    def _offer(self, asked: functions.ReqDHParamsRequest) -> bytes:
        with BinaryReader(server_key().opened(asked.encrypted_data)) as reader:
            self._new_nonce = reader.tgread_object().new_nonce
        self._cipher = helpers.generate_key_data_from_nonce(self._server_nonce, self._new_nonce)
        offer = bytes(
            types.ServerDHInnerData(
                asked.nonce,
                self._server_nonce,
                GENERATOR,
                get_byte_array(DH_PRIME),
                get_byte_array(pow(GENERATOR, self._secret, DH_PRIME)),
                int(time.time()),
            )
        )
        sealed = AES.encrypt_ige(sha1(offer).digest() + offer, *self._cipher)
        return bytes(types.ServerDHParamsOk(asked.nonce, self._server_nonce, sealed))

    def _agree(self, asked: functions.SetClientDHParamsRequest) -> bytes:
        with BinaryReader(AES.decrypt_ige(asked.encrypted_data, *self._cipher)) as reader:
            reader.read(20)
            theirs = int.from_bytes(reader.tgread_object().g_b, "big")
        key = AuthKey(get_byte_array(pow(theirs, self._secret, DH_PRIME)))
        self.key = key.key
        return bytes(types.DhGenOk(asked.nonce, self._server_nonce, key.calc_new_nonce_hash(self._new_nonce, 1)))
