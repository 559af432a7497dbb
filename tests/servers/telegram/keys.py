"""The server's keys: its RSA key, Telegram's own Diffie-Hellman prime, and quick AES for the wire."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha1

import mtproto.crypto.aes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from telethon.crypto import AES
from telethon.crypto.rsa import get_byte_array
from telethon.extensions import BinaryReader
from telethon.tl import TLObject

GENERATOR = 3
DH_PRIME = int(
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058229493D22530F4DB"
    "FA336F6E0AC925139543AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F64"
    "2477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B41"
    "0DBA74D8A84B2A14B3144E0EF1284754FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4"
    "E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F0D8115F635B105EE2E4E15D04B2454BF"
    "6F4FADF034B10403119CD8E3B92FCC5B",
    16,
)
PRIME_FACTORS = (0x494C553B, 0x53911073)  # their product is the pq that the client factorises


@dataclass(frozen=True, slots=True)
class ServerKey:
    """The RSA key by which a client knows the server; `pem` is what clients are given."""

    modulus: int
    private: int
    pem: str
    fingerprint: int

    def opened(self, sealed: bytes) -> bytes:
        """Return what a client sealed: behind a zero byte and a digest, before random padding."""
        return pow(int.from_bytes(sealed, "big"), self.private, self.modulus).to_bytes(256, "big")[21:]


@cache
def server_key() -> ServerKey:
    """Return the key of this process, made at its first use."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    numbers = key.private_numbers()
    modulus, public = numbers.public_numbers.n, numbers.public_numbers.e
    told = TLObject.serialize_bytes(get_byte_array(modulus)) + TLObject.serialize_bytes(get_byte_array(public))
    with BinaryReader(sha1(told).digest()[-8:]) as reader:
        fingerprint = reader.read_long()
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()
    return ServerKey(modulus, numbers.d, pem, fingerprint)


def use_quick_aes() -> None:
    """Let mtproto use the AES of OpenSSL that Telethon found; its own, in Python, is a hundred times slower."""

    def ige(data: bytes, key: bytes, iv: bytes, *, encrypt: bool) -> bytes:
        return AES.encrypt_ige(bytes(data), key, iv) if encrypt else AES.decrypt_ige(bytes(data), key, iv)

    mtproto.crypto.aes._ige256_encrypt = lambda data, key, iv: ige(data, key, iv, encrypt=True)
    mtproto.crypto.aes._ige256_decrypt = lambda data, key, iv: ige(data, key, iv, encrypt=False)
