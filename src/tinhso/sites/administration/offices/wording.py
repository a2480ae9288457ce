"""What kinds of agencies and units are called."""

from __future__ import annotations

from collections.abc import Mapping

from tinhso.registers.agencies.service import AgencyKind, Coverage

KINDS: Mapping[AgencyKind, str] = {
    AgencyKind.PROVINCIAL_COMMITTEE: "Ủy ban nhân dân tỉnh",
    AgencyKind.PROVINCIAL_ONE_STOP: "Trung tâm phục vụ hành chính công tỉnh",
    AgencyKind.PROVINCIAL_POLICE: "Công an tỉnh",
    AgencyKind.POLICE_RESIDENCE_OFFICE: "Phòng quản lý hành chính, Công an tỉnh",
    AgencyKind.POLICE_TRAFFIC_OFFICE: "Phòng cảnh sát giao thông, Công an tỉnh",
    AgencyKind.POLICE_IMMIGRATION_OFFICE: "Phòng xuất nhập cảnh, Công an tỉnh",
    AgencyKind.PROVINCIAL_SOCIAL_INSURANCE: "Bảo hiểm xã hội tỉnh",
    AgencyKind.TRANSPORT_DEPARTMENT: "Sở Giao thông vận tải",
    AgencyKind.JUSTICE_DEPARTMENT: "Sở Tư pháp",
    AgencyKind.TAX_DEPARTMENT: "Cục Thuế",
    AgencyKind.ENVIRONMENT_DEPARTMENT: "Sở Tài nguyên và Môi trường",
    AgencyKind.LAND_REGISTRATION_OFFICE: "Văn phòng đăng ký đất đai",
    AgencyKind.EDUCATION_DEPARTMENT: "Sở Giáo dục và Đào tạo",
    AgencyKind.LABOUR_DEPARTMENT: "Sở Lao động, Thương binh và Xã hội",
    AgencyKind.EMPLOYMENT_SERVICE_CENTRE: "Trung tâm dịch vụ việc làm",
    AgencyKind.POWER_COMPANY: "Công ty điện lực",
    AgencyKind.DISTRICT_COMMITTEE: "Ủy ban nhân dân cấp huyện",
    AgencyKind.DISTRICT_ONE_STOP: "Một cửa cấp huyện",
    AgencyKind.DISTRICT_POLICE: "Công an cấp huyện",
    AgencyKind.SOCIAL_INSURANCE: "Bảo hiểm xã hội cấp huyện",
    AgencyKind.TAX_BRANCH: "Chi cục Thuế",
    AgencyKind.LAND_REGISTRATION_BRANCH: "Chi nhánh văn phòng đăng ký đất đai",
    AgencyKind.COMMUNE_COMMITTEE: "Ủy ban nhân dân cấp xã",
    AgencyKind.COMMUNE_ONE_STOP: "Một cửa cấp xã",
    AgencyKind.COMMUNE_POLICE: "Công an cấp xã",
}
COVERAGES: Mapping[Coverage, str] = {Coverage.WHOLE: "toàn bộ", Coverage.PARTIAL: "một phần"}
