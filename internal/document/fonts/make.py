#!/usr/bin/env python3
"""Makes the four faces of Talim Serif from Liberation Serif (see README.md).

Run by hand, seldom: needs Debian's fonts-liberation2 and python3-fonttools.
"""
import math
import sys

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SOURCE = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/truetype/liberation2"
FACES = {"Regular": ("regular.ttf", 0.06), "Bold": ("bold.ttf", 0.10),
         "Italic": ("italic.ttf", 0.06), "BoldItalic": ("bolditalic.ttf", 0.10)}
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x18F), (0x259, 0x259), (0x391, 0x3C9), (0x400, 0x52F), (0x2010, 0x2027),
          (0x202F, 0x203A), (0x2070, 0x2089), (0x20AC, 0x20AC), (0x2116, 0x2116),
          (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2215, 0x221E),
          (0x2248, 0x2248), (0x2260, 0x2265), (0x25A0, 0x25CF), (0xFFFD, 0xFFFD)]


def rectangle(pen, x0, y0, x1, y1, slant, hole=False):
    corners = [(x0, y0), (x0, y1), (x1, y1), (x1, y0)]
    polygon(pen, corners[::-1] if hole else corners, slant)


def polygon(pen, points, slant):
    points = [(round(x + slant * y), round(y)) for x, y in points]
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def tenge(font, bar, slant):
    """The tenge: the letter T lowered under a second bar of the same width."""
    letter, thick = font["glyf"]["T"], bar * 1000
    height = letter.yMax
    scale = (height - 2.6 * thick) / height
    pen = TTGlyphPen(None)
    font.getGlyphSet()["T"].draw(TransformPen(pen, (1, 0, 0, scale, 0, 0)))
    left = letter.xMin + (0.10 * height if slant else 0) - slant * height
    rectangle(pen, left, height - thick, letter.xMax - slant * height, height, slant)
    return pen.glyph(), font["hmtx"]["T"][0]


def box(font, ticked, slant):
    pen, thick = TTGlyphPen(None), 90
    rectangle(pen, 120, 0, 1420, 1300, 0)
    rectangle(pen, 120 + thick, thick, 1420 - thick, 1300 - thick, 0, hole=True)
    if ticked:
        tick(pen)
    return pen.glyph(), 1540


def tick(pen):
    polygon(pen, [(330, 640), (450, 740), (670, 430), (1120, 1150), (1250, 1070), (690, 200)], 0)


def bare_tick():
    pen = TTGlyphPen(None)
    tick(pen)
    return pen.glyph(), 1540


def add(font, code, name, made):
    glyph, width = made
    font.setGlyphOrder(font.getGlyphOrder() + [name])
    font["glyf"].glyphs[name] = glyph
    font["glyf"].glyphOrder = font.getGlyphOrder()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def rename(font, face):
    names = {1: "Talim Serif", 2: face, 3: "TalimSerif-" + face, 4: "Talim Serif " + face,
             6: "TalimSerif-" + face, 16: "Talim Serif", 17: face}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID == 7:  # the trademark of the source
            font["name"].names.remove(record)


def make(face, target, bar):
    font = TTFont(f"{SOURCE}/LiberationSerif-{face}.ttf", recalcTimestamp=False)
    slant = math.tan(math.radians(-font["post"].italicAngle))
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True,
                             name_IDs=["*"], name_languages=[0x409], drop_tables=["GDEF", "GPOS", "GSUB", "DSIG", "kern"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for a, b in RANGES for c in range(a, b + 1)])
    subsetter.subset(font)
    add(font, 0x20B8, "tenge", tenge(font, bar, slant))
    add(font, 0x2610, "box", box(font, False, slant))
    add(font, 0x2611, "boxticked", box(font, True, slant))
    add(font, 0x2713, "tick", bare_tick())
    font["post"].formatType = 3.0
    rename(font, face)
    font.save(target)


for face, (target, bar) in FACES.items():
    make(face, target, bar)
