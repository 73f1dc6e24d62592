import { z } from 'zod';
import { BaseName } from '../../domain/base-name.ts';
import { ConsultationResult } from '../../domain/consultation.ts';
import { DeliveredNotice } from '../../domain/evidence.ts';
import { CaseId, DestinationId, ReferralId } from '../../domain/ids.ts';
import { Digest, Receipt, Refusal } from '../../domain/referral.ts';
import { Instant } from '../../domain/report.ts';
import { TakedownEvent, TakedownSource, TakedownTeller } from '../../domain/takedown.ts';
import { kind } from './kind.ts';
import { Country } from './plain-forms.ts';

const OfReferral = z.strictObject({ case: CaseId, referral: ReferralId, destination: DestinationId });
const Delivered = OfReferral.extend({ attempts: z.int() });
const Stopped = OfReferral.extend({ reason: z.string(), attempts: z.int() });

const isNaming = (one: unknown): one is { case: unknown } =>
  typeof one === 'object' && one !== null && 'case' in one;

export const referralKinds = [
  kind('referral.delivered', {
    /**
     * The evidence of arrival: a receipt the desk signed, the partner's number for the referral, or the file that
     * contained it.
     */
    data: z.union([
      Delivered.extend({ receipt: Receipt }),
      Delivered.extend({ partnerId: z.string() }),
      Delivered.extend({ fileSha256: Digest }),
      Delivered.extend({ notice: DeliveredNotice }),
    ]),
    /** The receipt as the desk signed it; null for other evidence. `to`: the address that a notice went to. */
    enclosure: z.strictObject({ signed: z.string().nullable(), to: z.string().optional() }),
    signer: 'device',
    group: 'deliveries',
    class: 'machine',
  }),
  kind('referral.refused', {
    data: Stopped.extend({ refusal: Refusal }),
    /** The refusal as the desk signed it. */
    enclosure: z.strictObject({ signed: z.string() }),
    signer: 'device',
    group: 'deliveries',
    class: 'machine',
  }),
  kind('referral.parked', {
    data: Stopped,
    signer: 'device',
    group: 'deliveries',
    class: 'machine',
  }),
  kind('referral.resumed', {
    data: OfReferral,
    signer: 'person',
    duty: 'send',
    group: 'deliveries',
    class: 'free',
  }),
  /** A person says that a referral arrived of which the workstation does not know it. */
  kind('referral.confirmed', {
    data: OfReferral,
    signer: 'person',
    duty: 'send',
    group: 'deliveries',
    class: 'free',
  }),
  /** Referrals were put into an encrypted file, to be carried to their desk by hand. */
  kind('referral.sealed', {
    data: z.strictObject({
      destination: DestinationId,
      recipient: z.string(),
      fileSha256: Digest,
      referrals: z.array(z.strictObject({ case: CaseId, referral: ReferralId })),
    }),
    signer: 'person',
    duty: 'send',
    group: 'deliveries',
    class: 'free',
    mentions: ({ referrals }) =>
      Array.isArray(referrals) ? referrals.map((one: unknown) => (isNaming(one) ? one.case : null)) : [],
  }),
  kind('takedown.recorded', {
    data: OfReferral.extend({
      event: TakedownEvent.extend({ country: Country.optional() }),
      source: TakedownTeller,
      reportSha256: Digest,
    }),
    /** The report as the desk signed it, or the partner's whole answer; null where an entry before encloses it, because one report tells several events. */
    enclosure: z.strictObject({ report: z.string().nullable() }),
    signer: 'device',
    group: 'deliveries',
    class: 'machine',
  }),
  kind('takedown.stated', {
    data: OfReferral.extend({
      event: TakedownEvent.extend({ country: Country.optional() }),
      source: TakedownSource,
      /** SHA-256 of `<id>` LF `<text>`; both stay in the vault. */
      noteSha256: Digest,
    }),
    /** What the person adds in their own words. */
    enclosure: z.strictObject({ id: z.string(), note: z.string() }),
    signer: 'person',
    duty: 'send',
    group: 'deliveries',
    class: 'free',
  }),
  /** A person looked in a base for the material of a case. */
  kind('base.consulted', {
    data: z.strictObject({
      case: CaseId,
      base: BaseName,
      result: ConsultationResult,
      at: Instant,
      /** SHA-256 of `<id>` LF `<text>`; both stay in the vault. */
      noteSha256: Digest,
    }),
    /** What the person adds in their own words. */
    enclosure: z.strictObject({ id: z.string(), note: z.string() }),
    signer: 'person',
    duty: 'send',
    group: 'deliveries',
    class: 'free',
  }),
] as const;
