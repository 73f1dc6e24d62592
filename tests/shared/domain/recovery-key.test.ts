import { describe, expect, it } from 'vitest';
import { findRecoveryKey } from '../../../shared/domain/recovery-key.ts';
import { keyGroups } from '../../../src-renderer/features/vault/recovery-text.ts';

const KEY = `AGE-SECRET-KEY-1${'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE'}`;

describe('findRecoveryKey', () => {
  it.each([
    ['as it is', KEY],
    ['in small letters', KEY.toLowerCase()],
    ['in the groups of the sheet', keyGroups(KEY).join(' ')],
    ['in groups of four with hyphens', KEY.match(/.{1,4}/g)!.join('-')],
    ['broken over lines', `${KEY.slice(0, 30)}\r\n  ${KEY.slice(30)}\r\n`],
    ['broken by a mail', `${KEY.slice(0, 40)}=\n${KEY.slice(40)}`],
    ['with hyphens that do not break', KEY.replaceAll('-', '\u2011')],
    ['between the comments of age-keygen', `# created: 2026-11-28\n# public key: age1abc\n${KEY}\n`],
    [
      'between other words',
      `Recovery key of a hotline\n\n${keyGroups(KEY).join('\n')}\n\nKeep it away from this machine.`,
    ],
    ['with invisible characters', `\ufeff${KEY.slice(0, 20)}\u200b${KEY.slice(20)}`],
  ])('finds a key %s', (_how, text) => {
    expect(findRecoveryKey(text)).toBe(KEY);
  });

  it.each(['', 'nothing', KEY.slice(0, -1), `# ${KEY}`, KEY.replace('QPZ', 'QBZ')])(
    'finds none in %j',
    (text) => {
      expect(findRecoveryKey(text)).toBeNull();
    },
  );
});
