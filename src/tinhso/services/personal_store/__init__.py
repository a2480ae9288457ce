"""The personal store: papers that were digitised and certified once, and results, kept for their owner."""
