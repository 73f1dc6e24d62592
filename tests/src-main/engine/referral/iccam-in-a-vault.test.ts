import { describe, expect, test } from 'vitest';
import { DestinationId } from '../../../../shared/domain/ids.ts';
import { toldReferral } from '../../../../src-main/host-cli/terminal/told-referral.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { refer, sendOnce } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { chosenLabels, labelsInForce } from '../../../support/labels-in-force.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';
import { type AnIccam, anIccam, NETHERLANDS } from '../../iccam-stand-in/an-iccam.ts';

const LATER_MS = 20 * 60_000;

/** A vault whose destination `iccam` is the stand-in, which goes by the vault's clock. */
async function aHotline(): Promise<AsyncDisposable & { vault: AVault; iccam: AnIccam }> {
  const vault = await aVault();
  const iccam = await anIccam({ nowMs: () => vault.clock.nowMs() });
  await vault.client.referral.addDestination({
    command: aCommand(),
    destination: { id: DestinationId.parse('iccam'), channel: { kind: 'iccam', settings: iccam.settings } },
  });
  return {
    vault,
    iccam,
    [Symbol.asyncDispose]: async () => {
      vault[Symbol.dispose]();
      await iccam[Symbol.asyncDispose]();
    },
  };
}

async function entriesOf(vault: AVault, kind: string) {
  const { entries } = await vault.client.audit.entries({ limit: 500 });
  return entries.filter((entry) => entry.kind === kind).map(({ data }) => data);
}

describe('a vault that refers to ICCAM', () => {
  test('records the partner’s number as evidence, and its unsigned news as its own statement', async () => {
    await using hotline = await aHotline();
    const { vault, iccam } = hotline;
    const { case: id } = await refer(vault, 'member', 'NL');
    expect(await sendOnce(vault)).toEqual({ delivered: 1, retrying: 0, refused: 0, parked: 0 });
    vault.clock.advance(LATER_MS);
    await vault.client.referral.refreshTakedowns();
    const content = [...iccam.api.book.contents.values()][0]!;
    expect(content.assigned).toBe('NL');
    content.actions.push({
      actionType: 3,
      actioningAnalystName: 'partner',
      actionDate: new Date(vault.clock.nowMs()).toISOString(),
    });
    expect(await vault.client.referral.refreshTakedowns()).toEqual({
      asked: 1,
      events: 1,
      refused: 0,
      unproven: 0,
      unanswered: 0,
    });
    expect(await entriesOf(vault, 'referral.delivered')).toMatchObject([
      { case: id, destination: 'iccam', partnerId: '9001/70001' },
    ]);
    expect(await entriesOf(vault, 'takedown.recorded')).toMatchObject([
      { case: id, source: 'iccam', event: { status: 'permanently-removed' } },
    ]);
    const { referrals } = await vault.client.referral.outbox({ limit: 10 });
    expect(referrals.map(toldReferral)).toMatchObject([
      { state: 'delivered', reference: '9001/70001', takedown: [{ status: 'permanently-removed' }] },
    ]);
  });

  test('tells ICCAM in its own fields what the labels say, and no label', async () => {
    await using hotline = await aHotline();
    const { vault, iccam } = hotline;
    const iccamOf = (field: string, value: unknown) => ({ field, value });
    const says = [
      iccamOf('ageCategorization', 'infant'),
      iccamOf('genderCategorization', 'both'),
      iccamOf('userGeneratedContentCategorization', true),
      iccamOf('sourceUrlSiteType', 'forum'),
      iccamOf('sourceUrlCommerciality', 'commercial'),
      iccamOf('sourceUrlPaymentMethods', 'bitcoin'),
    ];
    const pays = [iccamOf('sourceUrlPaymentMethods', 'visa')];
    const name = { en: 'A name' };
    const labels = [
      { code: 'S1', name, iccam: says },
      { code: 'S2', name, iccam: pays },
    ];
    await labelsInForce(vault, {
      groups: [{ code: 'S', name, isRequired: true, choice: 'several', labels }],
    });
    const { cases } = await vault.client.intake.report({
      command: aCommand(),
      report: aReport().of('https://labelled.example/').build(),
    });
    const judgement = illegalIn('NL', { labels: chosenLabels({ S: ['S1', 'S2'] }) });
    await vault.client.review.assess({ command: aCommand(), case: cases[0]!.id, judgement });
    expect((await sendOnce(vault)).delivered).toBe(1);
    const [report] = [...iccam.api.book.reports.values()];
    const [content] = [...iccam.api.book.contents.values()];
    expect(report).toMatchObject({ siteType: 6, commerciality: 2, paymentMethods: [13, 6] });
    expect(content?.assessments).toEqual([
      {
        assessingAnalystName: 'hashline-be',
        classification: 1,
        ageCategorization: 2,
        genderCategorization: 4,
        userGeneratedContentCategorization: 1,
      },
    ]);
    expect(JSON.stringify([report, content])).not.toMatch(/S1|made-up/);
  });

  test('states who gets its referrals, and never its password', async () => {
    await using hotline = await aHotline();
    const [stated] = await entriesOf(hotline.vault, 'destination.added');
    expect(stated).toEqual({
      destination: 'iccam',
      kind: 'iccam',
      url: hotline.iccam.settings.url,
      caSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      certSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      username: 'hotline-be',
      analyst: 'hashline-be',
    });
  });
});

describe('a pull from ICCAM', () => {
  const inbound = (hotline: { iccam: AnIccam }, url: string, change = {}, report = {}) =>
    hotline.iccam.api.book.addInbound(NETHERLANDS, { url, assigned: 'BE', ...change }, report);

  test('makes cases of what is assigned to the hotline, with the clock of the assignment', async () => {
    await using hotline = await aHotline();
    const { vault } = hotline;
    const assignedAt = new Date(vault.clock.nowMs() - 3_600_000).toISOString();
    inbound(hotline, 'https://a.example/', { assignedAt, memo: 'seen twice' }, { siteType: 6 });
    inbound(hotline, 'https://b.example/', { assigned: 'NL' });
    inbound(hotline, 'javascript:void(0)');
    const [first] = await vault.client.referral.pull();
    expect(first).toMatchObject({
      destination: 'iccam',
      listed: 2,
      taken: 1,
      known: 0,
      own: 0,
      elsewhere: 0,
      refused: [{ reference: '9003/70003' }],
      unmarked: 0,
      isMore: false,
      batch: expect.any(String),
      trouble: null,
    });
    const { cases } = await vault.client.review.queue({ limit: 10 });
    expect(cases).toHaveLength(1);
    const opened = await vault.client.review.case({ id: cases[0]!.id });
    expect(opened.sightings).toMatchObject([
      {
        channel: 'iccam',
        reference: '9001/70001',
        source: 'ICCAM hotline 43',
        receivedAt: assignedAt,
        siteType: 'forum',
        hosting: 'BE',
        hasNarrative: true,
        intensity: null,
      },
    ]);
    expect(await entriesOf(vault, 'intake.imported')).toMatchObject([
      { reports: 1, format: 'hashline-jsonl' },
    ]);
    expect(hotline.iccam.api.book.content(70001).reference).toMatch(/^hashline-70001_\d{12}$/);
    // What was taken is not taken twice, also where ICCAM still lists it.
    expect(await vault.client.referral.pull()).toMatchObject([
      { listed: 2, taken: 0, known: 1, batch: null },
    ]);
  });

  test('takes nothing that the hotline reported itself', async () => {
    await using hotline = await aHotline();
    const { vault, iccam } = hotline;
    await refer(vault, 'member', 'NL');
    await sendOnce(vault);
    const content = [...iccam.api.book.contents.values()][0]!;
    content.reference = null;
    expect(await vault.client.referral.pull()).toMatchObject([{ listed: 1, taken: 0, known: 1 }]);
    content.reference = null;
    inbound(hotline, 'https://c.example/', {
      memo: 'Hashline referral 0199a000-0000-7000-8000-000000000001',
    });
    expect(await vault.client.referral.pull()).toMatchObject([{ taken: 0, known: 1, own: 1 }]);
  });

  test('joins the case that the address has, and reopens it where it was decided', async () => {
    await using hotline = await aHotline();
    const { vault } = hotline;
    const { case: id } = await refer(vault, 'home', 'BE');
    const { sightings } = await vault.client.review.case({ id });
    inbound(hotline, sightings[0]!.subject);
    expect(await vault.client.referral.pull()).toMatchObject([{ taken: 1 }]);
    const { cases } = await vault.client.review.queue({ limit: 10 });
    expect(cases.map((waiting) => waiting.id)).toEqual([id]);
  });

  test('that ICCAM does not answer changes nothing and says why', async () => {
    await using hotline = await aHotline();
    hotline.iccam.api.options.faults = () => ({ type: 'answer', status: 503 });
    expect(await hotline.vault.client.referral.pull()).toMatchObject([
      { listed: 0, batch: null, trouble: { code: 'answered', status: 503 } },
    ]);
  });

  test('follows from the record: a vault rebuilt from it knows what came from ICCAM', async () => {
    await using hotline = await aHotline();
    inbound(hotline, 'https://a.example/');
    await hotline.vault.client.referral.pull();
    await refer(hotline.vault, 'member', 'NL');
    await sendOnce(hotline.vault);
    hotline.vault.clock.advance(LATER_MS);
    await hotline.vault.client.referral.refreshTakedowns();
    using other = aFolder();
    await rebuiltFrom(hotline.vault, other.path);
    expect(await recordedDifferences(hotline.vault.folder, other.path)).toEqual([]);
  });
});
