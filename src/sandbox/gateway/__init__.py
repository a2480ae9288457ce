"""The provincial gateway, simulated: look-ups in the business, insurance and budget-code registers."""
