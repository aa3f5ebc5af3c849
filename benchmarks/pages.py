"""What pages and the API cost, against views that do nothing behind the same middleware and locks."""

from benchmarks.measuring import Row, medians

ROUNDS = 30


def rows():
    from django.test import Client

    from accounts.actions import create_token
    from accounts.models import User
    from accounts.permissions import Permission
    from cases.models import Case

    officer, staff, other = (User.objects.get(username=name) for name in ("hoa", "tung", "ksor"))
    case = Case.objects.reachable_by(officer, Permission.CASE_VIEW).active().order_by("pk").first()
    if case is None:
        raise SystemExit("No demo data in this database: benchmarks/README.md says how to load them.")
    worker, desk, program = Client(), Client(), Client()
    worker.force_login(officer)
    desk.force_login(staff)
    _token, text = create_token(user=other, name="benchmark", kind="indicator", days=1)
    key = {"authorization": f"Token {text}"}

    def asks(client, address, answers=200, **options):
        def work():
            response = client.get(address, **options)
            assert response.status_code == answers, (address, response.status_code)

        return work

    # Where the demonstration knows most: what is unknown is told quickly.
    value, figures = (
        "/api/v1/values?indicator=H01&place=62@2025-06-30&period=2022",
        "/chi-so/?place=89@2025-06-30&period=2020",
    )
    told = program.get(value, headers=key)
    assert told.json()["results"][0]["status"] == "computed", told.json()
    assert "70,51" in desk.get(figures).content.decode()  # K01 of An Giang
    tagged = key | {"if-none-match": told["ETag"]}
    taken = medians(
        {
            "bare page": asks(worker, "/bare/"),
            "list": asks(worker, "/ho-so/"),
            "case": asks(worker, case.get_absolute_url()),
            "bare desk": asks(desk, "/bare/"),
            "dashboard": asks(desk, figures),
            "bare api": asks(program, "/api/v1/bare", headers=key),
            "value": asks(program, value, headers=key),
            "unchanged": asks(program, value, 304, headers=tagged),
        },
        ROUNDS,
    )
    print(*(f"{name}: {seconds * 1000:.1f} ms" for name, seconds in taken.items()), sep=", ")
    return [
        Row("list of cases, against a bare view's time", taken["list"] / taken["bare page"], 12),
        Row("page of a case, against a bare view's time", taken["case"] / taken["bare page"], 12),
        Row("dashboard of a province, against a bare view's time", taken["dashboard"] / taken["bare desk"], 20),
        Row("value from the API, against a bare view's rate", taken["bare api"] / taken["value"], 0.2, at_least=True),
        Row("unchanged value (304), against a bare view's rate", taken["bare api"] / taken["unchanged"], 0.6, True),
    ]
