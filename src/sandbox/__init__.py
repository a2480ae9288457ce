"""The outside world in a box: the national systems a province talks to, simulated.

The sandbox shares no code with the product; the two meet over HTTP and SOAP only.
Everything in it is invented: no person, number or address belongs to anybody.
"""
