"""Reserve numbers: the desk goes on on paper when the power or the line is away, and enters it later."""
