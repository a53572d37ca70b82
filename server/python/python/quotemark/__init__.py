"""Quotemark: who said what in an article, as rows of tables.

    import quotemark
    cast = quotemark.Cast(open("cast.qm").read())
    quotemark.parse("[“No,”]{by @ann on #cuts}", id="a1", date="2011-11-24", cast=cast)
    quotemark.parse_batch(batch, cast=cast, table="flat")

The columns are those of `quotemark export`. The program itself is installed beside this module, as
the command `quotemark`.
"""
from ._quotemark import TABLES, Cast, __version__, ddl, parse, parse_batch, schema

__all__ = ["TABLES", "Cast", "ddl", "parse", "parse_batch", "schema"]
