"""Store and check a password with PBKDF2."""

import hashlib
import hmac
import secrets

# region password
ROUNDS = 600_000


def derive(password: str, salt: bytes, rounds: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)


def hash_password(password: str) -> str:
    salt = secrets.token_bytes(16)
    key = derive(password, salt, ROUNDS)
    return f"pbkdf2-sha256${ROUNDS}${salt.hex()}${key.hex()}"


def verify(password: str, stored: str) -> bool:
    try:
        scheme, rounds, salt, want = stored.split("$")
        if scheme != "pbkdf2-sha256":
            return False
        key = derive(password, bytes.fromhex(salt), int(rounds))
        return hmac.compare_digest(key, bytes.fromhex(want))
    except ValueError:
        return False


# endregion password

if __name__ == "__main__":
    stored = hash_password("correct horse")
    print("stored as  ", stored[:21] + "...")
    print("right word:", verify("correct horse", stored))
    print("wrong word:", verify("incorrect horse", stored))
    print("no hash:   ", verify("correct horse", "plain"))
