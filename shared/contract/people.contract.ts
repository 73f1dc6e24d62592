import { z } from 'zod';
import { Role } from '../domain/duty.ts';
import { PersonId } from '../domain/ids.ts';
import { Instant } from '../domain/report.ts';
import { procedure } from './failure.ts';

export const peopleContract = {
  list: procedure.output(
    z.array(
      z.object({
        id: PersonId,
        name: z.string(),
        role: Role,
        publicKey: z.string(),
        addedAt: Instant,
        lastUnlockAt: Instant.nullable(),
      }),
    ),
  ),
};
