"""One planted defect for every rule of the catalogue: what to change in a real file, and the line to name."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Defect:
    """``old`` becomes ``new`` in the file of ``code``; ``rule`` must be reported where ``line`` stands."""

    rule: str
    old: str | re.Pattern[str]
    new: str
    line: str
    code: str


def defect(
    rule: str, old: str | re.Pattern[str], new: str, line: str = "", *, code: str = "1.004194"
) -> Defect:
    """Without ``line`` the first line of the new text is the one."""
    first = next((each.strip() for each in new.splitlines() if each.strip()), "")
    return Defect(rule=rule, old=old, new=new, line=line or first, code=code)


TITLE = "title: Đăng ký tạm trú\n"
KIND = "      - key: registration_kind\n"
PEOPLE = "        rule: {minimum: 2, maximum: 500}\n"
STAY = "        rule: {not_before: stay_from, not_past: true, max_months_after: 24}\n"
OTHER = "        when: {field: reason, equals: other}\n"
REFUSE = '{key: refuse, name: "Từ chối tiếp nhận", from_states: [submitted]'
LINKED, LICENCE, EXAM = "2.000986", "3.000347", "1.005142"
BORN = "1.001193"
MARRIED = re.compile(r"      - \{fact: population.marriage, .*\n")
MARRIED_BY = "      - fact: population.marriage\n        label: x\n"
FIRST, TITLED = "registration_2023", "    title: đợt đăng ký dự thi năm 2023\n"
OPENS, CLOSES = "opens_at: 2023-05-04T00:00+07:00", "closes_at: 2023-05-13T17:00+07:00"
AGAIN = f"title: x, {OPENS}, {CLOSES}, vintage: {{source: x, as_of: 2026-07}}"

READER = [
    defect("yaml_alias", TITLE, "title: &name Đăng ký tạm trú\n"),
    defect("yaml_alias", "services: [4]", "services: *name"),
    defect("yaml_tag", TITLE, "title: !!python/name:os.system Đăng ký\n"),
    defect("yaml_depth", TITLE, "title: " + "[" * 30 + "]" * 30 + "\n"),
    defect("yaml_nodes", "services: [4]", "services: [" + "4, " * 20_001 + "4]"),
    defect("yaml_key", TITLE, "<<: {sector: x}\n" + TITLE),
    defect("yaml_day", "valid_from: 2023-06-01", "valid_from: 2023-02-30"),
    defect("yaml_syntax", "services: [4]\nalso_called: [", "services: [4\nalso_called: [", "also_called: ["),
    defect("duplicate_key", TITLE, "title: Tên\n" + TITLE, TITLE.strip()),
]

SHAPE = [
    defect("missing_key", "        label: Đăng ký cho\n", "", KIND.strip()),
    defect("unknown_key", TITLE, "color: red\n" + TITLE),
    defect("unknown_key", "      status: 1\n", "      colour: red\n      status: 1\n"),
    defect("wrong_type", "amount_vnd: 5000", "amount_vnd: năm nghìn"),
    defect("unknown_value", "channel: online", "channel: fax"),
    defect("unknown_agency", "lead: commune_police", "lead: village_elder"),
    defect("unknown_register", "fact: land.housing", "fact: church.books"),
    defect("unknown_prefill", "prefill: vneid.phone", "prefill: vneid.shoe_size"),
    defect("unknown_type", "type: personal_id", "type: colour"),
    defect(
        "case_without_time",
        "equals: list}\n    duration: {amount: 3, unit: working_day}\n",
        "equals: list}\n",
        "- key: online_list",
    ),
    defect(
        "duration.same_day",
        "duration: {amount: 3, unit: working_day}",
        "duration: {amount: 3, unit: same_day}",
    ),
]

LAW = [
    defect("code_format", 'code: "1.004194"', 'code: "4194"'),
    defect("local_code", "local_code: 1.004194", "local_code: 1.004195"),
    defect("folder_name", 'code: "1.004194"', 'code: "1.004222"'),
    defect("file_name", "valid_from: 2023-06-01", "valid_from: 2023-06-02"),
    defect("version_is_valid_from", 'version: "2023-06-01"', 'version: "v1"'),
    defect("valid_to_before_from", TITLE, "valid_to: 2020-01-01\n" + TITLE),
    defect("unknown_service", "services: [4]", "services: [26]"),
    defect("no_legal_basis", re.compile(r"(?s)legal_basis:.*?\n(?=\nagency:)"), "legal_basis: []\n"),
    defect("agency_field", "  commune_field: new_commune", "  commune_field: full_name"),
    defect("unknown_field", "  commune_field: new_commune", "  commune_field: nowhere"),
    defect("missing_slip", "  - kind: refusal\n", "  - kind: control\n", "slips:"),
    defect("duplicate_slip", "  - kind: supplement\n", "  - kind: receipt\n    # hai\n", "kind: receipt"),
    defect("duplicate_result", "  - key: notice\n", "  - key: refusal\n"),
    defect(
        "no_result",
        "    form: both\n  - key: refusal",
        "    form: both\n    refusal: true\n  - key: refusal",
        "results:",
    ),
    defect(
        "unverified_without_vintage", "TT 66/2023/TT-BCA, as_of: 2026-07, note", "TT 66/2023/TT-BCA, note"
    ),
    defect(
        "unverified_without_vintage",
        "    confidence: unverified\n    as_of: 2023-07\n",
        "    confidence: unverified\n",
        "instrument: Luật Cư trú",
    ),
    defect("vintage_format", "as_of: 2026-07, note: cơ quan", "as_of: hè 2026, note: cơ quan"),
]

WINDOWS = [
    defect("wrong_type", OPENS, "opens_at: đầu tháng 5", code=EXAM),
    defect("window_time", OPENS, "opens_at: 2023-05-04T00:00", code=EXAM),
    defect("window_time", CLOSES, "closes_at: 2023-05-13", code=EXAM),
    defect("window_time", CLOSES, "closes_at: 2023-05-13T17:00Z", code=EXAM),
    defect("window_order", CLOSES, "closes_at: 2023-05-03T17:00+07:00", code=EXAM),
    defect("window_order", "\ncases:\n", f"  - {{key: again, {AGAIN}}}\n\ncases:\n", code=EXAM),
    defect("duplicate_window", "\ncases:\n", f"  - {{key: {FIRST}, {AGAIN}}}\n\ncases:\n", code=EXAM),
    defect("window_outside_version", OPENS, "opens_at: 2023-04-30T23:59+07:00", code=EXAM),
    defect(
        "window_outside_version",
        "valid_from: 2023-05-01\n",
        "valid_from: 2023-05-01\nvalid_to: 2023-05-12\n",
        "closes_at",
        code=EXAM,
    ),
    defect("unverified_without_vintage", "Báo chí, as_of: 2023-05,", "Báo chí,", code=EXAM),
    defect("missing_key", TITLED, "", "- key: registration_2023", code=EXAM),
]

FINE = "0.000008"
PAYEE = "payee: Kho bạc Nhà nước, theo quyết định xử phạt của Cảnh sát giao thông\n"
NEEDS = "needs: [Số quyết định xử phạt hoặc số biên bản vi phạm]"
MEANWHILE = re.compile(r"(?s)meanwhile:.*?\n(?=legal_basis)")
PAYMENT = [
    defect("unknown_value", "group: police", "group: state", code=FINE),
    defect("unknown_key", "amount: Theo", "duration: {amount: 3, unit: day}\namount: Theo", code=FINE),
    defect("missing_key", PAYEE, "", "kind: payment", code=FINE),
    defect("payment_needs", NEEDS, "needs: []", code=FINE),
    defect("payment_meanwhile", MEANWHILE, "meanwhile: []\n", code=FINE),
    defect("unknown_service", "services: [8]", "services: [28]", code=FINE),
    defect("code_format", 'code: "0.000008"', 'code: "phạt nguội"', code=FINE),
    defect("unverified_without_vintage", "  as_of: 2026-07\n", "", "vintage:", code=FINE),
    defect("unverified_without_vintage", "    as_of: 2022-01\n", "", "- instrument", code=FINE),
    defect("confusable_letters", "sector: Trật tự", "sector: Trật tự \u0410", code=FINE),
]

FORM = [
    defect("duplicate_section", "  - key: place\n", "  - key: request # hai\n"),
    defect("duplicate_field", "      - key: email\n", "      - key: phone # hai\n"),
    defect("duplicate_option", "{value: study, label", "{value: work, label: Học, hint"),
    defect("key_format", "      - key: email\n", "      - key: Thư điện tử\n"),
    defect("options", "        type: phone\n", "        type: radio\n", "- key: phone"),
    defect(
        "locked_without_source",
        "        prefill: population.sex\n        locked: true\n",
        "        locked: true # x\n",
    ),
    defect("repeat", PEOPLE, "        repeat_max: 3\n" + PEOPLE),
    defect("person_parts", "optional_parts: [personal_id]\n", "optional_parts: [sex]\n"),
    defect("rule_type", PEOPLE, "        rule: {min_length: 2}\n"),
    defect("rule_type", STAY, "        rule: {max_months_after: 24}\n"),
    defect("rule_range", PEOPLE, "        rule: {minimum: 9, maximum: 3}\n"),
    defect("unknown_pattern", "pattern: person_name", "pattern: poem"),
    defect("unknown_field", STAY, "        rule: {not_before: reason}\n"),
    defect("unknown_field", OTHER, "        when: {field: mood, equals: other}\n"),
    defect("unknown_option", OTHER, "        when: {field: reason, equals: fun}\n"),
    defect(
        "unknown_option", "when: {field: has_minor, equals: true}", "when: {field: has_minor, equals: maybe}"
    ),
    defect("condition_shape", OTHER, "        when: {field: reason}\n"),
    defect("condition_shape", OTHER, "        when: {field: reason, at_least: 2}\n"),
    defect("condition_looks_ahead", OTHER, "        when: {field: dwelling_kind, equals: own}\n"),
    defect(
        "condition_loop",
        "      - key: reason_detail\n",
        "        when: {field: reason_detail, filled: true}\n      - key: reason_detail\n",
    ),
]

CASES_AND_PAPERS = [
    defect("no_case", re.compile(r"(?s)cases:.*?\n(?=\npapers:)"), "cases: []\n"),
    defect("duplicate_case", "  - key: counter_list\n", "  - key: online_list # hai\n"),
    defect(
        "case_without_time",
        "duration: {amount: 3, unit: working_day}",
        "duration: {amount: 0, unit: working_day}",
    ),
    defect("cut_off", "    duration: {amount: 3", '    cut_off: "15:00"\n    duration: {amount: 3'),
    defect("fee_amount", "amount_vnd: 5000", "amount_vnd: -1"),
    defect("fee_amount", "    fee:\n      amount_vnd: 7000", "    fee: # x\n      amount_vnd: 0"),
    defect(
        "fee_count",
        "    fee:\n      amount_vnd: 5000\n      per: person\n      count_field: number_of_people",
        "    fee: # x\n      amount_vnd: 5000\n      per: person\n      count_field: reason",
    ),
    defect(
        "case_never_reached", "    when: {field: registration_kind, equals: list}\n", "", "- key: online_list"
    ),
    defect(
        "case_not_covered",
        "    title: Nộp trực tuyến, cá nhân hoặc hộ gia đình\n",
        "    when: {field: registration_kind, equals: individual}\n    title: Nộp trực tuyến\n",
    ),
    defect("duplicate_paper", "  - key: people_list\n", "  - key: ct01 # hai\n"),
    defect("paper_condition", "    needed: when\n", "    needed: always\n", "- key: housing_proof"),
    defect("waiver_person", MARRIED, MARRIED_BY + "        named_in: [relation]\n", "named_in", code=BORN),
    defect("waiver_person", MARRIED, MARRIED_BY + "        named_in: [birth]\n", "named_in", code=BORN),
    defect("unknown_field", MARRIED, MARRIED_BY + "        named_in: [uncle]\n", "named_in", code=BORN),
    defect(
        "unknown_field", MARRIED, MARRIED_BY + "        when: {field: mood, equals: x}\n", "mood", code=BORN
    ),
    defect("paper_form", "    media: [pdf]\n", "    media: []\n", "- key: people_list"),
    defect("text_not_nfc", TITLE, "title: Đăng ky\u0301 tạm trú\n"),
    defect("confusable_letters", TITLE, "title: Đăng ký tạm trú cho \u0410n\n"),
]

PROCESS = [
    defect("unknown_role", "role: specialist", "role: magician"),
    defect(
        "unknown_role",
        REFUSE + ", to: refused,\n       who: reception_officer",
        REFUSE + ", to: refused,\n       who: magician",
        "{key: refuse,",
    ),
    defect("unknown_guard", "guards: [draft_present]", "guards: [good_mood]", "{key: draft,"),
    defect("unknown_state", "to: drafted", "to: nowhere", "{key: draft,"),
    defect("unknown_task", "completes: process", "completes: nothing", "{key: draft,"),
    defect(
        "double_key",
        '{key: hand_over, name: "Chuyển xử lý"',
        '{key: receive, name: "Chuyển xử lý"',
        "{key: receive,",
    ),
    defect("status_move_not_allowed", REFUSE + ", to: refused", REFUSE + ", to: done", "{key: refuse,"),
    defect("unreachable_state", REFUSE + ", to: refused", REFUSE + ", to: received", "- key: refused"),
    defect(
        "wait_without_timer",
        "      timer: {amount: 7, unit: working_day}\n      timer_action: supplement_overdue\n",
        "",
        "- key: waiting_supplement\n",
    ),
    defect(
        "public_text_missing", "public_text: Anh/chị đã nhận kết quả.", 'public_text: ""', "- key: delivered"
    ),
    defect("join_missing", "      on_all_done: done\n", "", "- key: linked", code=LINKED),
    defect(
        "clock_of_status",
        "      name: Quá hạn bổ sung\n      status: 5\n      clock: stopped\n",
        "      name: Quá hạn bổ sung\n      status: 4\n      clock: stopped # x\n",
        "clock: stopped # x",
    ),
    defect("unknown_action", "{key: stop, name", "{key: halt, name"),
    defect("missing_action", "{key: refuse_withdraw, name", "{key: grant_withdraw_never, name", "  actions:"),
    defect("fee_not_guarded", ", guards: [fee_paid]", "", "{key: deliver,"),
    defect(
        "fee_not_guarded", "[papers_complete, fee_paid]", "[papers_complete]", "{key: receive,", code=LICENCE
    ),
    defect(
        "unknown_agency",
        "competence: social_insurance, hours",
        "competence: justice_department, hours",
        code=LINKED,
    ),
    defect("unknown_task", "      task: issue_health_card\n", "      task: issue_nothing\n", code=LINKED),
    defect(
        "unknown_task",
        "    task: issue_health_card\n  - key",
        "    task: issue_nothing\n  - key",
        code=LINKED,
    ),
    defect(
        "supplement_timer", "timer: {amount: 7, unit: working_day}", "timer: {amount: 9, unit: working_day}"
    ),
]

DEFECTS = READER + SHAPE + LAW + WINDOWS + PAYMENT + FORM + CASES_AND_PAPERS + PROCESS
