"""The signs that stand before the items of a list: dashes, dots, squares, ticks, arrows.

Word prints its bullets from symbol fonts; a text layer keeps them as characters of private use (U+F0A7 is
its square, U+F0D8 its arrow, U+F0FC its tick).
"""

BULLETS = "-–—+*•●▪◦■□◆◇❖➢➤➔✓✔☑→⁃·∙‣§\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8\uf076\uf02d"
