"""Django's database backend for connections that last over many requests (``ENGINE``)."""
