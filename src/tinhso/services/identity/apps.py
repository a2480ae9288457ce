from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Registers the room and its start-up checks."""

    name = "tinhso.services.identity"
    label = "identity"
    verbose_name = "Định danh và xác thực điện tử"

    def ready(self) -> None:
        from tinhso.services.identity import checks  # noqa: F401
