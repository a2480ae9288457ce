"""Addresses of the exchange: what systems call, and what operators read; names of systems and ids only."""

from django.urls import path

from tinhso.sites.exchange import apart, lines, machines, months, reconciliation, stale_ages

app_name = "exchange"
urlpatterns = [
    path("exchange/essential-portal", machines.essential_push, name="essential-push"),
    path("exchange/files/<str:word>", machines.file, name="file"),
    path("desk/exchange/", lines.home, name="lines"),
    path("desk/exchange/months/", months.home, name="months"),
    path("desk/exchange/months.<slug:kind>", months.as_file, name="months-file"),
    path("desk/exchange/line/<slug:system>/", lines.line, name="line"),
    path("desk/exchange/<slug:system>/pause", lines.pause_line, name="pause"),
    path("desk/exchange/<slug:system>/tell-again", lines.tell_line_again, name="tell-again"),
    path("desk/exchange/<slug:system>/ask-again", lines.ask_line_again, name="ask-again"),
    path("desk/exchange/apart/", apart.home, name="apart"),
    path("desk/exchange/apart/<uuid:row_id>/", apart.message, name="message"),
    path("desk/exchange/reconciliation/", reconciliation.home, name="reconciliation"),
    path("desk/exchange/stale-ages/", stale_ages.home, name="stale-ages"),
    path("desk/exchange/refused/", apart.refused, name="refused"),
]
