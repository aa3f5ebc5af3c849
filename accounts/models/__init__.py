"""Who works here, in which role and where; what was done; who must be told (docs/security.md)."""

from accounts.models.api_token import MAX_TOKEN_DAYS, ApiToken
from accounts.models.assignment import Assignment
from accounts.models.audit_event import AuditEvent
from accounts.models.notice import Notice
from accounts.models.sent_form import SentForm
from accounts.models.tally import Tally
from accounts.models.user import User

__all__ = ["MAX_TOKEN_DAYS", "ApiToken", "Assignment", "AuditEvent", "Notice", "SentForm", "Tally", "User"]
