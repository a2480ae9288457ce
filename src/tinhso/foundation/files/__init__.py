"""Files: papers that people hand in, checked by content, kept once, encrypted."""
