import { z } from 'zod';
import { BaseName } from '../base-name.ts';
import { DestinationId } from '../ids.ts';
import { inboundText } from '../inbound-text.ts';

/** The operational goals of the form of the Global Alliance Against Child Sexual Abuse Online, by their policy target. */
export const GOALS = {
  '1': ['1.1'],
  '2': ['2.1', '2.2'],
  '3': ['3.1', '3.2'],
  '4': ['4.1', '4.2'],
} as const;

/** Who a destination is, for figures that name no destination. */
export const AddresseeClass = z.enum(['police', 'provider', 'iccam', 'other']);
export type AddresseeClass = z.infer<typeof AddresseeClass>;

const Text = inboundText(20_000).default('');
const Stated = z.int().nonnegative().max(1_000_000_000).nullable().default(null);

/** A. how announced measures were carried out, B. progress beside the figures, C. what follows. */
const Goal = z.strictObject({ implementation: Text, progress: Text, followUp: Text }).prefault({});

const Goals = z
  .strictObject({
    ...{ '1.1': Goal, '2.1': Goal, '2.2': Goal, '3.1': Goal, '3.2': Goal, '4.1': Goal, '4.2': Goal },
  })
  .prefault({});
export type GoalId = keyof z.infer<typeof Goals>;

/** What only the hotline can say in a publication: its texts, and numbers that stand in no record. Null: not known. */
export const PublicationTexts = z.strictObject({
  format: z.literal('hashline-report-texts/1'),
  /** Grows with every change that the hotline makes; a publication names it. */
  version: z.int().positive(),
  goals: Goals,
  bases: z
    .array(
      z.strictObject({
        base: BaseName,
        contributed: Stated,
        contributedBefore: Stated,
        consulted: Stated,
        found: Stated,
      }),
    )
    .max(20)
    .default([]),
  addressees: z.record(DestinationId, AddresseeClass).default({}),
  trustedFlagger: z.strictObject({ designation: Text, contact: Text, independence: Text }).prefault({}),
  board: z.strictObject({ remarks: Text }).prefault({}),
});
export type PublicationTexts = z.infer<typeof PublicationTexts>;

const NOTHING_STATED = { contributed: null, contributedBefore: null, consulted: null, found: null };

/** What a hotline begins with: every text empty, and the two bases that the form asks for. */
export const emptyTexts = (): PublicationTexts =>
  PublicationTexts.parse({
    format: 'hashline-report-texts/1',
    version: 1,
    bases: ['ICSE', 'TWINS'].map((base) => ({ base, ...NOTHING_STATED })),
    addressees: { police: 'police', iccam: 'iccam', provider: 'provider' },
  });
