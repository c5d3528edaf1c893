"""Matters: what is looked after, by whom, in which steps, by when and how well.

processes   tiers, steps and the terms a case lives by (plain values)
routing     which unit it goes to, and why (rules)
models      packs in versions, matters, conditions, admission, announced years
catalogue   the matters that hold in an area at a time, and their terms
routes      the unit for a matter at a place, explained
calendars   working calendars of an area
packs       policy packs: check, load, compare, try
"""
