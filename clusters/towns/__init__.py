"""Positions of towns, from a list of our own: no geocoder is asked (CC BY 4.0, GeoNames)."""
