"""The catalogue of procedures: reviewed files become immutable, dated versions for dossiers to stand on."""
