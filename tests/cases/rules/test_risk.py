"""The items of the forms, their counts, and the level that they suggest."""

import pytest

from cases.rules import evidence, risk

FORM_02 = risk.form("02")


def suggest(h1="low", h2="low", a1="high", a2="high", *, abuse_type="violence", age=12):
    answers = {"H1": h1, "H2": h2, "A1": a1, "A2": a2}
    answered = {code: level for code, level in answers.items() if level}
    return risk.suggest(FORM_02, answered, abuse_type=abuse_type, age=age)


@pytest.mark.parametrize(("code", "harm", "ability"), [("02", 2, 2), ("03", 5, 5), ("06", 3, 3)])
def test_each_form_has_the_items_of_the_law(code, harm, ability):
    form = risk.form(code)
    assert (len(form.block(risk.HARM)), len(form.block(risk.ABILITY))) == (harm, ability)
    assert len({item.code for item in form.items}) == len(form.items)


def test_a_form_of_another_version_is_not_known():
    with pytest.raises(LookupError):
        risk.form("02", "1999")


@pytest.mark.parametrize(
    ("harm", "ability", "level"),
    [
        ("high", "low", "high"),
        ("high", "medium", "high"),
        ("high", "high", "medium"),
        ("medium", "low", "high"),
        ("medium", "medium", "medium"),
        ("medium", "high", "low"),
        ("low", "low", "medium"),
        ("low", "medium", "low"),
        ("low", "high", "low"),
    ],
)
def test_high_is_bad_in_harm_and_good_in_ability(harm, ability, level):
    assert suggest(harm, harm, ability, ability).level == level


def test_among_equal_counts_the_worse_for_the_child_leads():
    told = suggest("high", "low", "high", "low")
    assert (told.harm, told.ability, told.level) == ("high", "low", "high")


@pytest.mark.parametrize("missing", [{"h1": ""}, {"a2": ""}])
def test_an_unanswered_item_suggests_nothing(missing):
    assert suggest(**missing).level == ""


@pytest.mark.parametrize("abuse_type", ["sexual", "neglect", "trafficking"])
def test_some_abuse_is_never_suggested_as_low(abuse_type):
    assert suggest(abuse_type=abuse_type).level == "medium"
    assert suggest(abuse_type=abuse_type).floor
    assert suggest("high", "high", "low", "low", abuse_type=abuse_type).level == "high"


def test_a_child_under_six_is_never_suggested_as_low():
    assert suggest(age=5).level == "medium"
    assert suggest(age=6).level == "low"
    assert suggest(age=6).floor == ""


def test_the_totals_count_each_level_and_what_is_unanswered():
    counts = risk.totals(risk.form("03"), {"H1": "high", "H3": "high", "H4": "low"}, risk.HARM)
    assert (counts.high, counts.medium, counts.low, counts.unanswered) == (2, 0, 1, 2)


@pytest.mark.parametrize("answers", [{"H9": "high"}, {"H1": "terrible"}, {"H1": ""}, {"H3": "low"}])
def test_answers_that_the_form_does_not_know_are_named(answers):
    assert [problem.params["item"] for problem in risk.answer_problems(FORM_02, answers)] == list(answers)


def test_the_words_of_a_level_are_those_of_the_item():
    severity = risk.form("06").items[0]
    assert severity.words_of("low") == "không còn nghiêm trọng"
    assert evidence.is_verified(severity.worded)
    assert not evidence.is_verified(FORM_02.items[0].worded)
