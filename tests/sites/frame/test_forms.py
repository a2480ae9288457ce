"""Forms show what was typed, tie each error to its field, and read everything back."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template import engines

from tinhso.sites.frame.forms import (
    Field,
    Option,
    condition_json,
    error_for,
    person_fields,
    read_date,
    read_values,
    show_value,
)

MEMBER = Field(
    key="member", label="Người cùng thay đổi", type="person", repeat_max=3, optional_parts=("personal_id",)
)


def rendered(source: str, **context: object) -> str:
    template = engines["jinja2"].from_string('{% import "frame/form.html" as form %}' + source)
    return str(template.render(context))


def test_three_boxes_are_read_as_one_text() -> None:
    posted = QueryDict("born-day=1&born-month=7&born-year=2023")
    assert read_date(posted, "born") == "01/07/2023"


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("born-day=&born-month=&born-year=1957", "1957"),
        ("born-day=&born-month=&born-year=", ""),
        ("born-day=30&born-month=&born-year=1990", "30//1990"),
        ("", ""),
    ],
)
def test_incomplete_dates_are_handed_on_as_typed(query: str, read: str) -> None:
    assert read_date(QueryDict(query), "born") == read


def test_every_type_is_read_back() -> None:
    asked = [
        Field(key="name", label=""),
        Field(key="promise", label="", type="consent"),
        Field(key="via", label="", type="checkbox", options=(Option(value="sms", label=""),)),
        MEMBER,
    ]
    posted = QueryDict(
        "name=+Hoa+&promise=yes&via=sms&via=email"
        "&member-1-full_name=An&member-1-birth-year=2001&member-3-full_name=B%C3%ACnh"
    )
    assert read_values(posted, asked) == {
        "name": "Hoa",
        "promise": True,
        "via": ["sms", "email"],
        "member": [
            {"full_name": "An", "personal_id": "", "birth": "2001"},
            {"full_name": "Bình", "personal_id": "", "birth": ""},
        ],
    }


def test_one_person_is_read_as_one_mapping() -> None:
    father = Field(key="father", label="Cha", type="person", parts=("full_name",))
    assert read_values(QueryDict("father-full_name=Tu%E1%BA%A5n"), [father]) == {
        "father": {"full_name": "Tuấn"}
    }


def test_what_is_rendered_for_a_person_is_what_is_read() -> None:
    html = rendered(
        "{{ form.field(field, value) }}", field=MEMBER, value=[{"full_name": "An", "birth": "2001"}]
    )
    names = dict(re.findall(r'name="(member-[^"]+)"[^>]*value="([^"]*)"', html))
    query = QueryDict(mutable=True)
    query.update(names)
    assert read_values(query, [MEMBER]) == {
        "member": [{"full_name": "An", "personal_id": "", "birth": "2001"}]
    }


def test_only_parts_marked_optional_are_optional() -> None:
    assert [part.required for part in person_fields(MEMBER, "member-1")] == [True, False, True]


@pytest.mark.parametrize(
    "type", ["text", "long_text", "personal_id", "date", "partial_date", "phone", "email", "choice", "radio",
             "checkbox", "commune", "number", "consent", "yes_no"],
)  # fmt: skip
def test_error_is_read_with_its_field_and_the_summary_leads_there(type: str) -> None:
    field = Field(
        key="one", label="Câu hỏi", type=type, hint="Gợi ý", options=(Option(value="a", label="A"),)
    )
    html = rendered(
        "{{ form.error_summary(errors) }}{{ form.field(field, '', errors['one']) }}",
        field=field, errors={"one": "Còn thiếu"},
    )  # fmt: skip
    assert 'href="#f-one"' in html
    assert html.count('id="f-one"') == 1
    assert 'id="f-one-error"' in html
    assert any("f-one-error" in ids.split() for ids in re.findall(r'aria-describedby="([^"]*)"', html))


def test_typed_text_comes_back_escaped() -> None:
    html = rendered(
        "{{ form.field(field, value) }}", field=Field(key="n", label="Tên"), value='"><script>x</script>'
    )
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_locked_field_is_shown_and_not_asked() -> None:
    html = rendered(
        "{{ form.field(field, '1990-03-01') }}",
        field=Field(key="b", label="Ngày sinh", type="partial_date", locked=True),
    )
    assert "01/03/1990" in html
    assert "<input" not in html


def test_communes_are_a_plain_list_without_scripts() -> None:
    communes = (
        Option(value="25747", label="Phường Phú Cường", group="Thành phố Thủ Dầu Một"),
        Option(value="25813", label="Phường Mỹ Phước", group="Thị xã Bến Cát"),
    )
    html = rendered(
        "{{ form.field(field, '25813', options=communes) }}",
        field=Field(key="to", label="Nơi đến", type="commune"), communes=communes,
    )  # fmt: skip
    assert '<optgroup label="Thị xã Bến Cát">' in html
    assert '<option value="25813" selected>' in html
    assert "data-choose" in html


def test_condition_keeps_only_what_it_asks() -> None:
    condition = SimpleNamespace(field="kind", equals=None, one_of=("rent",), every=(), filled=None)
    assert condition_json(condition) == '{"field":"kind","one_of":["rent"]}'


def test_condition_keeps_false_and_zero() -> None:
    assert condition_json({"field": "a", "equals": False}) == '{"field":"a","equals":false}'
    assert condition_json({"field": "a", "at_least": 0}) == '{"field":"a","at_least":0}'


def test_errors_are_found_by_points_or_hyphens() -> None:
    assert error_for({"father.birth": "sai"}, "father-birth") == "sai"
    assert error_for({}, "father-birth") == ""


def test_a_form_carries_its_token_and_its_key() -> None:
    html = rendered(
        "{% call form.form('/nop/', token, key='k-1', upload=true) %}x{% endcall %}", token="TOKEN"
    )
    assert "TOKEN" in html
    assert 'name="idempotency_key" value="k-1"' in html
    assert 'enctype="multipart/form-data"' in html


def test_answers_are_shown_as_people_read_them() -> None:
    commune = Field(key="to", label="", type="commune")
    offered = (Option(value="25747", label="Phường Phú Cường"),)
    assert show_value(commune, "25747", offered) == "Phường Phú Cường"
    assert show_value(Field(key="b", label="", type="partial_date"), "1990-03-01") == "01/03/1990"
    assert show_value(Field(key="b", label="", type="partial_date"), "1957") == "1957"
    assert show_value(Field(key="c", label="", type="consent"), True) == "Có"
    assert show_value(Field(key="y", label="", type="yes_no"), "no") == "Không"
    assert show_value(Field(key="y", label="", type="yes_no"), "") == ""
    people = [{"full_name": "Lê An", "birth": "2001", "sex": "male"}, {"full_name": "Lê Bình"}]
    assert show_value(MEMBER, people) == "Lê An, sinh 2001, Nam; Lê Bình"
