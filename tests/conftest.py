"""Invented people and papers that many tests share."""

from datetime import date

import pytest

from docgen import Case, check_character
from docgen.plugins import filters


def id_number(seed, born="19800101", area="520199"):
    """Return an invented identity number with a computed check character."""
    first17 = f"{area}{born}{seed:03d}"
    return first17 + check_character(first17)


def member(name, relation, seed, born="19800101", **more):
    return {"name": name, "relation": relation, "id_no": id_number(seed, born), "nation": "汉族", **more}


@pytest.fixture
def raw_case():
    """A household of two, before validation."""
    return {
        "number": "H00001",
        "area": {
            "code": "520199001201",
            "county": "云岭县",
            "township": "青石镇",
            "village": "清水村",
            "group": "3组",
        },
        "household": {
            "address": "云岭县青石镇清水村3组",
            "phone": "13800000001",
            "kind": "一般脱贫户",
            "monitor_class": "脱贫不稳定户",
            "members": [
                member(
                    "张三", "户主", 11, health=["长期慢性病"], labour="弱劳动力或半劳动力", education="小学"
                ),
                member(
                    "李四", "配偶", 22, "19820202", health=["健康"], labour="普通劳动力", education="初中"
                ),
            ],
        },
        "risks": [{"kind": "因病", "note": "户主慢性病"}],
        "incomes": [
            {
                "purpose": "identification",
                "start": "2025-01-01",
                "end": "2025-12-31",
                "wage": "6000.00",
                "farm": "2000.00",
                "assets": "0.00",
                "transfer": "1200.00",
                "farm_cost": "500.00",
                "claim": "0.00",
                "own_pay": "3000.00",
            }
        ],
        "procedures": [
            {
                "number": "2026-SB-1",
                "kind": "identification",
                "application": {"signed_on": "2026-03-05", "channel": "农户书面申请"},
                "check": {"on": "2026-03-08", "people": ["王五", "赵六"]},
            }
        ],
    }


@pytest.fixture
def case(raw_case):
    return Case.model_validate(raw_case)


@pytest.fixture
def value_filters():
    return filters.register_filters()


@pytest.fixture
def as_of():
    return date(2026, 7, 5)
