"""Figures, the dossiers behind them, the day of an agency, the load of its people."""
