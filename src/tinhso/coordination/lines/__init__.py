"""Every line of the house to the outside: how it is doing, what an operator does with it, its month."""
