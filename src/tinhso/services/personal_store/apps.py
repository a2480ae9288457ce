from django.apps import AppConfig


class PersonalStoreConfig(AppConfig):
    name = "tinhso.services.personal_store"
    label = "personal_store"
