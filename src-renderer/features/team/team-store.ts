import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type {
  HubPlace,
  RejoinStep,
  SeatInvitation,
  TeamStatus,
} from '../../../shared/contract/team.contract.ts';
import type { Role } from '../../../shared/domain/duty.ts';
import type { CommandId, DeviceId } from '../../../shared/domain/ids.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { storeContext } from '../../ui/store-context.tsx';
import { contactOf } from './contact.ts';

/** Files with which a hub is set up, until the supervisor who founded the team has put them away. */
export interface MadeFiles {
  files: readonly { name: string; text: string; mode: number }[];
  atMs: number;
  isSaved: boolean;
}

/** An invitation to a seat, or what lets a restored one in, until the supervisor who made it has seen it. */
export interface MadeInvitation extends SeatInvitation {
  /** Who is invited; of a restored seat, null. */
  name: string | null;
  /** Whether it lets in only the vault that can make its own certificate. */
  isBare: boolean;
  isSaved: boolean;
}

export type HubFinding = Awaited<ReturnType<EngineClient['team']['check']>>['checks'][number];

/** The seats of the hotline, and how this one stands with the others. */
export interface TeamState {
  /** Null before it is known. */
  status: TeamStatus | null;
  files: MadeFiles | null;
  invitation: MadeInvitation | null;
  /** What a look at the hub found; null before somebody looked. */
  checks: readonly HubFinding[] | null;
  /** How far this restored vault is that comes back; null before that. */
  rejoining: RejoinStep | null;
  /** What is being asked of the hub, or of the vault. */
  busy:
    | 'found'
    | 'exchange'
    | 'check'
    | 'invite'
    | 'readmit'
    | 'rejoin'
    | 'remove'
    | 'withdraw'
    | 'join-logs'
    | null;
  failure: Failure | null;
  load: () => Promise<void>;
  /** Reads the status again where what changed can have changed it. */
  follow: (isShown: boolean, othersChanged: boolean) => Promise<void>;
  /** @returns whether it was done */
  found: (place: HubPlace) => Promise<boolean>;
  exchange: () => Promise<boolean>;
  check: () => Promise<boolean>;
  /** Without a role, somebody who works here already. */
  invite: (name: string, role: Role | null) => Promise<boolean>;
  readmit: (device: DeviceId, replaces: DeviceId) => Promise<boolean>;
  rejoin: (file: string, code: string) => Promise<boolean>;
  cancelRejoining: () => void;
  remove: (device: DeviceId) => Promise<boolean>;
  withdraw: (device: DeviceId) => Promise<boolean>;
  joinLogs: () => Promise<boolean>;
  filesSaved: () => void;
  filesPutAway: () => void;
  invitationSaved: () => void;
  invitationSeen: () => void;
  forgetFailure: () => void;
}

export type TeamStore = StoreApi<TeamState>;

const context = storeContext<TeamState>('the seats');
export const TeamProvider = context.Provider;
export const useTeam = context.useState;
export const useTeamStore = context.useApi;

export function createTeamStore(
  client: Pick<EngineClient, 'team'>,
  nowMs: () => number = Date.now,
): TeamStore {
  return createStore<TeamState>((set, get) => {
    /**
     * An invitation whose answer was lost may stand in the record: the same one again gives the same code, another one
     * would find the name taken.
     */
    let unanswered: { command: CommandId; name: string; role: Role | null } | null = null;

    /** Why the status could not be read; it is over once it can. */
    let unread: Failure | null = null;

    let cancelling: AbortController | null = null;

    const attempt = async (
      busy: NonNullable<TeamState['busy']>,
      act: () => Promise<Partial<TeamState>>,
    ): Promise<boolean> => {
      if (get().busy !== null) return false;
      set({ busy, failure: null });
      try {
        set(await act());
        return true;
      } catch (error) {
        set({ failure: failureOf(error) });
        return false;
      } finally {
        set({ busy: null });
        await get().load();
      }
    };

    return {
      status: null,
      files: null,
      invitation: null,
      rejoining: null,
      checks: null,
      busy: null,
      failure: null,

      load: async () => {
        try {
          set({ status: await client.team.status() });
          if (unread !== null && get().failure === unread) set({ failure: null });
          unread = null;
        } catch (error) {
          // What was read before stays; a lost connection is said elsewhere.
          if (get().status !== null) return;
          unread = failureOf(error);
          set({ failure: unread });
        }
      },

      follow: async (isShown, othersChanged) => {
        const { kind } = contactOf(get().status);
        // In contact, nothing but this seat's own screen shows what each entry changes.
        if (othersChanged || isShown || kind === 'apart' || kind === 'beginning') await get().load();
      },

      found: (place) =>
        attempt('found', async () => {
          const { files } = await client.team.found(place);
          return { files: { files, atMs: nowMs(), isSaved: false } };
        }),

      exchange: () => attempt('exchange', async () => ({ status: await client.team.exchange() })),

      check: () => attempt('check', async () => ({ checks: (await client.team.check()).checks })),

      invite: (name, role) =>
        attempt('invite', async () => {
          if (unanswered?.name !== name || unanswered.role !== role)
            unanswered = { command: newCommand(), name, role };
          const invitation = await client.team.invite(unanswered);
          unanswered = null;
          return { invitation: { ...invitation, name, isBare: false, isSaved: false } };
        }),

      readmit: (device, replaces) =>
        attempt('readmit', async () => {
          const made = await client.team.readmit({ command: newCommand(), device, replaces });
          return { invitation: { ...made, name: null, isBare: !made.hasCertificate, isSaved: false } };
        }),

      rejoin: (file, code) =>
        attempt('rejoin', async () => {
          cancelling = new AbortController();
          const { signal } = cancelling;
          set({ rejoining: { state: 'waiting' } });
          try {
            // Waiting a second time is said by what was done before.
            for await (const step of await client.team.rejoin({ file, code }, { signal }))
              if (step.state !== 'waiting') set({ rejoining: step });
          } catch (error) {
            set({ rejoining: null });
            if (!signal.aborted) throw error;
          }
          return {};
        }),

      cancelRejoining: () => cancelling?.abort(),

      remove: (device) =>
        attempt('remove', async () => {
          await client.team.remove({ command: newCommand(), device });
          return {};
        }),

      withdraw: (device) =>
        attempt('withdraw', async () => {
          await client.team.withdraw({ command: newCommand(), device });
          return {};
        }),

      joinLogs: () =>
        attempt('join-logs', async () => {
          await client.team.joinLogs({ command: newCommand() });
          return {};
        }),

      filesSaved: () => set(({ files }) => ({ files: files && { ...files, isSaved: true } })),
      filesPutAway: () => set({ files: null }),
      invitationSaved: () =>
        set(({ invitation }) => ({ invitation: invitation && { ...invitation, isSaved: true } })),
      invitationSeen: () => set({ invitation: null }),
      forgetFailure: () => set({ failure: null }),
    };
  });
}
