"""What entries mean: a vector for each, from a small multilingual model that may be absent, slow or dead."""
