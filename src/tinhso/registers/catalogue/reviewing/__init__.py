"""From a reviewed file to a published version: read, judged line by line, compared, drawn, added."""
