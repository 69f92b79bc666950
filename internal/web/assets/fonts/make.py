#!/usr/bin/env python3
"""Cuts the files of Onest (see README.md).

Run by hand, seldom: npm pack @fontsource-variable/onest@5.3.1, unpack it, then
make.py package/files. Needs Debian's python3-fonttools and python3-brotli.
"""
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

RANGES = {
    "latin": [(0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x202F, 0x202F), (0x2030, 0x2030), (0x2039, 0x203A),
              (0x20AC, 0x20AC), (0x2122, 0x2122), (0x2191, 0x2193), (0x2212, 0x2212)],
    "cyrillic": [(0x301, 0x301), (0x400, 0x45F), (0x490, 0x491), (0x4B0, 0x4B1), (0x2116, 0x2116)],
    "cyrillic-ext": [(0x460, 0x52F)],
    "latin-ext": [(0x100, 0x24F), (0x1E00, 0x1EFF), (0x20A0, 0x20C0)],
}
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "calt"]

for name, ranges in RANGES.items():
    file = f"onest-{name}-wght-normal.woff2"
    font = instancer.instantiateVariableFont(TTFont(f"{sys.argv[1]}/{file}"), {"wght": (400, 700)})
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True,
                             name_IDs=[0, 1, 2, 4, 6, 13, 14])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in ranges for code in range(low, high + 1)])
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(file)
