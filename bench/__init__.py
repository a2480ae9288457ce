"""Benchmarks: each measures its limit or its peer in the same run and ends with one line of JSON."""
