#!/usr/bin/env python3
"""Makes picture.svg and review.svg: a real Neovim on the example corpus, as its terminal shows it.

usage: editors/neovim/picture.py [FOLDER]     needs tmux; run editors/try --headless first, which fetches the rest

Neovim runs in tmux, keys are pressed, and when the screen shows what is waited
for it is drawn as SVG. Nothing on the pictures is made up.
"""
import html
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COLUMNS, ROWS = 118, 34
CELL_WIDTH, CELL_HEIGHT, MARGIN = 8.4, 18, 14
FOREGROUND, BACKGROUND = "#e0e2ea", "#14161b"
# Keys for tmux, or what has to be on the screen before going on. An id is misspelt, and then
# somebody is asked about.
HOVER = [
    "wait:What to press",
    "wait:negotiator for the GPC",
    "/hi}",
    "Enter",
    "lx",
    "wait:did you mean",
    "/Chaand",
    "Enter",
    ":nohlsearch",
    "Enter",
    "K",
    "wait:Role on 2012-06-28",
]
# An article that nobody has tagged: the first proposal is taken, the second is shown.
REVIEW = [
    "wait:What to press",
    ":last",
    "Enter",
    "wait:Three clinical commissioning groups",
    ",r",
    "wait:1 of ",
    "Enter",
    "wait:2 of ",
]

BASE = """#000000 #cd3131 #0dbc79 #e5e510 #2472c8 #bc3fbc #11a8cd #e5e5e5
#666666 #f14c4c #23d18b #f5f543 #3b8eea #d670d6 #29b8db #ffffff""".split()


def colour(number):
    """The 256 colours of a terminal."""
    if number < 16:
        return BASE[number]
    if number < 232:
        steps = [0, 95, 135, 175, 215, 255]
        number -= 16
        return "#%02x%02x%02x" % (steps[number // 36], steps[number // 6 % 6], steps[number % 6])
    return "#%02x%02x%02x" % ((8 + (number - 232) * 10,) * 3)


class Style:
    """How the next characters look, after the SGR sequences so far."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.fore, self.back = None, None
        self.bold = self.italic = self.underline = self.reverse = False

    def apply(self, codes):
        codes = iter(codes)
        for code in codes:
            if code == 0:
                self.reset()
            elif code in (1, 22):
                self.bold = code == 1
            elif code in (3, 23):
                self.italic = code == 3
            elif code in (4, 24):
                self.underline = code == 4
            elif code in (7, 27):
                self.reverse = code == 7
            elif code in (38, 48, 58):
                mode = next(codes, 0)
                value = colour(next(codes, 0)) if mode == 5 else "#%02x%02x%02x" % tuple(next(codes, 0) for _ in range(3))
                if code == 38:
                    self.fore = value
                elif code == 48:
                    self.back = value
            elif code == 39:
                self.fore = None
            elif code == 49:
                self.back = None
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self.fore = BASE[code - 30 if code < 90 else code - 82]
            elif 40 <= code <= 47 or 100 <= code <= 107:
                self.back = BASE[code - 40 if code < 100 else code - 92]

    def drawn(self):
        fore, back = self.fore or FOREGROUND, self.back or BACKGROUND
        if self.reverse:
            fore, back = back, fore
        return fore, back, self.bold, self.italic, self.underline


def runs(line, style):
    """The stretches of a captured line that look alike: column, words, look."""
    column = 0
    for piece in re.split(r"(\x1b\[[0-9;:]*m|\x1b\][^\x1b\x07]*(?:\x1b\\|\x07))", line):
        if piece.startswith("\x1b["):
            codes = re.sub(r"4:\d", "4", piece[2:-1]).replace(":", ";")
            style.apply(int(code or 0) for code in codes.split(";"))
        elif piece and not piece.startswith("\x1b"):
            yield column, piece, style.drawn()
            column += len(piece)


def svg(captured):
    width, height = COLUMNS * CELL_WIDTH + 2 * MARGIN, ROWS * CELL_HEIGHT + 2 * MARGIN
    shapes, words, style = [], [], Style()
    for row, line in enumerate(captured.split("\n")[:ROWS]):
        y = MARGIN + row * CELL_HEIGHT
        for column, text, (fore, back, bold, italic, underline) in runs(line, style):
            x, span = MARGIN + column * CELL_WIDTH, len(text) * CELL_WIDTH
            if back != BACKGROUND:
                shapes.append(f'<rect x="{x:.1f}" y="{y}" width="{span:.1f}" height="{CELL_HEIGHT}" fill="{back}"/>')
            if text.strip():
                # The space at either end would be lost, and the rest stretched over it.
                x += (len(text) - len(text.lstrip())) * CELL_WIDTH
                text = text.strip()
                span = len(text) * CELL_WIDTH
                text = text.replace(" ", "\N{NO-BREAK SPACE}")
                look = ' font-weight="bold"' * bold + ' font-style="italic"' * italic + ' text-decoration="underline"' * underline
                words.append(
                    f'<text x="{x:.1f}" y="{y + 13}" textLength="{span:.1f}" fill="{fore}"{look}>{html.escape(text)}</text>'
                )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
            'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">',
            f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>',
            *shapes,
            *words,
            "</svg>",
            "",
        ]
    )


def capture(command, steps):
    socket = os.path.join(tempfile.mkdtemp(), "tmux")

    def tmux(*arguments):
        done = subprocess.run(["tmux", "-S", socket, "-f", "/dev/null", *arguments], check=True, capture_output=True, text=True)
        return done.stdout

    tmux("new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), "env", "TERM=tmux-256color", "COLORTERM=truecolor", *command)
    try:
        tmux("set", "-g", "status", "off")
        tmux("set", "-ga", "terminal-overrides", ",*:Tc")
        for step in steps:
            if not step.startswith("wait:"):
                tmux("send-keys", step)
                continue
            until = time.monotonic() + 300
            while step[5:] not in tmux("capture-pane", "-p"):
                if time.monotonic() > until:
                    sys.exit(f"the screen never showed {step[5:]!r}:\n{tmux('capture-pane', '-p')}")
                time.sleep(0.1)
        time.sleep(0.5)
        # With the spaces at the ends of lines, which have colours too.
        return tmux("capture-pane", "-e", "-p", "-N")
    finally:
        subprocess.run(["tmux", "-S", socket, "kill-server"], check=False, capture_output=True)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, steps in (("picture.svg", HOVER), ("review.svg", REVIEW)):
        (folder / name).write_text(svg(capture([str(ROOT / "editors" / "try")], steps)))
        print(f"wrote {folder / name}")


if __name__ == "__main__":
    main()
