"""The style page is for the demonstration only."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.mark.parametrize("path", ["/style/", "/style/desk/", "/style/error/404/"])
def test_style_page_is_shown_in_the_demonstration(client: Client, settings: Settings, path: str) -> None:
    settings.TINHSO_DEMONSTRATION = True
    response = client.get(path)
    assert response.status_code == 200
    assert "Bản trình diễn" in response.content.decode()


@pytest.mark.parametrize("path", ["/style/", "/style/desk/", "/style/error/404/"])
def test_style_page_is_absent_anywhere_else(client: Client, settings: Settings, path: str) -> None:
    settings.TINHSO_DEMONSTRATION = False
    response = client.get(path)
    assert response.status_code == 404
    assert "Bản trình diễn" not in response.content.decode()


def test_an_unknown_error_number_is_not_found(client: Client, settings: Settings) -> None:
    settings.TINHSO_DEMONSTRATION = True
    assert client.get("/style/error/418/").status_code == 404
