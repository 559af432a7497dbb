"""Ways into an account: code and password, QR code, a bot's token."""

import hashlib
import os
import secrets
from datetime import timedelta

from telethon.password import compute_hash, num_bytes_for_hash, sha256, xor
from telethon.tl import functions, types

from tests.servers.telegram import told
from tests.servers.telegram.keys import DH_PRIME, GENERATOR
from tests.servers.telegram.link import Fault, Key
from tests.servers.telegram.world import Account, World

CODE = "24680"
QR_LIVES = timedelta(seconds=30)
PRIME = DH_PRIME.to_bytes(256, "big")
BASE = GENERATOR.to_bytes(256, "big")


class Logins:
    """Signs keys in. `code` is what everybody is sent; `code_expired` lets the next answer come too late."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._verifiers: dict[str, tuple[types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow, int]]
        self._verifiers = {}
        self.code = CODE
        self.code_expired = False
        self.qr_lives = QR_LIVES

    def _by_phone(self, phone: str) -> Account | None:
        digits = phone.lstrip("+")
        return next((a for a in self._world.accounts if a.phone and a.phone.lstrip("+") == digits), None)

    # --- by code ---

    def send_code(self, key: Key, asked: functions.auth.SendCodeRequest) -> object:
        if not asked.phone_number.lstrip("+").isdigit() or len(asked.phone_number) < 8:
            raise Fault(400, "PHONE_NUMBER_INVALID")
        if asked.api_id == 1:
            raise Fault(400, "API_ID_INVALID")
        account = self._by_phone(asked.phone_number)
        if account is not None and account.phone_banned:
            raise Fault(400, "PHONE_NUMBER_BANNED")
        key.phone, key.code_hash = asked.phone_number, secrets.token_hex(8)
        return types.auth.SentCode(types.auth.SentCodeTypeApp(len(self.code)), key.code_hash)

    def sign_in(self, key: Key, asked: functions.auth.SignInRequest) -> object:
        if asked.phone_code_hash != key.code_hash or self.code_expired:
            self.code_expired = False
            key.code_hash = ""
            raise Fault(400, "PHONE_CODE_EXPIRED")
        if asked.phone_code != self.code:
            raise Fault(400, "PHONE_CODE_INVALID")
        account = self._by_phone(asked.phone_number)
        if account is None:
            return types.auth.AuthorizationSignUpRequired()
        if account.password is not None:
            key.half_in = account
            raise Fault(401, "SESSION_PASSWORD_NEEDED")
        return self.sign(key, account)

    @staticmethod
    def sign(key: Key, account: Account) -> types.auth.Authorization:
        """Sign a key in."""
        key.account, key.half_in, key.qr_account = account, None, None
        return types.auth.Authorization(told.user(account.person, account))

    # --- the password: neither side tells the other what it knows (SRP) ---

    def password(self, key: Key) -> types.account.Password:
        account = key.half_in or key.account
        new = types.PasswordKdfAlgoUnknown()
        secure = types.SecurePasswordKdfAlgoUnknown()
        if account is None or account.password is None:
            return types.account.Password(new, secure, b"")
        algorithm, verifier = self._verifier(account.password)
        secret = int.from_bytes(os.urandom(256), "big")
        public = (_multiplier() * verifier + pow(GENERATOR, secret, DH_PRIME)) % DH_PRIME
        number = secrets.randbits(60)
        key.srp[number] = (secret, public)
        return types.account.Password(
            new,
            secure,
            os.urandom(16),
            has_password=True,
            current_algo=algorithm,
            srp_B=public.to_bytes(256, "big"),
            srp_id=number,
            hint=account.hint,
        )

    def check_password(self, key: Key, asked: functions.auth.CheckPasswordRequest) -> object:
        account, proof = key.half_in, asked.password
        if account is None or account.password is None:
            raise Fault(401, "AUTH_KEY_UNREGISTERED")
        algorithm, verifier = self._verifier(account.password)
        secret, public = key.srp.pop(proof.srp_id)
        theirs = num_bytes_for_hash(proof.A)
        ours = public.to_bytes(256, "big")
        mix = int.from_bytes(sha256(theirs, ours), "big")
        shared = pow(int.from_bytes(theirs, "big") * pow(verifier, mix, DH_PRIME), secret, DH_PRIME)
        parts = (sha256(algorithm.salt1), sha256(algorithm.salt2), theirs, ours, sha256(shared.to_bytes(256, "big")))
        expected = hashlib.sha256(xor(sha256(PRIME), sha256(BASE)) + b"".join(parts)).digest()
        if expected != proof.M1:
            raise Fault(400, "PASSWORD_HASH_INVALID")
        return self.sign(key, account)

    def _verifier(
        self, password: str
    ) -> tuple[types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow, int]:
        if password not in self._verifiers:
            algorithm = types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
                os.urandom(8), os.urandom(8), GENERATOR, PRIME
            )
            exponent = int.from_bytes(compute_hash(algorithm, password), "big")
            self._verifiers[password] = (algorithm, pow(GENERATOR, exponent, DH_PRIME))
        return self._verifiers[password]

    # --- by QR code, as a bot ---

    def export_token(self, key: Key) -> object:
        if key.qr_account is not None:
            account = key.qr_account
            if account.password is not None:
                key.half_in = account
                raise Fault(401, "SESSION_PASSWORD_NEEDED")
            return types.auth.LoginTokenSuccess(self.sign(key, account))
        key.qr_token = os.urandom(32)
        return types.auth.LoginToken(self._world.now() + self.qr_lives, key.qr_token)

    def import_bot(self, key: Key, asked: functions.auth.ImportBotAuthorizationRequest) -> object:
        account = next((a for a in self._world.accounts if a.token == asked.bot_auth_token), None)
        if account is None:
            raise Fault(400, "ACCESS_TOKEN_INVALID")
        return self.sign(key, account)


def _multiplier() -> int:
    return int.from_bytes(sha256(PRIME, BASE), "big")
