"""Systems outside the house: national registers, identity, payment, messages."""

import os

TINHSO_SANDBOX_URL = os.environ.get("TINHSO_SANDBOX_URL", "http://127.0.0.1:8020")
"""Where the sandbox plays the nation; production names each line on its own below."""

TINHSO_PUBLIC_URL = os.environ.get("TINHSO_PUBLIC_URL", "http://127.0.0.1:8000")
TINHSO_LIVE_URL = os.environ.get("TINHSO_LIVE_URL", "http://127.0.0.1:8001")

TINHSO_POPULATION_WSDL = os.environ.get(
    "TINHSO_POPULATION_WSDL", f"{TINHSO_SANDBOX_URL}/population/soap?wsdl"
)
TINHSO_VNEID_ISSUER = os.environ.get("TINHSO_VNEID_ISSUER", f"{TINHSO_SANDBOX_URL}/vneid")
TINHSO_VNEID_CLIENT_ID = os.environ.get("TINHSO_VNEID_CLIENT_ID", "tinhso-portal")
TINHSO_VNEID_CLIENT_SECRET = os.environ.get("TINHSO_VNEID_CLIENT_SECRET", "")
TINHSO_PAYMENT_URL = os.environ.get("TINHSO_PAYMENT_URL", f"{TINHSO_SANDBOX_URL}/payment")
TINHSO_PAYMENT_SECRET = os.environ.get("TINHSO_PAYMENT_SECRET", "")
TINHSO_MESSAGES_URL = os.environ.get("TINHSO_MESSAGES_URL", f"{TINHSO_SANDBOX_URL}/messages")
TINHSO_MESSAGES_TOKEN = os.environ.get("TINHSO_MESSAGES_TOKEN", "")

TINHSO_POPULATION_ACCOUNT = os.environ.get("TINHSO_POPULATION_ACCOUNT", "H09-TINHSO")
TINHSO_POPULATION_PORTAL_OFFICER = os.environ.get("TINHSO_POPULATION_PORTAL_OFFICER", "H09-CONG-DICH-VU-CONG")
TINHSO_POPULATION_PER_SECOND = float(os.environ.get("TINHSO_POPULATION_PER_SECOND", "20"))
TINHSO_GATEWAY_URL = os.environ.get("TINHSO_GATEWAY_URL", f"{TINHSO_SANDBOX_URL}/gateway")
TINHSO_GATEWAY_CLIENT_ID = os.environ.get("TINHSO_GATEWAY_CLIENT_ID", "")
TINHSO_GATEWAY_CLIENT_SECRET = os.environ.get("TINHSO_GATEWAY_CLIENT_SECRET", "")
TINHSO_GATEWAY_PER_SECOND = {
    register: float(os.environ.get(f"TINHSO_GATEWAY_{register.upper()}_PER_SECOND", "10"))
    for register in ("business", "insurance", "budget")
}
"""The rate agreed for each register behind the provincial gateway, for all processes together."""

TINHSO_MESSAGES_PER_SECOND = float(os.environ.get("TINHSO_MESSAGES_PER_SECOND", "50"))
TINHSO_PAYMENT_CALLBACK_URL = f"{TINHSO_PUBLIC_URL}/payments/callback"
TINHSO_DOSSIER_LINK = f"{TINHSO_PUBLIC_URL}/tracking/{{code}}"
"""Where a message about a dossier leads: the public tracking page, by code alone."""

TINHSO_ESSENTIAL_URL = os.environ.get("TINHSO_ESSENTIAL_URL", f"{TINHSO_SANDBOX_URL}/essential_portal")
TINHSO_ESSENTIAL_CLIENT_ID = os.environ.get("TINHSO_ESSENTIAL_CLIENT_ID", "H09-TINHSO")
TINHSO_ESSENTIAL_CLIENT_SECRET = os.environ.get("TINHSO_ESSENTIAL_CLIENT_SECRET", "")
TINHSO_ESSENTIAL_PUSH_SECRET = os.environ.get("TINHSO_ESSENTIAL_PUSH_SECRET", "")
TINHSO_NATIONAL_URL = os.environ.get("TINHSO_NATIONAL_URL", f"{TINHSO_SANDBOX_URL}/national_portal")
TINHSO_NATIONAL_ACCOUNT = os.environ.get("TINHSO_NATIONAL_ACCOUNT", "H09-TINHSO")
TINHSO_NATIONAL_PASSWORD = os.environ.get("TINHSO_NATIONAL_PASSWORD", "")
TINHSO_NATIONAL_UNIT = os.environ.get("TINHSO_NATIONAL_UNIT", "H09")
TINHSO_OLD_ONE_STOP_URL = os.environ.get("TINHSO_OLD_ONE_STOP_URL", f"{TINHSO_SANDBOX_URL}/old_one_stop")
TINHSO_OLD_ONE_STOP_KEY = os.environ.get("TINHSO_OLD_ONE_STOP_KEY", "")
TINHSO_OLD_ONE_STOP_DISTRICT = os.environ.get("TINHSO_OLD_ONE_STOP_DISTRICT", "722")
"""The district that keeps its old one-stop system; a system without its secret is not connected."""

TINHSO_WEBHOOK_PAUSED_AFTER_DAYS = int(os.environ.get("TINHSO_WEBHOOK_PAUSED_AFTER_DAYS", "5"))
"""A receiver that has taken nothing for so long is told nothing more until somebody resumes it."""
