"""Who may act for whom: legal representatives, and people authorised by an organisation or a person."""
