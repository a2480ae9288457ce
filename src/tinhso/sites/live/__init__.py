"""Tell open pages at once what has changed, by server-sent events."""
