"""Applications to trade missions: the call, applications by link, the jury, decisions (docs/adr/0056)."""
