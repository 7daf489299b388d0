"""Files of regions: districts through all their codes, areas that have none, streets and villages, partners outside."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import localdate
from tests.imports.steps import applied, counts, previewed

from lianmeng.core.actors import OPERATOR
from lianmeng.core.refusal import Refused
from lianmeng.imports.models import Import
from lianmeng.imports.queries.shown import Shown
from lianmeng.imports.rules.keeping import sentence_from
from lianmeng.imports.vocabulary import Kind, RowState
from lianmeng.schools.actions.regions import NewRegion, Place, add_region, place_region
from lianmeng.schools.models import Region, RegionCode, SchoolVersion
from lianmeng.schools.queries.region_states import regions_as_at
from lianmeng.schools.queries.regions import region_names, region_of_code

pytestmark = pytest.mark.django_db
REGISTERS = Path(__file__).parent.parent / "data" / "registers"
HISTORY = list(csv.DictReader((REGISTERS / "chengdu_gb2260_history.csv").read_text("utf-8-sig").splitlines()))
TODAY = resources.files("lianmeng.cities").joinpath("data/chengdu_2016_districts.csv").read_text("utf-8-sig")
DISTRICTS = list(csv.DictReader(TODAY.splitlines()))
FORMER = {"510115": "510123", "510116": "510122"}  # 温江 and 双流, which were counties


def looked_at(rows: Iterable[Iterable[str]], day: str = "2016-09-01", **known: Any) -> Import:
    lines = ["区划代码,名称,原代码,区划类型,上级代码,圈层", *(",".join(row) for row in rows)]
    return previewed("\n".join(lines).encode(), kind=Kind.REGIONS, day=day, **known)


def refusals(one: Import) -> list[str]:
    return [str(row.refusal) for row in Shown(one).rows(RowState.REFUSED, 0, 20)]


def revision(of: str) -> list[tuple[str, ...]]:
    """The districts of a revision of the national list; the city itself and its summary line are none."""
    return [
        (row["code"], row["name"], FORMER.get(row["code"], ""), "区县", "", "")
        for row in HISTORY
        if row["first_revision"] <= of <= row["last_revision"] and row["code"] not in ("510100", "510101")
    ]


def in_2016(name: str, code: str) -> list[tuple[str, ...]]:
    """The 22 areas by the columns of 2016 or of today; before the code of today stands that of 2016."""
    today = code == "code_today"
    return [
        (
            row[code],
            row[name],
            (row["code_2016"] or row["name_2016"]) if today else "",
            "区县" if row[code] else "功能区",
            "",
            row["layer"],
        )
        for row in DISTRICTS
    ]


def load_history() -> list[Import]:
    loaded = [
        applied(looked_at(revision(of), f"{of[:4]}-{of[4:]}-01")) for of in ("200212", "200312", "201607")
    ]
    loaded.append(applied(looked_at(in_2016("name_2016", "code_2016"), "2016-09-01")))
    loaded.append(applied(looked_at(in_2016("name_today", "code_today"), "2020-07-01")))
    return loaded


def test_the_history_of_chengdu_is_one_of_twenty_two_places() -> None:
    first, of_2003, of_2016, areas, today = (counts(one) for one in load_history())
    assert first == {"new": 19}
    assert of_2003 == {"changed": 1, "unchanged": 18}
    assert of_2016 == {"new": 1, "changed": 1, "unchanged": 18}
    assert areas == {"new": 2, "changed": 20}
    assert today == {"changed": 3, "unchanged": 19}
    assert sorted(Region.objects.values_list("name", flat=True)) == sorted(
        row["name_today"] for row in DISTRICTS
    )
    held = RegionCode.objects.filter(region__code="510115").order_by("since")
    assert [(one.code, one.name, str(one.since), str(one.until)) for one in held] == [
        ("510123", "温江县", "0001-01-01", "2003-12-01"),
        ("510115", "温江区", "2003-12-01", "None"),
    ]


def test_what_was_a_county_is_found_as_at_any_day() -> None:
    load_history()
    for row in HISTORY:
        if row["code"] in ("510100", "510101"):
            continue
        for of in ("200212", "200312", "201607"):
            day = date(int(of[:4]), int(of[4:]), 15)
            found = region_of_code(row["code"], day)
            there = row["first_revision"] <= of <= row["last_revision"]
            if there:
                assert found is not None
                assert region_names([found.public_id], day) == {found.public_id: row["name"]}
            elif row["code"] != "510185":  # joined the city in 2016; what it was before is not in the file
                assert found is None
    assert region_of_code("510122", date(2010, 1, 1)) == region_of_code("510116", date(2021, 1, 1))
    assert region_of_code("510124", date(2010, 1, 1)) == region_of_code("510117", date(2021, 1, 1))


def test_a_layer_that_a_file_changes_was_another_before_that_day() -> None:
    applied(looked_at(in_2016("name_2016", "code_2016")))
    moved = [(*row[:5], "2" if row[1] == "郫县" else row[5]) for row in in_2016("name_2016", "code_2016")]
    moved = [(*row[:5], "1" if row[1] == "双流区" else row[5]) for row in moved]
    assert counts(applied(looked_at(moved, "2018-09-01"))) == {"changed": 1, "unchanged": 21}
    region = Region.objects.get(name="双流区")
    assert (region.layer, region.district) == (1, region)
    lay = {day: {one.name: one.layer for one in regions_as_at(date(day, 9, 1))} for day in (2017, 2018)}
    assert [lay[year]["双流区"] for year in (2017, 2018)] == [2, 1]
    assert lay[2017] | {"双流区": 1} == lay[2018]
    assert counts(looked_at(moved, "2018-09-01")) == {"unchanged": 22}


def test_an_area_without_a_code_is_known_by_its_name_within_what_lies_above() -> None:
    applied(looked_at([("510100", "成都市", "", "城市", "", ""), ("330100", "杭州市", "", "城市", "", "")]))
    areas = [("", "高新区", "", "功能区", "成都市", "1"), ("", "高新区", "", "功能区", "杭州市", "1")]
    assert counts(applied(looked_at(areas))) == {"new": 2}
    assert counts(looked_at(areas)) == {"unchanged": 2}
    moved = [("", "高新区", "", "功能区", "成都市", "2")]
    assert counts(applied(looked_at(moved))) == {"changed": 1}
    layers = Region.objects.filter(name="高新区").values_list("parent__name", "layer")
    assert set(layers) == {("成都市", 2), ("杭州市", 1)}
    nowhere = previewed("名称,区划类型\n高新区,功能区\n".encode(), kind=Kind.REGIONS)
    assert counts(nowhere)["refused"] == 1
    assert "the name of two regions" in refusals(nowhere)[0]


def test_an_area_that_gets_a_code_stays_the_same_place() -> None:
    applied(looked_at([("", "天府新区", "", "功能区", "", "")]))
    area = Region.objects.get()
    assert counts(applied(looked_at([("510119", "天府新区", "", "区县", "", "")], "2020-01-01"))) == {
        "changed": 1
    }
    area.refresh_from_db()
    assert (area.code, area.kind, area.district) == ("510119", "district", area)
    assert [one.code for one in area.codes.order_by("since")] == ["", "510119"]


def test_no_area_comes_in_with_a_code() -> None:
    applied(looked_at([("510107", "武侯区", "", "区县", "", "")]))
    wrong = looked_at(
        [("510199", "高新区", "", "功能区", "", ""), ("", "武侯区", "510107", "功能区", "", "")]
    )
    assert counts(wrong) == {"refused": 2}
    assert refusals(wrong)[0] == (
        "Row 2, Code of the region: “510199” cannot be the code of an education-management area, which has none. "
        "Leave it empty, or correct the kind."
    )


def test_a_file_of_an_earlier_day_puts_no_region_into_itself() -> None:
    applied(looked_at([("510107", "武侯区", "", "区县", "", ""), ("510105", "青羊区", "", "区县", "", "")]))
    streets = [(f"51010700{at}", f"{name}街", "", "街道", "武侯区", "") for at, name in enumerate("甲乙")]
    applied(looked_at(streets))
    above, below = Region.objects.get(name="乙街"), Region.objects.get(name="甲街")
    within = Place(kind="street", parent=above.public_id)
    place_region(below.public_id, within, by=OPERATOR, day=date(2018, 1, 1), seen=None)
    turned = looked_at([("510107001", "乙街", "", "街道", below.code, "")], "2015-01-01")
    assert counts(turned) == {"changed": 1}
    refused = applied(turned)
    assert refused.state == "previewed"
    assert "街 would lie within itself from 2018-01-01 on" in str(sentence_from(refused.refusal))
    above.refresh_from_db()
    assert above.parent == Region.objects.get(name="武侯区")
    Region.objects.filter(pk=above.pk).update(parent=below)  # as an older release may have left it
    add_region(NewRegion(kind="village", name="一村", parent=above.public_id), by=OPERATOR, day=None)
    assert counts(looked_at([("510107000", "甲街", "", "街道", "青羊区", "")])) == {"changed": 1}


def test_no_file_closes_a_region_in_which_schools_or_regions_go_on() -> None:
    district, left = ("510107", "武侯区", "", "区县", "", ""), ("510105", "青羊区", "", "区县", "", "")
    street = ("510107001", "浆洗街街道", "", "街道", "武侯区", "")
    stays = ("510106", "金牛区", "", "区县", "", "")
    applied(looked_at([district, left, stays]))
    applied(looked_at([street]))
    applied(previewed("学校代码,学校名称,区县\nW1,武侯一小,武侯区\n".encode()))
    one = looked_at([stays])
    gone = {row.changes[0].new: str(row.refusal or "") for row in Shown(one).rows(RowState.GONE, 0, 20)}
    assert "武侯区 cannot be closed as it is now. Schools in it: 1, other regions: 1." in gone["武侯区"]
    assert gone["青羊区"] == ""
    refused = applied(one, closes_gone=True)
    assert refused.state == "previewed"
    assert str(sentence_from(refused.refusal)).startswith("武侯区: schools or regions that go on lie in it.")
    assert not Region.objects.filter(until__isnull=False).exists()
    assert applied(looked_at([stays, district, street]), closes_gone=True).state == "applied"
    assert list(Region.objects.filter(until__isnull=False).values_list("name", flat=True)) == ["青羊区"]


def test_a_file_of_regions_is_not_of_a_day_that_is_still_to_come() -> None:
    tomorrow = localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="still to come"):
        looked_at([("510107", "武侯区", "", "区县", "", "1")], tomorrow.isoformat())


def test_a_row_that_means_two_places_is_refused() -> None:
    applied(looked_at(revision("201607")))
    wrong = looked_at(
        [("510104", "锦江区", "510105", "区县", "", ""), ("510105", "青羊区", "", "区县", "青羊区", "")]
    )
    assert counts(wrong)["refused"] == 2
    assert "the code of another region than the code it had before" in refusals(wrong)[0]
    assert "“青羊区” lies in this region itself" in refusals(wrong)[1]


def test_a_region_that_was_renamed_since_the_preview_asks_to_look_again() -> None:
    applied(looked_at(revision("200212")))
    later = looked_at(revision("200312"), "2003-12-01")
    Region.objects.filter(code="510123").update(code="510115")
    RegionCode.objects.filter(code="510123").update(code="510115")
    again = applied(later)
    assert (again.state, Region.objects.filter(code="510123").count()) == ("previewed", 0)


def test_a_partner_region_lies_outside_the_city_and_is_managed_as_a_district() -> None:
    applied(looked_at([("510100", "成都市", "", "城市", "", "")]))
    partner = [("513221", "汶川县", "", "市外", "", "")]
    assert counts(applied(looked_at(partner))) == {"new": 1}
    region = Region.objects.get(code="513221")
    assert (region.kind, region.parent, region.district) == ("outside", None, region)
    school = "学校代码,学校名称,区县\nW1,汶川一小,汶川县\n"
    assert counts(applied(previewed(school.encode()))) == {"new": 1}
    assert SchoolVersion.objects.get(code="W1").region == region


def test_all_streets_and_villages_of_chengdu_lie_in_their_districts() -> None:
    applied(looked_at(in_2016("name_today", "code_today"), "2020-07-01"))
    streets = REGISTERS / "chengdu_streets.csv"
    villages = gzip.decompress((REGISTERS / "chengdu_villages.csv.gz").read_bytes())
    for file, kind, count in ((streets, "street", 261), (villages, "village", 3047)):
        known: dict[str, Any] = {"kind": Kind.REGIONS, "lone": {"region_kind": kind}}
        assert counts(applied(previewed(file, **known))) == {"new": count}
        assert counts(previewed(file, **known)) == {"unchanged": count}
    lies_in = Region.objects.filter(kind="village").values_list("code", "district__code")
    assert all(code.startswith(district) for code, district in lies_in)
