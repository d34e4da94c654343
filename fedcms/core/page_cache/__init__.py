"""Keeps public pages in the process until what they show changes (docs/adr/0068).

`statements` watches what a page reads and what is written, `drops` notes tags in the transaction of a change, `notes`
reads them, `store` keeps pages (`kept_answer`) and drops them by tags, `fills` lets one thread make a page that several
ask for, `moments` says when the clock changes a page, `middleware` answers. `shared` gives what is kept to other
processes (`packing`, `valkey`), `proxies` tells shared caches what they may hold, `purging` what they must drop. While
the database is away, `local_drops` says what this machine dropped, and `notice` says so to readers.
"""
