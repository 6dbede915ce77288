"""The band: instruments made of numbers, and the room they play in.

`score` and `writing` are plain data; everything else needs numpy and runs in a child.
"""
