import { expect, test } from 'vitest';
import { ReportId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { aVault } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';

const STORY = 'A visitor tells what they came upon.';

test('the words of a report are in no case’s detail; showing them leaves an entry that does not repeat them', async () => {
  using vault = await aVault();
  const { client } = vault;
  const told = { ...aReport().of('https://told.example/').build(), narrative: STORY };
  const untold = aReport().of('https://untold.example/').build();
  const [withStory, without] = await Promise.all(
    [told, untold].map(async (report) => {
      const { cases } = await client.intake.report({ command: aCommand(), report });
      return client.review.case({ id: cases[0]!.id });
    }),
  );
  const sightings = [withStory, without].map((detail) =>
    detail!.sightings.map(({ hasNarrative }) => hasNarrative),
  );
  const of = (detail: typeof withStory) => ({
    case: detail!.summary.id,
    report: detail!.sightings[0]!.report,
  });
  const revealed = await client.review.revealNarrative(of(withStory));
  const { entries } = await client.audit.entries({ kind: 'narrative.revealed' });
  expect({
    sightings,
    inDetail: JSON.stringify([withStory, without]).includes(STORY),
    revealed,
    entries: entries.map(({ data }) => data),
    untold: (await failureOf(client.review.revealNarrative(of(without)))).code,
    ofAnotherCase: (
      await failureOf(
        client.review.revealNarrative({ ...of(without), report: ReportId.parse(of(withStory).report) }),
      )
    ).code,
  }).toEqual({
    sightings: [[true], [false]],
    inDetail: false,
    revealed: { narrative: STORY },
    entries: [of(withStory)],
    untold: 'NOT_FOUND',
    ofAnotherCase: 'NOT_FOUND',
  });
});
