"""Sessions of an event: its programme, hour by hour."""
