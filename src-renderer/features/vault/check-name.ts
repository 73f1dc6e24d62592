import type { TFunction } from 'i18next';

/** What the doctor's checks are called, and what stands behind the name. */
const NAMES = [
  ['passphrase of ', 'passphrase'],
  ['access to ', 'access'],
  ['encryption of ', 'encryption'],
  ['database encryption', 'cipher'],
  ['database pages', 'pages'],
  ['database ', 'setting'],
  ['database', 'database'],
  ['keyring', 'keyring'],
  ['device secret', 'deviceSecret'],
  ['recovery file', 'recoveryFile'],
] as const;

/** A check of the doctor in the words of the page; one it does not know keeps the engine's. */
export function checkName(t: TFunction, check: string): string {
  const known = NAMES.find(([start]) => check.startsWith(start));
  if (known === undefined) return check;
  return t(`vault.doctor.check.${known[1]}`, { what: check.slice(known[0].length) });
}
