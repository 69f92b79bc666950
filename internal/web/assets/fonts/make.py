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
    "latin": [(0x20, 0x7E), (0xA0, 0xA0), (0xA7, 0xA7), (0xAB, 0xAB), (0xAD, 0xAD), (0xB0, 0xB0), (0xB7, 0xB7), (0xBB, 0xBB),
              (0xD7, 0xD7), (0xE4, 0xE4), (0x2011, 0x2014), (0x2018, 0x201E), (0x2022, 0x2026), (0x2212, 0x2212)],
    "cyrillic": [(0x401, 0x401), (0x406, 0x406), (0x410, 0x44F), (0x451, 0x451), (0x456, 0x456), (0x4B0, 0x4B1), (0x2116, 0x2116)],
    "cyrillic-ext": [(0x492, 0x493), (0x49A, 0x49B), (0x4A2, 0x4A3), (0x4AE, 0x4AF), (0x4BA, 0x4BB), (0x4D8, 0x4D9), (0x4E8, 0x4E9)],
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
