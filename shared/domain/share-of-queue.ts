/**
 * Which of several seats begins with a case while they cannot ask each other: rendezvous hashing (Thaler and Ravishankar,
 * 1998). Each seat computes the same answer from the same names, every seat gets about as many cases, and a seat that is
 * gone leaves the shares of the others as they were. It only makes double work rare; what is right where two begin with one
 * case all the same follows from the record.
 * @param devices those that share the queue, in any order; not empty
 */
export function beginsWith(caseId: string, devices: readonly string[]): string {
  const [first, ...others] = devices.map((device) => ({ device, weight: weightOf(`${device}\n${caseId}`) }));
  if (first === undefined) throw new Error('nobody shares the queue');
  return others.reduce((best, one) => (isBefore(best, one) ? one : best), first).device;
}

interface Weighed {
  device: string;
  weight: number;
}

const isBefore = (a: Weighed, b: Weighed): boolean =>
  a.weight < b.weight || (a.weight === b.weight && a.device < b.device);

/** FNV-1a and the finish of MurmurHash3, without which similar texts would have similar weights. No secret follows from it. */
function weightOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
