"""An export of the national portal: read with suspicion, compared with the catalogue, made into drafts."""
