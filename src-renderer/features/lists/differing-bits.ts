/** Which of the 256 bits of the listed PDQ are set, and which differ from the other value. */
export interface BitPicture {
  set: readonly boolean[];
  differ: readonly boolean[];
  distance: number;
}

/** @returns null where one of the two is not a PDQ */
export function bitPicture(listed: string, asked: string): BitPicture | null {
  const one = bitsOf(listed);
  const other = bitsOf(asked);
  if (one === null || other === null) return null;
  const differ = one.map((bit, index) => bit !== other[index]);
  return { set: one, differ, distance: differ.filter(Boolean).length };
}

function bitsOf(hex: string): boolean[] | null {
  if (!/^[0-9a-f]{64}$/i.test(hex)) return null;
  return [...hex].flatMap((digit) => {
    const value = Number.parseInt(digit, 16);
    return [8, 4, 2, 1].map((bit) => (value & bit) !== 0);
  });
}
