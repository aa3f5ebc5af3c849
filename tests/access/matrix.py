"""The reviewed table: what opens each address. Change it only with the reason in mind why someone must get in.

`rows` says which kind of row (tests/access/objects.py) each argument of the address names; a word that is no kind
stands for itself. `scoped=False`: the row belongs to no territory. `own` adds answers that are right for someone who
may enter, such as 404 where the row is there but not in the state that the page is about. `from_below`: the programme
of a province is that of its communes and districts too; they read it, with its targets, and change nothing of it.
"""

from dataclasses import dataclass, field

from accounts.permissions import Permission as P


class Plain(str):
    """A word of the address that happens to be the name of a kind as well."""


@dataclass(frozen=True)
class Rule:
    permission: P
    post: P  # what changes things may ask for more than what shows them
    rows: dict = field(default_factory=dict)
    query: dict = field(default_factory=dict)  # the same for what stands behind the question mark
    scoped: bool = True
    own: frozenset = frozenset()
    from_below: bool = False  # read by whoever works in a unit below the row's place

    def permission_for(self, method):
        return self.post if method == "POST" else self.permission


def rule(permission, post=None, scoped=True, own=(), query=None, from_below=False, **rows):
    return Rule(permission, post or permission, rows, query or {}, scoped, frozenset(own), from_below)


CASE, CHILD, INTAKE = {"uid": "case"}, {"uid": "child"}, {"uid": "intake"}
HERE = {"place": "place", "period": "2025"}

RULES = {
    "home": rule(P.SIGNED_IN),
    "gallery": rule(P.PUBLIC),
    # signing in and out
    "account_login": rule(P.PUBLIC),
    "account_logout": rule(P.PUBLIC),
    "account_inactive": rule(P.PUBLIC),
    "mfa_authenticate": rule(P.PUBLIC),
    "set_language": rule(P.PUBLIC),
    "accounts:set_password": rule(P.PUBLIC, uidb64="MQ", token="x-1"),
    "account_reauthenticate": rule(P.SIGNED_IN, own={403}),  # the factories' users have no password to confirm
    "mfa_reauthenticate": rule(P.SIGNED_IN, own={403}),
    # one's own account
    "mfa_index": rule(P.SIGNED_IN),
    "mfa_activate_totp": rule(P.SIGNED_IN),
    "mfa_deactivate_totp": rule(P.SIGNED_IN, own={404}),
    "mfa_view_recovery_codes": rule(P.SIGNED_IN, own={404}),
    "mfa_generate_recovery_codes": rule(P.SIGNED_IN),
    "accounts:me": rule(P.SIGNED_IN),
    "accounts:change_password": rule(P.SIGNED_IN),
    "accounts:stay": rule(P.SIGNED_IN),
    "accounts:end_other_sessions": rule(P.SIGNED_IN),
    "accounts:end_session": rule(P.SIGNED_IN, pk="session"),
    "accounts:create_token": rule(P.SIGNED_IN),
    "accounts:revoke_token": rule(P.SIGNED_IN, uid="token"),
    "accounts:roles": rule(P.SIGNED_IN),
    # administration
    "accounts:users": rule(P.USER_MANAGE),
    "accounts:create_user": rule(P.USER_MANAGE),
    "accounts:assign_known": rule(P.USER_MANAGE),
    "accounts:user": rule(P.USER_MANAGE, uid="user"),
    "accounts:edit_user": rule(P.USER_MANAGE, uid="user"),
    "accounts:disable_user": rule(P.USER_MANAGE, uid="user"),
    "accounts:enable_user": rule(P.USER_MANAGE, uid="user"),
    "accounts:password_link": rule(P.USER_MANAGE, uid="user"),
    "accounts:reset_second_factor": rule(P.USER_MANAGE, uid="user"),
    "accounts:assign": rule(P.USER_MANAGE, uid="user"),
    "accounts:end_assignment": rule(P.USER_MANAGE, pk="assignment"),
    "accounts:audit": rule(P.AUDIT_VIEW),
    # intake and cases
    "cases:work": rule(P.CASE_VIEW),
    "cases:notices_read": rule(P.CASE_VIEW),
    "cases:search": rule(P.CASE_VIEW),
    "cases:rules": rule(P.SIGNED_IN),
    "cases:plan_clock": rule(P.REFERENCE_EDIT),
    "cases:intakes": rule(P.INTAKE_CREATE),
    "cases:intake": rule(P.INTAKE_CREATE),
    "cases:intake_detail": rule(P.INTAKE_CREATE, **INTAKE),
    "cases:case_open": rule(P.CASE_WORK, **INTAKE),
    "cases:intake_dismiss": rule(P.CASE_WORK, **INTAKE),
    "cases:intake_void": rule(P.CASE_WORK, **INTAKE),
    "cases:list": rule(P.CASE_VIEW),
    "cases:detail": rule(P.CASE_VIEW, **CASE),
    "cases:access_log": rule(P.CASE_VIEW, **CASE),
    "cases:assess_initial": rule(P.CASE_WORK, **CASE),
    "cases:assess_detailed": rule(P.CASE_WORK, **CASE),
    "cases:emergency": rule(P.CASE_WORK, **CASE),
    "cases:separation_end": rule(P.CASE_WORK, **CASE),
    "cases:plan": rule(P.CASE_VIEW, **CASE),
    "cases:approve": rule(P.CASE_APPROVE, **CASE),
    "cases:give_back": rule(P.CASE_APPROVE, **CASE),
    "cases:service": rule(P.CASE_WORK, **CASE),
    "cases:visit": rule(P.CASE_WORK, **CASE),
    "cases:review": rule(P.CASE_WORK, **CASE),
    "cases:close": rule(P.CASE_CLOSE, **CASE),
    "cases:assign": rule(P.CASE_WORK, **CASE),
    "cases:transfer": rule(P.CASE_WORK, **CASE),
    "cases:restrict_find": rule(P.CASE_RESTRICT),
    "cases:restrict": rule(P.CASE_RESTRICT, **CASE),
    "cases:restriction_lift": rule(P.CASE_RESTRICT, uid="case", pk="restriction"),
    "cases:void": rule(P.CASE_WORK, uid="case", kind=Plain("assessment"), row_uid="assessment"),
    # children
    "cases:children": rule(P.CHILD_VIEW),
    "cases:child_new": rule(P.CHILD_EDIT),
    "cases:child": rule(P.CHILD_VIEW, **CHILD),
    "cases:child_edit": rule(P.CHILD_EDIT, **CHILD),
    "cases:circumstance_new": rule(P.CHILD_EDIT, **CHILD),
    "cases:risk_new": rule(P.CHILD_EDIT, **CHILD),
    "cases:move": rule(P.CHILD_EDIT, **CHILD),
    "cases:move_undo": rule(P.CHILD_EDIT, **CHILD),
    "cases:settle": rule(P.CHILD_EDIT, own={404}, **CHILD),  # of a child whose commune was divided
    "cases:settle_many": rule(P.CHILD_EDIT),
    "cases:child_death": rule(P.CHILD_EDIT, **CHILD),
    "cases:child_death_undo": rule(P.CHILD_EDIT, **CHILD),
    "cases:child_departure": rule(P.CHILD_EDIT, **CHILD),
    "cases:household": rule(P.CHILD_EDIT, **CHILD),
    "cases:household_leave": rule(P.CHILD_EDIT, **CHILD),
    "cases:household_status": rule(P.CHILD_EDIT, **CHILD),
    "cases:spell_end": rule(P.CHILD_EDIT, uid="child", kind="hoan-canh", pk="circumstance"),
    "cases:child_void": rule(P.CHILD_EDIT, uid="child", kind="hoan-canh", pk="circumstance"),
    # programmes
    "programs:index": rule(P.PROGRAM_VIEW),
    "programs:sites": rule(P.PROGRAM_VIEW),
    "programs:site_new": rule(P.PROGRAM_EDIT),
    "programs:site_end": rule(P.PROGRAM_EDIT, uid="site"),
    "programs:site_settle": rule(P.PROGRAM_EDIT, uid="site"),
    "programs:recognitions": rule(P.PROGRAM_VIEW),
    "programs:recognition_new": rule(P.PROGRAM_EDIT),
    "programs:fund": rule(P.PROGRAM_VIEW),
    "programs:fund_entry_new": rule(P.PROGRAM_EDIT),
    "programs:fund_supports": rule(P.PROGRAM_VIEW),
    "programs:fund_support_new": rule(P.PROGRAM_EDIT),
    # 403: of those who keep the books, those who may see no children name none
    "programs:fund_support_child": rule(P.PROGRAM_EDIT, own={403}, uid="support"),
    "programs:trainings": rule(P.PROGRAM_VIEW),
    "programs:training_new": rule(P.PROGRAM_EDIT),
    "programs:ledger": rule(P.PROGRAM_VIEW, name="hoat-dong"),
    "programs:ledger_new": rule(P.PROGRAM_EDIT, name="khen-thuong"),
    "programs:worker_end": rule(P.PROGRAM_EDIT, uid="worker"),
    "programs:worker_settle": rule(P.PROGRAM_EDIT, uid="worker"),
    "programs:assistance_new": rule(P.CHILD_EDIT, **CHILD),
    "programs:assistance_end": rule(P.CHILD_EDIT, uid="grant"),
    "programs:assistance_void": rule(P.CHILD_EDIT, uid="grant"),
    "programs:programmes": rule(P.PROGRAM_VIEW),
    "programs:programme": rule(P.PROGRAM_VIEW, from_below=True, code="programme"),
    "programs:target_new": rule(P.TARGET_EDIT, code="programme"),
    "programs:target_revise": rule(P.TARGET_EDIT, uid="target"),
    "programs:level_new": rule(P.TARGET_EDIT, uid="target"),
    "programs:level_end": rule(P.TARGET_EDIT, pk="target_level"),
    "programs:void": rule(P.PROGRAM_EDIT, kind="diem", uid="site"),
    # figures
    "reporting:dashboard": rule(P.INDICATOR_VIEW, query=HERE),
    "reporting:dashboard_file": rule(P.INDICATOR_VIEW, query=HERE, extension="csv"),
    "reporting:indicator": rule(P.INDICATOR_VIEW, query=HERE, code="H01"),
    "reporting:indicator_file": rule(P.INDICATOR_VIEW, query=HERE, code="H01", extension="csv"),
    "reporting:alarms": rule(P.REPORTED_EDIT),
    "reporting:alarms_for_administrators": rule(P.USER_MANAGE),
    "reporting:reported": rule(P.INDICATOR_VIEW),
    "reporting:reported_new": rule(P.REPORTED_EDIT),
    "reporting:reported_void": rule(P.REPORTED_EDIT, uid="figure"),
    "reporting:populations": rule(P.INDICATOR_VIEW),
    "reporting:population_new": rule(P.REPORTED_EDIT),
    "reporting:population_import": rule(P.REPORTED_EDIT),
    "reporting:population_void": rule(P.REPORTED_EDIT, pk="population"),
    "reporting:completeness": rule(P.INDICATOR_VIEW),
    "reporting:completeness_new": rule(P.REPORTED_EDIT),
    "reporting:completeness_end": rule(P.REPORTED_EDIT, pk="completeness"),
    "reporting:drill": rule(P.INDICATOR_DRILL, query=HERE, code="H01"),
    "reporting:changes": rule(P.INDICATOR_DRILL, query=HERE, code="H01"),
    "reporting:releases": rule(P.PUBLIC),
    "reporting:release": rule(P.PUBLIC, number="release", scoped=False),
    "reporting:release_file": rule(P.PUBLIC, number="release", extension="csv", scoped=False),
    "reporting:release_drafts": rule(P.RELEASE_PUBLISH),
    "reporting:release_draft": rule(P.RELEASE_PUBLISH, uid="release_draft"),
    "reporting:release_discard": rule(P.RELEASE_PUBLISH, uid="release_draft"),
    "reporting:places": rule(P.SIGNED_IN),
    "reporting:place": rule(P.SIGNED_IN, scoped=False, reference="place"),  # units are public knowledge
    "reporting:reforms": rule(P.REFERENCE_EDIT),
    "reporting:reform_new": rule(P.REFERENCE_EDIT),
    "reporting:reform": rule(P.REFERENCE_EDIT, uid="reform"),
    "reporting:reform_edit": rule(P.REFERENCE_EDIT, uid="reform"),
    "reporting:reform_schedule": rule(P.REFERENCE_EDIT, uid="reform"),
    "reporting:reform_withdraw": rule(P.REFERENCE_EDIT, uid="reform"),
    "reporting:calendar": rule(P.SIGNED_IN, year="2026"),
    "reporting:programmes": rule(P.PROGRAM_VIEW),
    "reporting:board": rule(P.PROGRAM_VIEW, from_below=True, code="programme"),
    "reporting:board_file": rule(P.PROGRAM_VIEW, from_below=True, code="programme", extension="csv"),
    "reporting:term": rule(P.PROGRAM_VIEW, from_below=True, code="programme"),
    "reporting:target_board": rule(P.INDICATOR_VIEW),
    "reporting:target_board_file": rule(P.INDICATOR_VIEW, extension="csv", own={404}),  # without a programme: none
    "reporting:target": rule(P.INDICATOR_VIEW, uid="target"),
    "reporting:target_file": rule(P.INDICATOR_VIEW, uid="target", extension="csv"),
    # files in and out: a job belongs to whoever started it
    "exchange:import_new": rule(P.REGISTER_IMPORT),
    "exchange:template_file": rule(P.REGISTER_IMPORT),
    "exchange:import_figures": rule(P.REPORTED_EDIT),
    "exchange:figures_template": rule(P.REPORTED_EDIT, extension="csv"),
    "exchange:export": rule(P.PROGRAM_VIEW, name="mo-hinh"),  # lists with names ask for more
    "exchange:job": rule(P.SIGNED_IN, uid="job"),
    "exchange:job_errors": rule(P.SIGNED_IN, uid="job"),
    "exchange:confirm": rule(P.REGISTER_IMPORT, uid="job"),
    "exchange:confirm_figures": rule(P.REPORTED_EDIT, uid="figures_job"),
    "exchange:cancel": rule(P.SIGNED_IN, uid="job"),
    "exchange:download": rule(P.SIGNED_IN, own={404}, uid="job"),  # an import gives no file
    # the API
    "api:places": rule(P.SIGNED_IN),
    "api:place": rule(P.SIGNED_IN, scoped=False, reference="place"),
    "api:indicators": rule(P.INDICATOR_VIEW),
    "api:indicator": rule(P.INDICATOR_VIEW, code="H01"),
    "api:values": rule(P.INDICATOR_VIEW, query={**HERE, "indicator": "H01"}),
    "api:releases": rule(P.PUBLIC),
    "api:release": rule(P.PUBLIC, number="release", scoped=False),
    "api:structure": rule(P.INDICATOR_VIEW),
    "api:targets": rule(P.INDICATOR_VIEW),
    "api:openapi": rule(P.SIGNED_IN),
    "cases_api:children": rule(P.CHILD_VIEW, post=P.CHILD_EDIT),
    "cases_api:child": rule(P.CHILD_VIEW, **CHILD),
    "cases_api:circumstances": rule(P.CHILD_EDIT, **CHILD),
    "cases_api:intakes": rule(P.INTAKE_CREATE),
    "cases_api:intake": rule(P.INTAKE_CREATE, **INTAKE),
    "cases_api:cases": rule(P.CASE_VIEW, post=P.CASE_WORK),
    "cases_api:case": rule(P.CASE_VIEW, **CASE),
    "cases_api:steps": rule(P.CASE_VIEW),
    # reference data: all of Django admin, and only for technical administrators
    "admin:*": rule(P.REFERENCE_EDIT, own={403}, object_id="0", app_label="places"),  # 403: to be read only
}
# What an address of the API of cases tells or does, and the page that tells or does the same.
PAGES_OF_THE_API = {
    ("cases_api:children", "GET"): "cases:children",
    ("cases_api:children", "POST"): "cases:child_new",
    ("cases_api:child", "GET"): "cases:child",
    ("cases_api:circumstances", "POST"): "cases:circumstance_new",
    ("cases_api:intakes", "GET"): "cases:intakes",
    ("cases_api:intakes", "POST"): "cases:intake",
    ("cases_api:intake", "GET"): "cases:intake_detail",
    ("cases_api:cases", "GET"): "cases:list",
    ("cases_api:cases", "POST"): "cases:case_open",
    ("cases_api:case", "GET"): "cases:detail",
    ("cases_api:steps", "GET"): "cases:work",
}
# Pages that show those whom a typed name finds: what is sent, and every row of the audit trail that names them.
LOOKED_FOR = {
    "cases:search": ({"q": "{name}"}, ("child.searched", "case.listed")),
    "cases:case_open": ({"full_name": "{name}"}, ("child.listed",)),
    "cases:household": ({"head_name": "{name}", "place": "{place}", "version": "1"}, ("household.listed",)),
    "programs:fund_support_new": ({"child_text": "{name}"}, ("child.searched",)),
    "programs:fund_support_child": ({"child_text": "{name}"}, ("child.searched",)),
}
# Without one of these nobody reads the name of a child, wherever he works: to restrict a case its code is enough, the
# audit trail and the figures name nobody.
SHOWING_NAMES = frozenset({P.CHILD_VIEW, P.CASE_VIEW, P.INTAKE_CREATE})
# Written out once more, not taken from the code under test.
AN_INDICATOR_TOKEN_REACHES = frozenset({P.INDICATOR_VIEW, P.PROGRAM_VIEW, P.SIGNED_IN, P.PUBLIC})
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "set_language",
    }
)
TECHNICAL = "admin:"  # beyond the permission, these addresses ask for User.is_superuser


def rule_for(name):
    """The address's rule; all of Django admin has one. KeyError: nobody has decided yet who may enter."""
    if name.startswith((TECHNICAL, "danh-muc/")):
        return RULES["admin:*"]
    return RULES[name]
