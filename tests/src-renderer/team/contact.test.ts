import { describe, expect, it } from 'vitest';
import { TeamTrouble } from '../../../shared/contract/team.contract.ts';
import { contactOf } from '../../../src-renderer/features/team/contact.ts';
import { ALONE, aTeamStatus } from '../support/a-team-status.ts';

const SINCE = '2026-11-30T14:02:00.000Z';

describe('the contact of a seat with the others', () => {
  it('is none to speak of where the vault works alone, or nothing is known yet', () => {
    expect([contactOf(null), contactOf(ALONE)]).toEqual([{ kind: 'alone' }, { kind: 'alone' }]);
  });

  it('begins with the first exchange, and is there once that went well', () => {
    expect(contactOf(aTeamStatus({ isInContact: false }))).toEqual({ kind: 'beginning' });
    expect(contactOf(aTeamStatus())).toEqual({ kind: 'in-contact' });
  });

  it('is lost for a reason, since a time, while entries wait', () => {
    const apart = aTeamStatus({ isInContact: false, trouble: 'unreachable', since: SINCE, waiting: 12 });
    expect(contactOf(apart)).toEqual({
      ...{ kind: 'apart', trouble: 'unreachable', since: SINCE, waiting: 12 },
      needsPerson: false,
    });
  });

  it('comes back by itself from three troubles, and from the others when somebody has looked into them', () => {
    const calm = TeamTrouble.options.filter((trouble) => {
      const contact = contactOf(aTeamStatus({ isInContact: false, trouble, since: SINCE }));
      return contact.kind === 'apart' && !contact.needsPerson;
    });
    expect(calm).toEqual(['unreachable', 'taken-back', 'gap']);
  });
});
