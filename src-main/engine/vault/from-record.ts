import { mayDo } from '../../../shared/domain/duty.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { zeroKeys } from '../keys/person-keys.ts';
import { signingKeyFrom } from '../keys/signing-key.ts';
import { Failure } from '../storage/failure.ts';
import { openInEpoch } from './new-epoch.ts';
import type { House, OpenedVault } from './opening.ts';
import type { Admitted } from './own-access.ts';
import type { RecordParts } from './rebuilding.ts';
import type { ReplayStep } from './replay.ts';

/**
 * Has a supervisor make something of a locked vault's record. The keys are zeroed at the end.
 * @throws Failure NOT_PERMITTED for anyone but a supervisor, IN_USE
 */
export async function* fromRecord<Result>(
  { keyring, person, keys }: Admitted,
  ports: EnginePorts,
  house: House<OpenedVault>,
  work: (parts: RecordParts) => AsyncGenerator<ReplayStep, Result>,
): AsyncGenerator<ReplayStep, Result> {
  try {
    if (keys.contentKey === null || !mayDo(person.role, 'manage-people'))
      throw new Failure({ code: 'NOT_PERMITTED', data: { duty: 'manage-people' } });
    const { db, contentKey } = openInEpoch(ports.files, keyring.database, keys);
    db.close();
    const personKey = signingKeyFrom(keys.signingSeed);
    return yield* work({ keyring, person, personKey, contentKey, ports, house });
  } finally {
    zeroKeys(keys);
  }
}
