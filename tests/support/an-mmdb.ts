import { readNetwork } from '../../shared/domain/ip-network.ts';

type Value = string | number | bigint | readonly Value[] | { readonly [key: string]: Value };

interface Facts {
  type?: string;
  builtAt?: string;
  ipVersion?: 4 | 6;
  major?: number;
}

const MARKER = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');
const RECORD_BITS = 24;

/**
 * Writes a table in the MaxMind DB form, version 2 (https://maxmind.github.io/MaxMind-DB/), of networks that do not
 * overlap. IPv4 networks stand at ::/96 of an IPv6 tree, as the form says.
 */
export function anMmdb(
  networks: Readonly<Record<string, Value>>,
  { type = 'Example-Country', builtAt = '2026-11-01T00:00:00Z', ipVersion = 6, major = 2 }: Facts = {},
): Buffer {
  type Side = { node: number } | { data: number } | null;
  const nodes: [Side, Side][] = [[null, null]];
  const pieces: Buffer[] = [];
  let dataLength = 0;
  for (const [written, record] of Object.entries(networks)) {
    const network = readNetwork(written);
    if (network === null) throw new Error(`${written} is no network`);
    const { address, prefix } = network;
    const lead = address.version === 4 && ipVersion === 6 ? 96 : 0;
    const width = address.version === 4 ? 32 : 128;
    const bitAt = (index: number): 0 | 1 =>
      index < lead || (address.bits >> BigInt(width - 1 - (index - lead))) % 2n === 0n ? 0 : 1;
    let at = 0;
    for (let index = 0; index < lead + prefix - 1; index++) {
      const node = nodes[at]!;
      const next = node[bitAt(index)];
      if (next !== null && 'node' in next) {
        at = next.node;
        continue;
      }
      node[bitAt(index)] = { node: nodes.length };
      at = nodes.length;
      nodes.push([null, null]);
    }
    nodes[at]![bitAt(lead + prefix - 1)] = { data: dataLength };
    const piece = encoded(record);
    pieces.push(piece);
    dataLength += piece.length;
  }
  const tree = Buffer.alloc((nodes.length * RECORD_BITS * 2) / 8);
  const pointer = (side: Side): number =>
    side === null ? nodes.length : 'node' in side ? side.node : nodes.length + 16 + side.data;
  for (const [index, [left, right]] of nodes.entries()) {
    tree.writeUIntBE(pointer(left), index * 6, 3);
    tree.writeUIntBE(pointer(right), index * 6 + 3, 3);
  }
  const metadata = encoded({
    binary_format_major_version: major,
    binary_format_minor_version: 0,
    build_epoch: BigInt(Date.parse(builtAt) / 1000),
    database_type: type,
    description: { en: 'synthetic' },
    ip_version: ipVersion,
    languages: ['en'],
    node_count: nodes.length,
    record_size: RECORD_BITS,
  });
  return Buffer.concat([tree, Buffer.alloc(16), ...pieces, MARKER, metadata]);
}

/** Texts are UTF-8, numbers 32 bits, bigints 64 bits; none is longer than 284 bytes. */
function encoded(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(value);
    return Buffer.concat([control(9, 8), bytes]);
  }
  if (isList(value)) return Buffer.concat([control(11, value.length), ...value.map(encoded)]);
  const members = Object.entries(value);
  return Buffer.concat([
    control(7, members.length),
    ...members.flatMap(([key, member]) => [encoded(key), encoded(member)]),
  ]);
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function control(type: number, size: number): Buffer {
  const length = size < 29 ? [size] : [29, size - 29];
  const [first = 0, ...rest] = length;
  // Types beyond 7 have their number in the next byte, before the length that did not fit.
  return type > 7 ? Buffer.from([first, type - 7, ...rest]) : Buffer.from([(type << 5) | first, ...rest]);
}
