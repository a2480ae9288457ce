"""SMS, e-mail and VNeID notices, simulated: what was sent stays in inboxes to look at."""
