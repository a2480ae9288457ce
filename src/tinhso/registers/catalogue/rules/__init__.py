"""What the catalogue decides without a database: conditions, answers, papers, cases, checks, differences."""
