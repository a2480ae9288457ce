"""Handling a dossier: every step, fee, supplement and result, and the clock behind them."""
