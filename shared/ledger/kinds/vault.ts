import { z } from 'zod';
import { kind } from './kind.ts';
import { WithKey } from './people.ts';
import { count } from './plain-forms.ts';
import { StatedRules } from './policy.ts';

const Supervisor = { ...WithKey.shape, name: z.string() };

export const vaultKinds = [
  kind('vault.created', {
    data: z.strictObject({
      hotline: z.string(),
      ...Supervisor,
      devicePublicKey: z.string(),
      recoveryPublicKey: z.string(),
      ...StatedRules.shape,
    }),
    signer: 'person',
    duty: 'manage-people',
    group: 'record',
    class: 'firm',
    changes: ['people', 'witnesses'],
  }),
  kind('vault.recovered', {
    data: z.strictObject(Supervisor),
    signer: 'recovery',
    group: 'record',
    class: 'firm',
    changes: ['people'],
  }),
  // Rows that did not follow from the record were put right.
  kind('vault.repaired', {
    data: z.strictObject({
      tables: z.array(z.strictObject({ table: z.string(), missing: count, added: count, changed: count })),
    }),
    signer: 'person',
    duty: 'manage-people',
    group: 'record',
    class: 'free',
  }),
  kind('vault.recovery-key-changed', {
    data: z.strictObject({ recoveryPublicKey: z.string() }),
    signer: 'person',
    duty: 'manage-people',
    group: 'record',
    class: 'firm',
    changes: ['people'],
  }),
] as const;
