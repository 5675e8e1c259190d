"""The few errors onrecord raises; each carries what it is about."""

from __future__ import annotations


class OnrecordError(Exception):
    """Base of all onrecord errors."""


class UnreadableInput(OnrecordError):
    """An input that holds no article: `path` names it, `kind` classes the trouble, `message` says what to do.

    Kinds: missing, unreadable, empty, too-large, binary, no-text, bad-line, no-field, empty-folder, unknown-format, failed.
    """

    def __init__(self, path: str, kind: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.kind, self.message = path, kind, message

    def __reduce__(self) -> tuple[type[UnreadableInput], tuple[str, str, str]]:
        return UnreadableInput, (self.path, self.kind, self.message)


class ModelMissing(OnrecordError):
    """The reader's weights are not where the package keeps them."""


class AuthorityUnreadable(OnrecordError):
    """The authority file could not be read; the message names it and says why."""
