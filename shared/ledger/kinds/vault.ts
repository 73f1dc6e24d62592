import { z } from 'zod';
import { kind } from './kind.ts';
import { DeviceAdded, WithKey } from './people.ts';
import { count } from './plain-forms.ts';
import { StatedRules } from './policy.ts';

const Supervisor = { ...WithKey.shape, name: z.string() };

export const vaultKinds = [
  kind('vault.created', {
    data: z.strictObject({
      hotline: z.string(),
      ...Supervisor,
      devicePublicKey: z.string(),
      deviceSealingKey: z.string(),
      logPublicKey: z.string(),
      recoveryPublicKey: z.string(),
      ...StatedRules.shape,
    }),
    signer: 'person',
    duty: 'manage-people',
    group: 'record',
    class: 'firm',
    changes: ['people', 'devices', 'witnesses'],
  }),
  kind('vault.recovered', {
    // On a copy of a vault it also introduces the workstation.
    data: z.strictObject({ ...Supervisor, added: z.strictObject(DeviceAdded.shape).optional() }),
    signer: 'recovery',
    group: 'record',
    class: 'firm',
    changes: ['people', 'devices'],
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
