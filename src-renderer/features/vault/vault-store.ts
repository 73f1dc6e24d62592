import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type {
  DutyTime,
  Hello,
  RecoveryKey,
  Session,
  VaultState as VaultPhase,
} from '../../../shared/contract/vault.contract.ts';
import type { Role } from '../../../shared/domain/duty.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';

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

/** Whether the vault is there and open, and for whom. */
export interface VaultStoreState {
  phase: 'starting' | VaultPhase;
  hello: Hello | null;
  people: readonly KnownPerson[];
  session: Session | null;
  /** Made with the vault and shown once, before anything else. */
  recovery: RecoveryKey | null;
  duty: DutyTime | null;
  busy: boolean;
  failure: Failure | null;
  /** Asks the engine how things stand; after every new connection. */
  start: () => Promise<void>;
  create: (vault: NewVault) => Promise<void>;
  unlock: (name: string, passphrase: string) => Promise<void>;
  /** @returns whether the person may unlock now */
  enrol: (name: string, code: string, passphrase: string) => Promise<boolean>;
  recover: (identity: string, name: string, passphrase: string) => Promise<void>;
  recoveryStored: () => void;
  /** Somebody is there: keeps the vault open and counts the day's duty time. */
  active: () => Promise<void>;
  extendDuty: (reason: string) => Promise<boolean>;
  lock: () => Promise<void>;
  /** The engine said that the vault is locked, whoever locked it. */
  wasLocked: () => Promise<void>;
  forgetFailure: () => void;
}

export type VaultStore = StoreApi<VaultStoreState>;

/** @param beforeLock what must reach the vault before it closes: unfinished assessments */
export function createVaultStore(
  client: Pick<EngineClient, 'vault'>,
  beforeLock: () => Promise<void>,
): VaultStore {
  return createStore<VaultStoreState>((set, get) => {
    const toLocked = async () => {
      set({ phase: 'locked', session: null, recovery: null, duty: null });
      set({ people: await client.vault.people() });
    };
    const enter = async (open: () => Promise<Session>) => {
      if (get().busy) return;
      set({ busy: true, failure: null });
      try {
        set({ session: await open(), phase: 'open' });
      } catch (error) {
        set({ failure: failureOf(error) });
      } finally {
        set({ busy: false });
      }
    };
    return {
      phase: 'starting',
      hello: null,
      people: [],
      session: null,
      recovery: null,
      duty: null,
      busy: false,
      failure: null,

      start: async () => {
        try {
          const hello = await client.vault.hello();
          set({ hello });
          if (hello.vault === 'open') {
            const session = await client.vault.session();
            // The same person's session goes on: whatever is being typed stays where it is.
            if (get().session?.person.id !== session.person.id || get().phase !== 'open')
              set({ session, phase: 'open' });
          } else if (hello.vault === 'locked') await toLocked();
          else set({ phase: 'absent', session: null });
        } catch (error) {
          const failure = failureOf(error);
          if (failure.code === 'LOCKED') await toLocked();
          else set({ failure });
        }
      },

      create: (vault) =>
        enter(async () => {
          const { recovery, ...session } = await client.vault.create(vault);
          set({ recovery });
          return session;
        }),
      unlock: (name, passphrase) => enter(() => client.vault.unlock({ name, passphrase })),

      enrol: async (name, code, passphrase) => {
        if (get().busy) return false;
        set({ busy: true, failure: null });
        try {
          await client.vault.enrol({ name, code, passphrase });
          await toLocked();
          return true;
        } catch (error) {
          set({ failure: failureOf(error) });
          return false;
        } finally {
          set({ busy: false });
        }
      },

      recover: (identity, name, passphrase) =>
        enter(() => client.vault.recover({ identity, name, passphrase })),
      recoveryStored: () => set({ recovery: null }),

      active: async () => {
        try {
          set({ duty: await client.vault.active() });
        } catch {
          // A lock or a lost connection shows by itself.
        }
      },

      extendDuty: async (reason) => {
        try {
          set({ duty: await client.vault.extendDuty({ command: newCommand(), reason }), failure: null });
          return true;
        } catch (error) {
          set({ failure: failureOf(error) });
          return false;
        }
      },

      lock: async () => {
        if (get().phase !== 'open' || get().busy) return;
        set({ busy: true });
        try {
          await beforeLock();
          await client.vault.lock({ command: newCommand() });
          await toLocked();
        } catch (error) {
          set({ failure: failureOf(error) });
          await toLocked().catch(() => undefined);
        } finally {
          set({ busy: false });
        }
      },

      wasLocked: async () => {
        if (get().phase === 'open' && !get().busy) await toLocked();
      },

      forgetFailure: () => set({ failure: null }),
    };
  });
}
