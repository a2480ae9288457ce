"""One transaction: change, audit rows, announcements and jobs, together or not at all."""
