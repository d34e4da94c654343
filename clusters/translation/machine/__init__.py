"""Machine translation: for translators, and on demand for visitors."""
