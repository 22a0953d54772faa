"""Tokens, the session and the audit log, for admins."""

from collections.abc import Iterator

from api.client.calling import Calls
from api.resources.access import AuditEntry, MadeToken, SessionAnswer, TokenEntry, TokenRequest


class Access:
    """Who may do what on a server, and who did."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def who(self) -> SessionAnswer:
        """Who the server takes this client for."""
        return SessionAnswer.model_validate(self._calls.ask("get_session").json())

    def sign_in(self) -> SessionAnswer:
        """Open a session as browsers do: a cookie goes along from now on. A token does without."""
        return SessionAnswer.model_validate(self._calls.ask("sign_in").json())

    def sign_out(self) -> None:
        """End the session."""
        self._calls.ask("sign_out")

    def tokens(self) -> Iterator[TokenEntry]:
        """All tokens, those that are no longer good too."""
        return (TokenEntry.model_validate(item) for item in self._calls.items("list_tokens"))

    def add_token(self, request: TokenRequest) -> MadeToken:
        """Make a token. It is told here and never again."""
        content = request.model_dump(mode="json", exclude_unset=True)
        return MadeToken.model_validate(self._calls.ask("add_token", json=content).json())

    def revoke_token(self, token_id: str) -> TokenEntry:
        """End a token and the sessions that were opened with it."""
        return TokenEntry.model_validate(self._calls.ask("revoke_token", path={"token_id": token_id}).json())

    def audit(self, *, who: str | None = None, target: str | None = None) -> Iterator[AuditEntry]:
        """Who changed what and when, and what was refused; the newest first."""
        return (AuditEntry.model_validate(item) for item in self._calls.items("list_audit", who=who, target=target))
