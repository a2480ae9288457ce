"""How amounts are written in Vietnam."""

from django import template

register = template.Library()


@register.filter
def dong(amount: int) -> str:
    """20000 → 20.000 đồng."""
    return f"{amount:,}".replace(",", ".") + " đồng"
