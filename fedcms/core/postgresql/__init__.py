"""Django's backend for PostgreSQL, whose connections give up a server that hangs (docs/adr/0064).

`base` is what `DATABASES` names, `driver` what it calls, `waiting` gives up a statement, `server_watch` knows whether
the server hangs, `refusal` whether nobody listens at its address at all.
"""
