"""stub"""
from enum import StrEnum
from collections import namedtuple
class Standing(StrEnum):
    NAME="name"; ADJECTIVE="adjective"; DEMONYM="demonym"
R=namedtuple("R","key standing country")
_N={"armenia":"AM","azerbaijan":"AZ","turkey":"TR","türkiye":"TR","russia":"RU","iran":"IR","ukraine":"UA","georgia":"GE","kosovo":"XK","afghanistan":"AF","united states":"US","u.s.":"US"}
_A={"armenian":"AM","azerbaijani":"AZ","turkish":"TR","russian":"RU","iranian":"IR","american":"US"}
_O={"nato":"nato","north atlantic alliance":"nato","north atlantic treaty organization":"nato"}
def place_readings(f):
    f=f.casefold()
    if f in _N: return (R("country:"+_N[f],Standing.NAME,_N[f]),)
    if f in _A: return (R("country:"+_A[f],Standing.ADJECTIVE,_A[f]),)
    return ()
O=namedtuple("O","key name forms")
def organisation_named(f):
    k=_O.get(f.casefold()); return O("organisation:"+k,"NATO",("NATO","North Atlantic Alliance","North Atlantic Treaty Organization")) if k else None
def is_adjective_of(a,n):
    a=a.casefold().rstrip("s");n=n.casefold()
    for s in ("ian","an","i","n","ese","er"):
        if a.endswith(s) and len(a)>len(s)+2:
            st=a[:-len(s)]
            if n in (st,st+"a",st+"e",st+"ia",st+"y"): return True
    return False
def stands_for(f): return {"baku":"AZ","yerevan":"AM","ankara":"TR","kremlin":"RU"}.get(f.casefold())
