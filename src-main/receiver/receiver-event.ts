import type { DeskErrorCode } from '../exchange/referral-wire.ts';

/** The outcome of one request, for the operator of the desk. */
export type ReceiverEvent =
  | { type: 'stored' | 'repeated' | 'dropped'; referral: string; reference: string }
  | { type: 'refused'; status: number; error: DeskErrorCode; detail: string }
  | { type: 'failed-on-purpose'; status: number }
  /** An officer recorded a step at the desk's page. */
  | { type: 'step'; referral: string; status: string; by: string }
  | { type: 'status-told'; referral: string; events: number; damagedLines: number };
