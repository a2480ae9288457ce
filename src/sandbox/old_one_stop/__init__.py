"""The one-stop software of another vendor that one district still uses, simulated, with its own habits."""
