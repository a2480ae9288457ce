"""How much may be handed in; a province changes these by the environment variables of the same names."""

import os

TINHSO_PAPERS_IN_DRAFT = int(os.environ.get("TINHSO_PAPERS_IN_DRAFT", "60"))
TINHSO_MEGABYTES_IN_DRAFT = int(os.environ.get("TINHSO_MEGABYTES_IN_DRAFT", "150"))
TINHSO_PAPERS_A_DAY = int(os.environ.get("TINHSO_PAPERS_A_DAY", "200"))
TINHSO_MEGABYTES_A_DAY = int(os.environ.get("TINHSO_MEGABYTES_A_DAY", "500"))
