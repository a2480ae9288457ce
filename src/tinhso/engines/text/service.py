"""The door of the text engine: Vietnamese text compared, searched, sorted and distrusted; plain YAML read.

Pure functions; those about Vietnamese give the same answer for NFC and NFD input.
"""

from tinhso.engines.text.confusables import confusable_letters
from tinhso.engines.text.folding import fold, words
from tinhso.engines.text.marking import marked_words
from tinhso.engines.text.names import same_commune_name
from tinhso.engines.text.plain_yaml import Plain, UnreadableYaml, YamlText, read_yaml
from tinhso.engines.text.sorting import vietnamese_sort_key

__all__ = [
    "Plain",
    "UnreadableYaml",
    "YamlText",
    "confusable_letters",
    "fold",
    "marked_words",
    "read_yaml",
    "same_commune_name",
    "vietnamese_sort_key",
    "words",
]
