import type { TFunction } from 'i18next';

/** What the doctor's checks are called, and what stands behind the name. */
const NAMES = [
  ['passphrase of ', 'passphrase'],
  ['access to ', 'access'],
  ['encryption of ', 'encryption'],
  ['database encryption', 'cipher'],
  ['database pages', 'pages'],
  ['database quick_check', 'quickCheck'],
  ['database ', 'setting'],
  ['database', 'database'],
  ['keyring', 'keyring'],
  ['device secret', 'deviceSecret'],
  ['recovery file', 'recoveryFile'],
  ['recovery key', 'recoveryKey'],
] as const;

/** A check of the doctor in the words of the page; one it does not know keeps the engine's. */
export function checkName(t: TFunction, check: string): string {
  const known = NAMES.find(([start]) => check.startsWith(start));
  if (known === undefined) return check;
  return t(`vault.doctor.check.${known[1]}`, { what: check.slice(known[0].length) });
}

/** What the doctor found, where it says it in words; figures with their unit. */
const FINDINGS = [
  [/^is there$/, 'there'],
  [/^waits for enrolment$/, 'waits'],
  [/^locked: /, 'locked'],
  [/^opens this vault$/, 'opens'],
  [/^the file is not the one this vault made$/, 'otherFile'],
  [/^(\d+) people$/, 'people'],
  [/^(\d+) damaged$/, 'damaged'],
  [/^([\d.]+) bits a byte$/, 'bits'],
] as const;

/** A finding in the words of the page; one it does not know keeps the engine's. */
export function findingText(t: TFunction, detail: string): string {
  for (const [pattern, name] of FINDINGS) {
    const match = pattern.exec(detail);
    if (match) return t(`vault.doctor.found.${name}`, { n: match[1] ?? '' });
  }
  return detail;
}
