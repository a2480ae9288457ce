"""Which days and hours the offices of the state work: a calendar that is data, declared and dated."""
