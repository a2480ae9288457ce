"""The one-stop desk: where officers receive, process, approve and return dossiers."""
