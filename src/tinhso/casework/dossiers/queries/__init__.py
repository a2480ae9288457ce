"""What people see of dossiers; each reading asks authority and is recorded."""
