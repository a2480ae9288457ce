"""What all sites stand on: layout, form rendering, error pages, request ids, security headers."""
