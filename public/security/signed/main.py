"""Let one service prove to another that it sent a message."""

import hashlib
import hmac


# region signed
def sign(key: bytes, message: bytes) -> str:
    return hmac.digest(key, message, hashlib.sha256).hex()


def accept(key: bytes, message: bytes, signature: str) -> bool:
    return hmac.compare_digest(sign(key, message), signature)


# endregion signed

if __name__ == "__main__":
    key = b"a key from the secret store"
    order = b'{"order":17,"amount":"40.00"}'
    forged = b'{"order":17,"amount":"4000.00"}'

    signature = sign(key, order)
    print("signature:", signature[:16])
    print("original: ", accept(key, order, signature))
    print("forged:   ", accept(key, forged, signature))
