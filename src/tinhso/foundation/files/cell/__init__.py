"""The cell: a process apart, without rights and with little memory, where papers are taken to pieces.

A worker starts one cell when it first needs it; the cell forks one child for each paper and ends when nobody
has asked for a minute. The house imports only ``asking``; nothing here knows Django, the database, the keys.
"""
