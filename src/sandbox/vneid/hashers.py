"""How client secrets are kept: they are 256 random bits, so stretching would only cost time."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class RandomSecretHasher(PBKDF2PasswordHasher):
    """PBKDF2 with few rounds; fit for random secrets, unfit for words people choose."""

    algorithm = "pbkdf2_sha256_random"
    iterations = 1000
