import type { StoreApi } from 'zustand/vanilla';
import type { Check } from '../../../shared/contract/check.ts';
import type {
  DutyTime,
  Hello,
  RecoveryKey,
  Session,
  VaultState as VaultPhase,
} from '../../../shared/contract/vault.contract.ts';
import type { Role } from '../../../shared/domain/duty.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../transport/failure.ts';

export interface KnownPerson {
  id: PersonId;
  name: string;
  role: Role;
  /** `invited` people still have to choose a passphrase. */
  state: 'enrolled' | 'invited';
}

export interface NewVault {
  hotline: string;
  name: string;
  passphrase: string;
  sample: boolean;
}

export interface ShownRecoveryKey extends RecoveryKey {
  /** It opens nothing before somebody has shown that it was kept, and the one before holds until then. */
  replaces: boolean;
}

/** Whether the vault is there and open, and for whom. */
export interface VaultStoreState extends EnteringActs, SessionActs, AccessActs {
  phase: 'starting' | VaultPhase;
  hello: Hello | null;
  people: readonly KnownPerson[];
  session: Session | null;
  /** Made with the vault, or to take the place of the one there is; shown once, before anything else. */
  recovery: ShownRecoveryKey | null;
  duty: DutyTime | null;
  /** What the doctor found; null before it looked. */
  checks: readonly Check[] | null;
  busy: boolean;
  failure: Failure | null;
  /** On the page's monotonic clock: no try is looked at before. */
  nextTryAtMs: number;
  /** Asks the engine how things stand; after every new connection. */
  start: () => Promise<void>;
  /** Looks at what the vault promises at rest; also while it is locked. */
  examine: () => Promise<void>;
  /** The engine said that the vault is locked, whoever locked it. */
  wasLocked: () => Promise<void>;
  forgetFailure: () => void;
}

/** Coming in. */
export interface EnteringActs {
  create: (vault: NewVault) => Promise<void>;
  unlock: (name: string, passphrase: string) => Promise<void>;
  /** @returns whether the person may unlock now */
  enrol: (name: string, code: string, passphrase: string) => Promise<boolean>;
  recover: (identity: string, name: string, passphrase: string) => Promise<void>;
  recoveryStored: () => void;
}

/** Changing the ways in. @returns why not, or null */
export interface AccessActs {
  changePassphrase: (name: string, passphrase: string, next: string) => Promise<Failure | null>;
  makeRecoveryKey: () => Promise<Failure | null>;
  changeRecoveryKey: (identity: string, passphrase: string) => Promise<Failure | null>;
}

/** Being there and leaving. */
export interface SessionActs {
  /** Somebody is there: keeps the vault open and counts the day's duty time. */
  active: () => Promise<void>;
  extendDuty: (reason: string) => Promise<boolean>;
  lock: () => Promise<void>;
}

export type VaultStore = StoreApi<VaultStoreState>;
export type VaultSet = VaultStore['setState'];
export type VaultGet = VaultStore['getState'];
