"""Small breakages, made by machine, in the code that matters: the tests must notice nine of ten (`make mutation`)."""
