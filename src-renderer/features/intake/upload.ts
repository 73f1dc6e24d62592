import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { ImportProgress } from '../../../shared/contract/intake.contract.ts';
import type { ImportSettings } from './import-job.ts';
import { streamFiles } from './stream-files.ts';

/** Imports a file and yields the engine's progress. Aborting before `storing` undoes everything. */
export async function* upload(
  client: Pick<EngineClient, 'intake'>,
  file: File,
  settings: ImportSettings,
  signal: AbortSignal,
): AsyncGenerator<ImportProgress> {
  const { upload } = await client.intake.open({
    name: file.name.slice(0, 255),
    sizeBytes: file.size,
    keepGood: settings.keepGood,
    dryRun: settings.dryRun,
    ...(settings.profile === null ? {} : { profile: settings.profile }),
    ...(settings.format === null ? {} : { format: settings.format }),
  });
  yield* streamFiles<ImportProgress>(
    {
      files: [file],
      append: (bytes) => client.intake.append({ upload, bytes }),
      run: () => client.intake.run({ upload }),
      cancel: () => client.intake.cancel({ upload }),
      isReversible: (event) => event.phase === 'reading' || event.phase === 'trying',
    },
    signal,
  );
}
