"""On the path of a planted process only; what lies here is found before anything else."""
