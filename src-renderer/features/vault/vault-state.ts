import type { StoreApi } from 'zustand/vanilla';
import type { Check } from '../../../shared/contract/check.ts';
import type {
  DutyTime,
  Hello,
  RecoveryKey,
  Session,
  VaultState as VaultPhase,
} from '../../../shared/contract/vault.contract.ts';
import type { CountryCode } from '../../../shared/domain/country.ts';
import type { Role } from '../../../shared/domain/duty.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { PolicyWords } from '../../../shared/domain/policy.ts';
import type { Failure } from '../../transport/failure.ts';

export interface KnownPerson {
  id: PersonId;
  name: string;
  role: Role;
  /** An `invited` person still has to choose a passphrase. */
  state: 'enrolled' | 'invited';
}

export interface NewVault {
  hotline: string;
  name: string;
  passphrase: string;
  sample: boolean;
  /** One that comes with the product; without it the first of them. */
  policy?: string;
  country?: CountryCode;
}

/** A policy that comes with the product. */
export interface OfferedPolicy {
  id: string;
  name: PolicyWords;
  jurisdiction: CountryCode;
}

export interface ShownRecoveryKey extends RecoveryKey {
  /** The new key opens nothing before the person has proved that they have a copy; the earlier key works until then. */
  replaces: boolean;
}

/** Whether there is a vault, whether it is open, and for whom. */
export interface VaultStoreState extends EnteringActs, SessionActs, AccessActs, JoiningActs {
  phase: 'starting' | VaultPhase;
  hello: Hello | null;
  people: readonly KnownPerson[];
  session: Session | null;
  /** A recovery key made with the vault, or to replace the present one; it is shown once, before anything else. */
  recovery: ShownRecoveryKey | null;
  duty: DutyTime | null;
  /** The doctor's checks; null before they were made. */
  checks: readonly Check[] | null;
  /** How far this workstation is with joining a hotline; null where it does not join. */
  joining: Joining | null;
  /** The code it joined with, with which the invited person enrols; null once they have. */
  joinedWith: string | null;
  busy: boolean;
  failure: Failure | null;
  /** The time on the page's monotonic clock before which no attempt is accepted. */
  nextTryAtMs: number;
  /** Asks the engine for the state of the vault; called after every new connection. */
  start: () => Promise<void>;
  /** Runs the doctor's checks, also while the vault is locked. */
  examine: () => Promise<void>;
  /** The engine said that the vault was locked, here or elsewhere. */
  wasLocked: () => Promise<void>;
  forgetFailure: () => void;
}

/** Joining is asked of the hub, then of the supervisor's seat; then the hotline's record is read. */
export type Joining =
  | { step: 'asking' }
  | { step: 'waiting' }
  | {
      step: 'reading';
      entries: number;
      of: number;
      entriesPerSecond: number;
      /** Null before there is a rate. */
      remainingMs: number | null;
    };

/** Making of this workstation a seat of a hotline that has others. */
export interface JoiningActs {
  /**
   * @param file the text of the invitation's file
   * @returns whether it belongs to the hotline now; the invited person can then enrol
   */
  join: (file: string, code: string) => Promise<boolean>;
  cancelJoining: () => void;
}

/** Entering the vault. */
export interface EnteringActs {
  create: (vault: NewVault) => Promise<void>;
  /** Reads which policies a new vault can begin with; none where that fails. */
  offered: () => Promise<readonly OfferedPolicy[]>;
  unlock: (name: string, passphrase: string) => Promise<void>;
  /** @returns whether the person may unlock now */
  enrol: (name: string, code: string, passphrase: string) => Promise<boolean>;
  recover: (identity: string, name: string, passphrase: string) => Promise<void>;
  recoveryStored: () => void;
}

/**
 * Changing one's access.
 * @returns the failure, or null
 */
export interface AccessActs {
  changePassphrase: (name: string, passphrase: string, next: string) => Promise<Failure | null>;
  makeRecoveryKey: () => Promise<Failure | null>;
  changeRecoveryKey: (identity: string, passphrase: string) => Promise<Failure | null>;
}

/** Working in the open vault and leaving it. */
export interface SessionActs {
  /** Reports that the person is active, which keeps the vault open and counts the day's duty time. */
  active: () => Promise<void>;
  extendDuty: (reason: string) => Promise<boolean>;
  /** Begins the rest that the policy asks for. */
  rest: () => Promise<void>;
  /** Tries whether a vault that was opened to look can be written now. */
  tryWriting: () => Promise<void>;
  lock: () => Promise<void>;
}

export type VaultStore = StoreApi<VaultStoreState>;
export type VaultSet = VaultStore['setState'];
export type VaultGet = VaultStore['getState'];
