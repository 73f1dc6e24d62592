import type { EngineClient } from '../../../shared/contract/contract.ts';
import {
  PREVIEWED_BYTES,
  type TablePreview,
  type TableReading,
} from '../../../shared/contract/intake.contract.ts';
import type { ImportProfile, SavedProfile } from '../../../shared/domain/import-profile.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';

/** The profiles with which tables are read. */
export interface ProfileActs {
  profiles: readonly SavedProfile[];
  /** Why the last act about profiles did not succeed. */
  profileFailure: Failure | null;
  loadProfiles: () => Promise<void>;
  /** @returns whether it was saved */
  saveProfile: (name: string, profile: ImportProfile) => Promise<boolean>;
  removeProfile: (name: string) => Promise<void>;
  /** The first rows of a file; null with the reason in `profileFailure`. */
  previewTable: (file: Blob, reading: TableReading) => Promise<TablePreview | null>;
}

export function profileActs(
  client: Pick<EngineClient, 'intake'>,
  set: (change: Partial<ProfileActs>) => void,
): ProfileActs {
  const load = async () => set({ profiles: await client.intake.profiles() });
  const attempt = async <Answer>(work: () => Promise<Answer>): Promise<Answer | null> => {
    set({ profileFailure: null });
    try {
      return await work();
    } catch (error) {
      set({ profileFailure: failureOf(error) });
      return null;
    }
  };
  return {
    profiles: [],
    profileFailure: null,

    loadProfiles: async () => {
      await attempt(load);
    },

    saveProfile: async (name, profile) => {
      const saved = await attempt(() =>
        client.intake.saveProfile({ command: newCommand(), name, text: JSON.stringify(profile) }),
      );
      if (saved !== null) await attempt(load);
      return saved !== null;
    },

    removeProfile: async (name) => {
      await attempt(async () => {
        await client.intake.removeProfile({ command: newCommand(), name });
        await load();
      });
    },

    previewTable: (file, reading) =>
      attempt(() => client.intake.previewTable({ head: file.slice(0, PREVIEWED_BYTES), reading })),
  };
}
