import { encode } from 'uqr';

interface Run {
  x: number;
  y: number;
  width: number;
}

/** A text as a QR code of plain rectangles: no image is loaded and no markup is made from text. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      {runsOf(data).map(({ x, y, width }) => (
        <rect key={`${x} ${y}`} x={x} y={y} width={width} height={1} fill="#000" />
      ))}
    </svg>
  );
}

/** Joins neighbouring dark modules of a row into one rectangle. */
function runsOf(rows: readonly (readonly boolean[])[]): Run[] {
  return rows.flatMap((row, y) => {
    const runs: Run[] = [];
    row.forEach((dark, x) => {
      const last = runs.at(-1);
      if (!dark) return;
      if (last && last.x + last.width === x) last.width += 1;
      else runs.push({ x, y, width: 1 });
    });
    return runs;
  });
}
