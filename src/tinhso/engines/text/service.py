"""The door of the text engine: Vietnamese text compared, searched, sorted and distrusted.

Pure functions; every one gives the same answer for NFC and NFD input.
"""

from tinhso.engines.text.confusables import confusable_letters
from tinhso.engines.text.folding import fold, words
from tinhso.engines.text.names import same_commune_name
from tinhso.engines.text.sorting import vietnamese_sort_key

__all__ = ["confusable_letters", "fold", "same_commune_name", "vietnamese_sort_key", "words"]
