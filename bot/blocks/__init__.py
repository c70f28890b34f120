"""Values in, Block Kit out: pure builders, escaping of untrusted words, and the linter of all that leaves."""
