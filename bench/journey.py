"""The same dossier as most people file it: a draft, four steps, two uploads, a last look, and the button."""

from __future__ import annotations

from bench.citizens import Browser, expect_redirect
from bench.papers import Papers
from bench.residence_form import (
    applicant_fields,
    confirm_fields,
    place_fields,
    request_fields,
)

_CODE = "1.004194"


def file_step_by_step(browser: Browser, papers: Papers, *, mark: str) -> None:
    """Every page that the browser loads and every form that it sends."""
    from bench.intake import multipart

    browser.get(f"/procedures/{_CODE}/apply")
    first = browser.post_form(f"/procedures/{_CODE}/apply", {"anew": "yes"})
    draft = first.split("/")[2]
    for section, fields in (
        ("applicant", applicant_fields(browser.personal_id, browser.full_name)),
        ("request", request_fields()),
        ("place", place_fields()),
        ("confirm", confirm_fields()),
    ):
        browser.get(f"/drafts/{draft}/steps/{section}")
        browser.post_form(f"/drafts/{draft}/steps/{section}", fields)
    for name, filename, media_type, content in (
        ("paper_housing_proof", "hợp đồng.pdf", "application/pdf", papers.pdf(mark)),
        ("paper_guardian_consent", "đồng ý.jpg", "image/jpeg", papers.jpeg(mark)),
    ):
        path = f"/drafts/{draft}/papers"
        browser.get(path)
        token = {"csrfmiddlewaretoken": browser.csrf_token, "upload": "yes"}
        body, content_type = multipart(token, [(name, filename, media_type, content)])
        expect_redirect(path, *browser.post(path, body, content_type))
    browser.get(f"/drafts/{draft}/review")
    browser.post_form(f"/drafts/{draft}/submit", {})
