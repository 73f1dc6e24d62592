import { expect, test } from 'vitest';
import { seededRandom } from '../../../../tools/fake-data.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { workAtRandom } from '../../../support/a-random-session.ts';
import { REVIEWERS } from '../../../support/a-reviewed-vault.ts';
import { aVault } from '../../../support/a-vault.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';

const SEED = Number(process.env.HASHLINE_SEED ?? Date.now() % 1_000_000);

test(`a vault that people worked in at random has the rows that follow from its record (seed ${SEED})`, async () => {
  using vault = await aVault({ secondReview: 0.5, graceSeconds: 600, staff: REVIEWERS });
  using folder = aFolder();
  const done = await workAtRandom(vault, seededRandom(SEED), 300);
  console.log(done);
  const rebuilt = await rebuiltFrom(vault, folder.path);
  console.log(rebuilt);
  expect({
    unrestored: rebuilt.unrestored,
    differences: (await recordedDifferences(vault.folder, folder.path)).slice(0, 4),
  }).toEqual({ unrestored: [], differences: [] });
}, 120_000);
