import { describe, expect, it } from 'vitest';
import { readPolicyFile, writePolicyFile } from '../../../src-renderer/features/policy/policy-file.ts';
import { aMemberTable, aPolicy } from '../support/a-session.ts';

const into = { policy: aPolicy(), members: aMemberTable() };

describe('a policy file', () => {
  it('comes back as it went out', () => {
    const policy = { ...aPolicy(), version: 7 };
    expect(readPolicyFile(writePolicyFile(policy), into)).toEqual({ policy, members: into.members });
  });

  it('may be a member table', () => {
    const members = { ...aMemberTable(), asOf: '2026-11-21' };
    expect(readPolicyFile(writePolicyFile(members), into)).toEqual({ policy: into.policy, members });
  });

  it('that does not hold is refused with the place, and nothing of it is taken', () => {
    const broken = { ...aPolicy(), jurisdiction: 'QQ' };
    expect(readPolicyFile(JSON.stringify(broken), into)).toMatchObject({
      failure: { code: 'REFUSED', data: { refusals: [{ field: 'jurisdiction' }] } },
    });
    expect(readPolicyFile('{', into)).toMatchObject({
      failure: { data: { refusals: [{ reason: 'bad-json' }] } },
    });
  });
});
