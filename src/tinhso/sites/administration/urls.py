"""Addresses of the administrator's pages; included under ``desk/``. Nothing personal stands in an address."""

from django.urls import path

from tinhso.sites.administration import (
    account,
    accounts,
    delegations,
    duties,
    enrolment,
    new_account,
    passwords,
    procedures,
    security,
    transfer,
    version_move,
)
from tinhso.sites.administration.holidays import changing as changing_holidays
from tinhso.sites.administration.holidays import listed as listed_holidays
from tinhso.sites.administration.integrations import clients as integrations
from tinhso.sites.administration.integrations import webhooks as integration_webhooks
from tinhso.sites.administration.offices import agencies as offices
from tinhso.sites.administration.offices import competences, ending
from tinhso.sites.administration.offices import units as unit_pages
from tinhso.sites.administration.portal_import import pages as portal_import

app_name = "administration"
urlpatterns = [
    path("administration/accounts/", accounts.accounts, name="accounts"),
    path("administration/accounts/find/", accounts.find, name="find"),
    path("administration/accounts/new/", new_account.new, name="new-account"),
    path("administration/accounts/<uuid:account_id>/", account.account, name="account"),
    path("administration/accounts/<uuid:account_id>/duties/", duties.duties, name="duties"),
    path("administration/accounts/<uuid:account_id>/transfer/", transfer.transfer, name="transfer"),
    path("administration/accounts/<uuid:account_id>/transfer/withdraw/", transfer.withdraw, name="withdraw"),
    path("administration/accounts/<uuid:account_id>/lock/", account.lock, name="lock"),
    path("administration/accounts/<uuid:account_id>/unlock/", account.unlock, name="unlock"),
    path("administration/accounts/<uuid:account_id>/sessions/", account.end_sessions, name="end-sessions"),
    path("administration/accounts/<uuid:account_id>/code/", account.code, name="code"),
    path("administration/accounts/<uuid:account_id>/factor/", account.reset, name="reset-factor"),
    path(
        "administration/accounts/<uuid:account_id>/delegation/", delegations.for_leader, name="delegation-for"
    ),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<uuid:delegation_id>/end/", delegations.end, name="delegation-end"),
    path("account/security/", security.security, name="security"),
    path("account/security/app/", enrolment.enrolment, name="enrolment"),
    path("account/security/app/replace/", security.replace, name="replace-app"),
    path("account/security/app/off/", security.turn_off, name="turn-off"),
    path("account/security/recovery-codes/", security.recovery_codes, name="recovery-codes"),
    path("account/security/seen/", security.seen, name="removal-seen"),
    path("administration/procedures/", procedures.procedures, name="procedures"),
    path("administration/procedures/<str:code>/", procedures.procedure, name="procedure"),
    path("administration/procedures/<str:code>/drafts/", procedures.new_draft, name="new-procedure-draft"),
    path("administration/procedures/<str:code>/move/", version_move.version_move, name="version-move"),
    path(
        "administration/procedures/<str:code>/moves/<uuid:move_id>/undo/",
        procedures.undo,
        name="undo-version-move",
    ),
    path("administration/procedure-drafts/<uuid:draft_id>/", procedures.draft, name="procedure-draft"),
    path(
        "administration/procedure-drafts/<uuid:draft_id>/publish/",
        procedures.publish,
        name="publish-procedure-draft",
    ),
    path(
        "administration/procedure-drafts/<uuid:draft_id>/put-away/",
        procedures.put_away,
        name="put-procedure-draft-away",
    ),
    path("administration/holidays/", listed_holidays.holidays, name="holidays"),
    path("administration/holidays/day/", changing_holidays.holiday, name="holiday"),
    path("administration/holidays/import/", changing_holidays.import_year, name="holidays-import"),
    path("administration/holidays/save/", changing_holidays.save, name="holiday-save"),
    path("administration/holidays/<uuid:change_id>/undo/", changing_holidays.undo, name="holiday-undo"),
    path("administration/portal-imports/", portal_import.imports, name="portal-imports"),
    path(
        "administration/portal-imports/<uuid:import_id>/", portal_import.portal_import, name="portal-import"
    ),
    path(
        "administration/portal-imports/<uuid:import_id>/drafts/",
        portal_import.drafts,
        name="portal-import-drafts",
    ),
    path("administration/agencies/", offices.agencies, name="agencies"),
    path("administration/agencies/by-kind/", offices.agencies_by_kind, name="agencies-by-kind"),
    path("administration/agencies/new/", offices.new_agency, name="new-agency"),
    path("administration/agencies/<uuid:agency_id>/", offices.agency, name="agency"),
    path("administration/agencies/<uuid:agency_id>/ending/", ending.ending, name="agency-ending"),
    path(
        "administration/agencies/<uuid:agency_id>/ending/withdraw/",
        ending.withdraw,
        name="agency-ending-withdraw",
    ),
    path("administration/competences/", competences.competences, name="competences"),
    path("administration/competences/new/", competences.new_competence, name="new-competence"),
    path("administration/competences/<uuid:period_id>/end/", competences.end, name="competence-end"),
    path("administration/units/conversion/", unit_pages.conversion, name="unit-conversion"),
    path("administration/units/", unit_pages.units, name="units"),
    path("administration/units/<str:code>/", unit_pages.unit, name="unit"),
    path("administration/integrations/", integrations.integrations, name="integrations"),
    path("administration/integrations/new/", integrations.new_integration, name="new-integration"),
    path("administration/integrations/<uuid:client_id>/", integrations.integration, name="integration"),
    path(
        "administration/integrations/<uuid:client_id>/change/",
        integrations.change_integration,
        name="change-integration",
    ),
    path(
        "administration/integrations/<uuid:client_id>/secret/",
        integrations.integration_secret,
        name="integration-secret",
    ),
    path(
        "administration/integrations/<uuid:client_id>/disable/",
        integrations.disable_integration,
        name="disable-integration",
    ),
    path(
        "administration/webhooks/<uuid:webhook_id>/",
        integration_webhooks.integration_webhook,
        name="integration-webhook",
    ),
    path(
        "administration/webhooks/<uuid:webhook_id>/act/",
        integration_webhooks.act_on_integration_webhook,
        name="integration-webhook-act",
    ),
    path("account/new-password/", passwords.new_password, name="new-password"),
    path("account/password/", passwords.own_password, name="own-password"),
]
