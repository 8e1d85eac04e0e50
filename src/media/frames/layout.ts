import * as z from 'zod';

const pixels = z.number().int().positive();

/** A sheet of equal cells: some cells make a group, the groups run from left to right and then down. In pixels. */
export const Layout = z.object({
  width: pixels,
  height: pixels,
  cell: z.object({ width: pixels, height: pixels }),
  /** The height of the strip below each cell that holds its time. */
  caption: pixels,
  groups: pixels,
  cellsPerGroup: pixels,
  groupsPerLine: pixels,
});
export type Layout = z.infer<typeof Layout>;

type Size = { width: number; height: number };

type Contents = { groups: number; cellsPerGroup: number; aspect: number };

/** What a model sees as it is; a larger picture is scaled down for it (Anthropic's vision guide: 1.15 megapixels, 1,568 a side). */
const largestArea = 1_150_000;
const longestSide = 1568;
const largestCellArea = 320 * 180;
const smallerBy = 0.95;

const gap = 6;
const captions = { large: 20, small: 12 };
const narrowestForLarge = 110;

/** Up to here each clip of a film has a line of its own. */
const mostLines = 12;

/** The cell for pictures of a shape: all shapes get the same area. */
export function cellSize(aspect: number, area = largestCellArea): Size {
  return {
    width: Math.max(1, Math.round(Math.sqrt(area * aspect))),
    height: Math.max(1, Math.round(Math.sqrt(area / aspect))),
  };
}

/** Lays out a sheet that is as near to a square as it can be, its cells as large as it can hold. */
export function layOut(contents: Contents, cellArea = largestCellArea): Layout {
  const lines = Array.from({ length: contents.groups }, (_, n) => arrange(contents, cellArea, n + 1));
  const isFilm = contents.cellsPerGroup > 1;
  const candidates = isFilm && contents.groups <= mostLines ? lines.slice(0, 1) : lines;
  const best = candidates.reduce((one, other) => (awkwardness(other) < awkwardness(one) ? other : one));
  const isTooLarge = best.width * best.height > largestArea || Math.max(best.width, best.height) > longestSide;
  return isTooLarge ? layOut(contents, cellArea * smallerBy) : best;
}

/** The upper left corner of a cell. */
export function cellCorner({ cell, caption, cellsPerGroup, groupsPerLine }: Layout, group: number, place: number) {
  const column = (group % groupsPerLine) * cellsPerGroup + place;
  const line = Math.floor(group / groupsPerLine);
  return { x: gap + column * (cell.width + gap), y: gap + line * (cell.height + caption + gap) };
}

function arrange({ groups, cellsPerGroup, aspect }: Contents, cellArea: number, groupsPerLine: number): Layout {
  const cell = cellSize(aspect, cellArea);
  const caption = cell.width < narrowestForLarge ? captions.small : captions.large;
  const width = groupsPerLine * cellsPerGroup * (cell.width + gap) + gap;
  const height = Math.ceil(groups / groupsPerLine) * (cell.height + caption + gap) + gap;
  return { width, height, cell, caption, groups, cellsPerGroup, groupsPerLine };
}

/** How far from a square, and how much of it is empty. */
function awkwardness({ width, height, groups, groupsPerLine }: Layout): number {
  const places = Math.ceil(groups / groupsPerLine) * groupsPerLine;
  return Math.abs(Math.log(width / height)) + (places - groups) / groups;
}
