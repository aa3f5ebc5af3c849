"""Many children of a divided commune are settled in one form: all, or none and a sentence for each that cannot."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from cases import actions
from cases.actions.refusals import RowsRefused
from cases.models import Child, ResidenceBasis
from tests.cases.conftest import fresh
from tests.cases.test_settling import REFORM, dong, old, parts  # noqa: F401 - fixtures
from tests.factories import ChildFactory

URL = reverse("cases:settle_many")


@pytest.fixture
def three(old, parts):  # noqa: F811
    """Who lived in the old commune when it was divided, and one who lived elsewhere."""
    rows = [ChildFactory(place=old, full_name=f"Trẻ Giả {name}") for name in ("An", "Bình", "Cúc")]
    home = rows[0].residences.get()
    home.address = "Ấp Giả Một"
    home.save()
    actions.follow_reform(place=old, on_date=REFORM)
    return [fresh(row) for row in rows]


def waits(child):
    return child.residences.last().basis == ResidenceBasis.UNSETTLED


def keys(html):
    return re.findall(r'name="shown" value="([^"]+)"', html)


def test_all_are_settled_in_one_transaction_and_each_is_in_the_audit_trail(three, parts, hoa):  # noqa: F811
    actions.settle_children(children=[(child, child.version) for child in three], place=parts[1], by=hoa)
    assert {fresh(child).responsible_place for child in three} == {parts[1]}
    assert not Child.objects.to_settle().exists()
    assert AuditEvent.objects.filter(verb="child.settled").count() == 3


def test_one_that_someone_has_saved_since_holds_all_back_by_name(three, parts, hoa):  # noqa: F811
    told = [(three[0], three[0].version), (three[1], three[1].version + 1), (three[2], three[2].version)]
    with pytest.raises(RowsRefused) as refusal:
        actions.settle_children(children=told, place=parts[0], by=hoa)
    assert list(refusal.value.rows) == [1]
    assert refusal.value.sentences == ["Trẻ Giả Bình: vừa được người khác sửa; hãy xem lại rồi chọn lại."]
    assert all(waits(child) for child in three)
    assert not AuditEvent.objects.filter(verb="child.settled").exists()


def test_a_commune_that_is_no_part_is_refused_for_each(three, here, hoa):
    with pytest.raises(RowsRefused) as refusal:
        actions.settle_children(children=[(child, None) for child in three[:2]], place=here, by=hoa)
    assert [text.split(":")[0] for text in refusal.value.sentences] == ["Trẻ Giả An", "Trẻ Giả Bình"]
    assert waits(three[0])


class TestPage:
    def test_those_who_wait_are_listed_with_what_tells_their_part(self, client, three, parts, dong, old):  # noqa: F811
        client.force_login(dong)
        html = client.get(URL).content.decode()
        assert [name in html for name in ("Trẻ Giả An", "Trẻ Giả Cúc", "Ấp Giả Một", old.name)] == [True] * 4
        assert all(part.name in html for part in parts)
        assert AuditEvent.objects.filter(verb="child.listed").latest("at").ids == [c.pk for c in three]

    def test_the_ticked_ones_are_settled_and_the_others_wait(self, client, three, parts, dong):  # noqa: F811
        client.force_login(dong)
        shown = keys(client.get(URL).content.decode())
        done = client.post(URL, {"place": parts[0].pk, "shown": shown, "child": shown[:2]})
        assert done.status_code == 302
        assert [waits(child) for child in three] == [False, False, True]

    def test_a_whole_page_is_settled_by_one_tick(self, client, three, parts, dong):  # noqa: F811
        client.force_login(dong)
        shown = keys(client.get(URL).content.decode())
        client.post(URL, {"place": parts[0].pk, "shown": shown, "everyone": "on"})
        assert not Child.objects.to_settle().exists()
        assert "Không có trẻ nào cần xác định" in client.get(URL).content.decode()

    @pytest.mark.parametrize(
        ("ticked", "words"),
        [
            ([], "ít nhất một trẻ"),
            (["0:1"], "không còn chờ"),
            (["{uid}:x"], "không còn chờ"),
            (["{uid}:99"], "vừa được người khác sửa"),
        ],
    )
    def test_what_cannot_be_done_is_said_and_nothing_written(self, client, three, parts, dong, ticked, words):  # noqa: F811
        client.force_login(dong)
        child = [each.format(uid=three[0].uid) for each in ticked]
        answer = client.post(URL, {"place": parts[0].pk, "child": child})
        assert (answer.status_code, words in answer.content.decode()) == (200, True)
        assert all(waits(row) for row in three)

    def test_a_commune_that_is_no_part_cannot_be_chosen(self, client, three, here, dong):  # noqa: F811
        client.force_login(dong)
        shown = keys(client.get(URL).content.decode())
        assert client.post(URL, {"place": here.pk, "child": shown}).status_code == 200
        assert waits(three[0])

    def test_a_name_is_looked_for_and_stays_out_of_the_address(self, client, three, dong):  # noqa: F811
        client.force_login(dong)
        html = client.post(URL, {"find": "1", "name": "binh"}).content.decode()
        assert ("Trẻ Giả Bình" in html, "Trẻ Giả An" in html) == (True, False)
        assert AuditEvent.objects.get(by=dong, verb="child.listed").ids == [three[1].pk]
        assert waits(three[1])

    def test_of_many_found_the_first_are_shown_with_how_many_there_are(self, client, three, dong, monkeypatch):  # noqa: F811
        monkeypatch.setattr("cases.views.settling.PER_PAGE", 2)
        client.force_login(dong)
        for address in (URL, f"{URL}?page=2"):
            html = client.post(address, {"find": "1", "name": "tre gia"}).content.decode()
            assert [child.full_name in html for child in three] == [True, True, False]
            assert "Tìm thấy 3 trẻ khớp với tên này, dưới đây là 2 trẻ đầu tiên. Hãy ghi tên đầy đủ hơn." in html
            assert 'class="pages"' not in html
        assert "Hãy ghi tên đầy đủ hơn" not in client.post(URL, {"find": "1", "name": "cuc"}).content.decode()

    def test_what_was_looked_for_stays_on_the_page_when_nothing_could_be_written(self, client, three, parts, dong):  # noqa: F811
        client.force_login(dong)
        found = client.post(URL, {"find": "1", "name": "binh"}).content.decode()
        assert found.count('name="name" value="binh"') == 2
        html = client.post(URL, {"place": parts[0].pk, "shown": keys(found), "name": "binh"}).content.decode()
        assert "ít nhất một trẻ" in html
        assert ("Trẻ Giả Bình" in html, "Trẻ Giả An" in html) == (True, False)

    def test_no_text_is_too_long_or_too_odd_to_be_looked_for(self, client, three, dong):  # noqa: F811
        client.force_login(dong)
        for name in ("binh " * 24 + "khong", "binh\x00"):
            assert "Trẻ Giả Bình" in client.post(URL, {"find": "1", "name": name}).content.decode()

    def test_nobody_settles_who_is_out_of_reach(self, client, three, parts, here, nam, minh):  # noqa: F811
        for user in (minh, nam):
            client.force_login(user)
            html = client.get(URL).content.decode()
            assert "Trẻ Giả" not in html
            client.post(URL, {"place": parts[0].pk, "child": [f"{three[0].uid}:{three[0].version}"]})
        assert waits(three[0])

    def test_my_work_leads_there(self, client, three, dong, hoa):  # noqa: F811
        client.force_login(dong)
        assert URL in client.get(reverse("cases:work")).content.decode()
