"""An export of the national portal: sent, compared with the catalogue, chosen from, made into drafts."""
