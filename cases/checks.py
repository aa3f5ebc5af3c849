"""No hole in the tables of law: what a case can be is what the rules speak of."""

from datetime import date

from django.core.checks import Error, register

from cases.models import AbuseType, Assessment, CaseStep, Outcome, RiskLevel, Stage
from cases.rules import closure, deadlines, risk, tables, transitions


@register()
def tables_of_law_have_no_hole(app_configs, **kwargs):
    """Each list of the models beside the keys of its table; each step beside a row of each time and situation."""
    held = (
        ("rules.deadlines", set(CaseStep.Code.values), {rule.step for rule in deadlines.DEADLINES}),
        ("rules.tables", set(CaseStep.Code.values), set(tables.STEP_WORDS)),
        ("rules.transitions", set(Stage.values), set(transitions.STAGE_WORDS)),
        (
            "rules.transitions",
            set(Stage.values) - {"closed"},
            {s for t in transitions.TRANSITIONS for s in t.from_stages},
        ),
        ("rules.closure", set(Outcome.values), {code for row in closure.CONDITIONS for code in row.outcomes}),
        ("rules.risk", set(Assessment.Form.values), {form.code for form in risk.FORMS}),
        ("rules.risk", set(RiskLevel.values), set(risk.MATRIX.values())),
        ("rules.risk", set(risk.NEVER_LOW) & set(AbuseType.values), set(risk.NEVER_LOW)),
    )
    holes = [
        Error(f"{table} and the models differ in {sorted(models ^ rows)}.", id="cases.E001")
        for table, models, rows in held
        if models != rows
    ]
    return holes + _steps_without_a_row()


def _steps_without_a_row():
    """A step that can be opened finds exactly one row, on any day, in an emergency or not."""
    holes = []
    for step, clock in sorted({(rule.step, rule.clock) for rule in deadlines.DEADLINES}):
        for day in {date(2010, 1, 1), *(rule.in_force_from for rule in deadlines.DEADLINES), date(2100, 1, 1)}:
            for is_emergency in (False, True):
                rows = deadlines.rows_for(step, clock, day, is_emergency=is_emergency)
                if len(rows) != 1:
                    told = f"{step}/{clock} on {day}, emergency={is_emergency}: {len(rows)} rows"
                    holes.append(Error(f"rules.deadlines: {told}.", id="cases.E002"))
    return holes
