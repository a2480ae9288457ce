"""What is read: the lists of an agency, one task on one screen, its printed proposal, who waited."""
