"""Questions and writes to systems outside, kept until they are answered."""
