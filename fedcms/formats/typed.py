"""How people type dates and times in the admin, in each of its languages: day, month, year. Django adds ISO 8601.

An hour may be written as in French, "9h30". The first format of each is the one that the admin shows.
"""

DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh"]
DATETIME_INPUT_FORMATS = [
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %Hh%M",
    "%d/%m/%Y %Hh",
    "%d/%m/%Y, %H:%M",
    "%d/%m/%Y à %H:%M",
    "%d/%m/%Y à %Hh%M",
    "%d/%m/%Y à %Hh",
    "%d/%m/%y %H:%M",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y",
]
