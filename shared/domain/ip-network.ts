/** An IP address as a number, with the version of the protocol. */
interface IpAddress {
  version: 4 | 6;
  bits: bigint;
}

export interface IpNetwork {
  address: IpAddress;
  /** Number of leading bits that every address of the network shares. */
  prefix: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/** Reads an address; an IPv4 address inside an IPv6 one (`::ffff:192.0.2.1`) is the IPv4 address. */
export function readIp(text: string): IpAddress | null {
  const v4 = readIpv4(text);
  if (v4 !== null) return { version: 4, bits: v4 };
  const v6 = readIpv6(text);
  if (v6 === null) return null;
  return v6 >> 32n === 0xffffn ? { version: 4, bits: v6 & 0xffff_ffffn } : { version: 6, bits: v6 };
}

/**
 * Reads a network in CIDR notation (RFC 4632, RFC 4291). A lone address is a network of one.
 * @returns null also where bits behind the prefix are set: a person meant another network, and we cannot know which
 */
export function readNetwork(text: string): IpNetwork | null {
  const [written = '', length, ...more] = text.split('/');
  const address = readIp(written);
  if (address === null || more.length > 0) return null;
  // A mapped address counts its prefix over 128 bits; nobody publishes such networks.
  if (length !== undefined && address.version === 4 && written.includes(':')) return null;
  const width = WIDTH[address.version];
  const prefix = length === undefined ? width : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (prefix < 0 || prefix > width) return null;
  const rest = BigInt(width - prefix);
  return (address.bits >> rest) << rest === address.bits ? { address, prefix } : null;
}

/** Whether an address is in a network. */
export function isWithin({ version, bits }: IpAddress, { address, prefix }: IpNetwork): boolean {
  const rest = BigInt(WIDTH[address.version] - prefix);
  return version === address.version && bits >> rest === address.bits >> rest;
}

function readIpv4(text: string): bigint | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  // A leading zero means octal to some programs.
  if (!parts || parts.some((part) => Number(part) > 255 || /^0\d/.test(part))) return null;
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function readIpv6(text: string): bigint | null {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = dotted?.[2] === undefined ? null : readIpv4(dotted[2]);
  if (dotted !== null && tail === null) return null;
  const whole =
    tail === null ? text : `${dotted?.[1]}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const halves = whole.split('::');
  if (halves.length > 2) return null;
  const [head = [], end = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - end.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...end];
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}
