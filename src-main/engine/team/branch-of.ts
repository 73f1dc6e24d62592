import type { Joined } from '../../../shared/ledger/kinds/record.ts';

/** What is said of a branch. */
export function branchOf(mine: readonly { readonly device: string }[], size: number, root: string): Joined {
  const devices = [...new Set(mine.map(({ device }) => device))] as Joined['devices'];
  const order: [number, number][] = [];
  for (const { device } of mine) {
    const whose = devices.indexOf(device as Joined['devices'][number]);
    const last = order.at(-1);
    if (last?.[0] === whose) last[1] += 1;
    else order.push([whose, 1]);
  }
  return { from: size - mine.length, size, root, devices, order };
}

/** Whether a branch was joined: whole, or as the beginning of a longer one. */
export function isOn(joined: Joined, branch: Joined): boolean {
  if (joined.from !== branch.from || joined.size < branch.size) return false;
  if (joined.size === branch.size) return joined.root === branch.root;
  const whose = runs(joined);
  return [...runs(branch)].every((device) => whose.next().value === device);
}

function* runs({ devices, order }: Joined): Generator<string | undefined> {
  for (const [whose, count] of order) for (let one = 0; one < count; one++) yield devices[whose];
}
