import { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import { hashSchema } from '../../../shared/domain/hashes.ts';

/** Whether a text looks like an address: it has a scheme, or a host with a dot in it. */
export const isLikeAddress = (text: string): boolean =>
  /^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim()) ||
  /^[\p{L}\p{N}_-]+((\.|\[\.\]|\(\.\))[\p{L}\p{N}_-]+)+(:\d+)?([/?#]\S*)?$/u.test(text.trim());

/** The algorithms that a text could be a value of. Where there are several, the person says which. */
export function algorithmsOf(text: string): { algorithm: HashAlgorithm; value: string }[] {
  const named = /^\s*([a-z0-9-]+)\s*:\s*(.+)$/i.exec(text);
  const wanted = named?.[1]?.toLowerCase().replace('-', '');
  const raw = named?.[2] ?? text;
  return HashAlgorithm.options.flatMap((algorithm) => {
    if (wanted !== undefined && wanted !== algorithm) return [];
    const value = hashSchema[algorithm].safeParse(raw.replace(/\s+/g, ''));
    return value.success ? [{ algorithm, value: value.data }] : [];
  });
}
