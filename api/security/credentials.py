"""The secrets by which callers are known: how they are made, kept and hidden."""

import re
import secrets
from hashlib import sha256

TOKEN = "dermaga_"  # what tokens begin with, so that scanners of repositories and logs find those that leak
SESSION = "dermagas_"

_FORM = re.compile(r"dermagas?_[A-Za-z0-9_-]{43}")
_LIKE = re.compile(r"(dermagas?_)[A-Za-z0-9_-]{16,}")


def new_secret(kind: str) -> str:
    """A new secret of a kind (TOKEN, SESSION): 256 random bits."""
    return kind + secrets.token_urlsafe(32)


def is_secret(text: str, kind: str) -> bool:
    """Whether a text has the form of a secret of a kind: the database is not asked about others."""
    return text.startswith(kind) and _FORM.fullmatch(text) is not None


def hash_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256.

    A slow hash with salt protects what people make up, which can be guessed. 256 random bits can't, however fast the
    guesses are. Nor does looking a hash up in an index tell anything by its time: what it could tell is the begin of a
    hash, for which nobody can make a secret.
    """
    return sha256(secret.encode()).hexdigest()


def hidden(text: str) -> str:
    """A text that may be shown and kept, without the secrets that somebody has put into it by mistake."""
    return _LIKE.sub(r"\1***", text)
