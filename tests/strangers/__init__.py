"""What a stranger is tried with: Ana's whole log, every private address filled with what is hers, every form of hers."""
