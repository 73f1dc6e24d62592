import members from '../../../assets/members.json' with { type: 'json' };
import be2017 from '../../../assets/policies/be-2017.json' with { type: 'json' };
import type { Session } from '../../../shared/contract/vault.contract.ts';
import type { Role } from '../../../shared/domain/duty.ts';
import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import { MemberTable } from '../../../shared/domain/member-table.ts';
import { Policy } from '../../../shared/domain/policy.ts';
import { anId } from './an-id.ts';

export const aPolicy = (): Policy => Policy.parse(be2017);
export const aMemberTable = (): MemberTable => MemberTable.parse(members);

/** Somebody at work under the Belgian policy. */
export const aSession = (role: Role = 'supervisor'): Session => ({
  person: { id: PersonId.parse(anId(1)), name: 'Ada Reviewer', role, publicKey: '' },
  hotline: { name: 'Test Hotline', country: 'BE' },
  device: DeviceId.parse(anId(2)),
  readOnly: null,
  sample: false,
  policy: aPolicy(),
  labels: null,
  members: aMemberTable(),
});
