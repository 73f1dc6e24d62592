import { describe, expect, test } from 'vitest';
import type { Assessment } from '../../../../../../shared/domain/assessment.ts';
import type { ReferralBody } from '../../../../../../shared/domain/referral.ts';
import type { Kept, ReferralExchange } from '../../../../../../src-main/engine/referral/channels/channel.ts';
import { iccam } from '../../../../../../src-main/engine/referral/channels/iccam/iccam.ts';
import { recordedReason } from '../../../../../../src-main/engine/referral/recorded-reason.ts';
import { generateHotlineKey } from '../../../../../../src-main/exchange/hotline-signature.ts';
import { type Fault, faultsAt } from '../../../../../../src-main/iccam-stand-in/faults.ts';
import type { ApiOptions } from '../../../../../../src-main/iccam-stand-in/iccam-api.ts';
import { InMemoryMail } from '../../../../../../src-main/ports/mail.ts';
import {
  type AnIccam,
  anIccam,
  anIccamInMemory,
  BELGIUM,
  NETHERLANDS,
} from '../../../../iccam-stand-in/an-iccam.ts';
import { aBody, aNote, frozenOf, ILLEGAL_IN_NL } from './a-body.ts';

const KEY = await generateHotlineKey();
const START_MS = Date.parse('2026-11-21T18:10:00.000Z');
const LATER_MS = 10 * 60_000;

/** A hotline with one referral, before an ICCAM whose time and its own are moved by the test. */
class AHotline {
  nowMs = START_MS;
  readonly iccam: AnIccam;
  readonly kept = aNote();
  references: string[] = [];
  sleptMs = 0;

  constructor(iccam: AnIccam) {
    this.iccam = iccam;
  }

  exchange(kept: Kept = this.kept): ReferralExchange {
    return {
      network: this.iccam.network,
      hotlineKey: KEY,
      timeoutMs: 2000,
      nowMs: () => this.nowMs,
      sleep: async (ms) => {
        this.sleptMs += ms;
      },
      kept,
      references: () => this.references,
      notices: { mail: new InMemoryMail(), contactFor: () => 'none', hasWrittenTo: () => false },
    };
  }

  /** Hands a referral over once, and remembers the reference it gets. */
  async deliver(body: ReferralBody = aBody(), { attempted = false, kept = this.kept as Kept } = {}) {
    const outcome = await iccam.deliver!(frozenOf(body, attempted), this.iccam.settings, this.exchange(kept));
    if (outcome.type === 'delivered' && outcome.evidence.type === 'partner-id')
      this.references = [outcome.evidence.id, ...this.references];
    return 'reason' in outcome ? { ...outcome, reason: recordedReason(outcome.reason) } : outcome;
  }

  async ask(body: ReferralBody = aBody()) {
    const answer = await iccam.ask!(frozenOf(body), this.iccam.settings, this.exchange());
    return 'reason' in answer ? { ...answer, reason: recordedReason(answer.reason) } : answer;
  }

  /** Delivers, lets ICCAM process the report, and finishes. @returns the only content */
  async settled(body: ReferralBody = aBody()) {
    await this.deliver(body);
    this.nowMs += LATER_MS;
    await this.ask(body);
    return this.content;
  }

  get content() {
    return [...this.iccam.api.book.contents.values()].at(-1)!;
  }

  get calls(): string[] {
    return this.iccam.api.calls.filter((call) => !call.includes('Authentication') && !call.startsWith('GET'));
  }
}

const TRANSPORTS = [
  ['over TLS', anIccam],
  ['in memory', anIccamInMemory],
] as const;

describe.each(TRANSPORTS)('the channel to ICCAM, %s', (_, make) => {
  async function using(
    options: Partial<ApiOptions>,
    work: (hotline: AHotline) => Promise<void>,
  ): Promise<void> {
    let hotline: AHotline | null = null;
    await using iccamThere = await make({ nowMs: () => hotline?.nowMs ?? START_MS, ...options });
    hotline = new AHotline(iccamThere);
    await work(hotline);
  }

  const faulty = (call: RegExp, fault: Fault, times = 1) => ({ faults: faultsAt(call, fault, times) });
  const amended = (judgement: Partial<Assessment>, kind: ReferralBody['kind'] = 'amendment') =>
    aBody(
      { ...ILLEGAL_IN_NL, ...judgement },
      { kind, referral: '0199a000-0000-7000-8000-000000000009' as ReferralBody['referral'] },
    );

  test('posts a report once, and its number at ICCAM is the evidence', () =>
    using({}, async (hotline) => {
      const outcome = await hotline.deliver();
      expect(outcome).toEqual({ type: 'delivered', evidence: { type: 'partner-id', id: '9001/70001' } });
      expect(hotline.calls).toEqual(['POST rest/reports 200']);
      expect(hotline.iccam.api.book.report(9001)).toMatchObject({
        analyst: 'hashline-be',
        receivedDate: '2026-11-20T08:00:00Z',
        reference: '0199a000-0000-7000-8000-000000000001_202611211804',
        memo: 'Hashline referral 0199a000-0000-7000-8000-000000000001',
        siteType: 20,
        commerciality: 3,
        paymentMethods: [1],
      });
    }));

  test('gives it to the hosting country in a later run, because ICCAM has to process it first', () =>
    using({}, async (hotline) => {
      await hotline.deliver();
      await hotline.ask();
      expect(hotline.content.assigned).toBe('BE');
      hotline.nowMs += LATER_MS;
      await hotline.ask();
      await hotline.ask();
      expect(hotline.content).toMatchObject({ hosting: 'NL', assigned: 'NL' });
      expect(hotline.calls).toEqual(['POST rest/reports 200', 'PUT rest/Content/70001/assigned-country 200']);
    }));

  test('makes no second assignment where ICCAM assigned it by itself', () =>
    using({ assignsAtOnce: true }, async (hotline) => {
      await hotline.settled();
      expect(hotline.calls).toEqual(['POST rest/reports 200']);
    }));

  test('waits a pause between calls and two after the login', () =>
    using({}, async (hotline) => {
      hotline.iccam.settings.pause = '1000';
      await hotline.deliver();
      const calls = hotline.iccam.api.calls.filter((call) => !call.includes('Authentication')).length;
      expect(hotline.sleptMs).toBe((2 + calls) * 1000);
    }));

  test.each([
    [
      'there is no address',
      { subject: { ...aBody().subject, kind: 'file', url: null } },
      {},
      'web addresses alone',
    ],
    ['no hosting country is known', {}, { hosting: { country: null, source: 'unknown' } }, 'hosting country'],
    ['it is undetermined', {}, { legality: 'undetermined' }, 'leaves it open'],
    ['it has no classification', {}, { classification: undefined }, 'needs a classification'],
  ] as const)('calls nobody and parks where %s', (_name, change, judgement, reason) =>
    using({}, async (hotline) => {
      const body = aBody({ ...ILLEGAL_IN_NL, ...judgement } as Assessment, change as Partial<ReferralBody>);
      expect(await hotline.deliver(body)).toEqual({ type: 'stuck', reason: expect.stringContaining(reason) });
      expect(hotline.iccam.api.calls).toEqual([]);
    }),
  );

  describe('when an answer is lost', () => {
    test('it finds the report by its memo and posts none', () =>
      using(faulty(/POST rest\/reports/, { type: 'drop-after' }), async (hotline) => {
        expect(await hotline.deliver()).toMatchObject({ type: 'retry' });
        expect(await hotline.deliver(aBody(), { attempted: true })).toMatchObject({
          type: 'delivered',
          evidence: { id: '9001/70001' },
        });
        expect(hotline.iccam.api.book.reports.size).toBe(1);
      }));

    test('it leaves to a person what it cannot find, and posts again only after a person resumed it', () =>
      using(faulty(/POST rest\/reports/, { type: 'drop-before' }), async (hotline) => {
        expect(await hotline.deliver()).toMatchObject({ type: 'retry' });
        const parked = {
          type: 'stuck',
          reason:
            'it is not known whether the destination has 0199a000-0000-7000-8000-000000000001_202611211804; look there, and resume only if it is not there',
        };
        expect(await hotline.deliver(aBody(), { attempted: true })).toEqual(parked);
        // The process was killed before the parking was recorded: still no second post.
        expect(await hotline.deliver(aBody(), { attempted: true })).toEqual(parked);
        expect(hotline.iccam.api.book.reports.size).toBe(0);
        expect(await hotline.deliver(aBody(), { attempted: false })).toMatchObject({ type: 'delivered' });
        expect(hotline.iccam.api.book.reports.size).toBe(1);
      }));

    test('it never doubles even where a person resumes what did arrive: ICCAM refuses the reference', () =>
      using(
        { ...faulty(/POST rest\/reports/, { type: 'drop-after' }), assignsAtOnce: true },
        async (hotline) => {
          await hotline.deliver();
          expect(await hotline.deliver(aBody(), { attempted: true })).toMatchObject({ type: 'stuck' });
          expect(await hotline.deliver(aBody(), { attempted: false })).toEqual({
            type: 'stuck',
            reason: 'the destination answered 400 HotlineReference: The hotline reference is already in use',
          });
          expect(hotline.iccam.api.book.reports.size).toBe(1);
        },
      ));

    test('of the read after the post, it goes on from the number it got', () =>
      using(faulty(/GET rest\/Reports/, { type: 'drop-before' }), async (hotline) => {
        expect(await hotline.deliver()).toMatchObject({ type: 'retry' });
        expect(await hotline.deliver(aBody(), { attempted: true })).toMatchObject({ type: 'delivered' });
        expect(hotline.calls).toEqual(['POST rest/reports 200']);
      }));
  });

  describe('an answer that is no 200', () => {
    test.each([400, 403, 500])('%i is a hard no: a person has to look', (status) =>
      using(
        faulty(/POST rest\/reports/, {
          type: 'answer',
          status,
          body: '{"errors":{"Urls":["is not valid","at all"]}}',
        }),
        async (hotline) => {
          expect(await hotline.deliver()).toEqual({
            type: 'stuck',
            reason: `the destination answered ${status} Urls: is not valid; at all`,
          });
        },
      ),
    );

    test.each([404, 408, 502, 503, 504])('%i before the post is an outage: the referral is kept', (status) =>
      using(faulty(/POST Authentication/, { type: 'answer', status }), async (hotline) => {
        expect(await hotline.deliver()).toEqual({
          type: 'retry',
          reason: `the destination answered ${status}`,
          retryAfterMs: null,
        });
        expect(await hotline.deliver(aBody(), { attempted: true })).toMatchObject({ type: 'delivered' });
      }),
    );

    test('429 at the post was not looked at, and 503 may have been', () =>
      using(faulty(/POST rest\/reports/, { type: 'answer', status: 429 }), async (hotline) => {
        expect(await hotline.deliver()).toMatchObject({ type: 'retry' });
        expect(await hotline.deliver(aBody(), { attempted: true })).toMatchObject({ type: 'delivered' });
        hotline.kept.text = null;
        const other = amended({}, 'new');
        hotline.references = [];
        hotline.iccam.api.options.faults = faultsAt(/POST rest\/reports/, { type: 'answer', status: 503 });
        expect(await hotline.deliver(other)).toMatchObject({ type: 'retry' });
        expect(await hotline.deliver(other, { attempted: true })).toMatchObject({ type: 'stuck' });
      }));

    test('400 because ICCAM is not ready is tried again later', () =>
      using(
        faulty(/POST rest\/reports/, {
          type: 'answer',
          status: 400,
          body: '{"errors":{"Report":["Report not in correct state for assessments"]}}',
        }),
        async (hotline) => {
          expect(await hotline.deliver()).toMatchObject({ type: 'retry', retryAfterMs: 300_000 });
          expect(await hotline.deliver(aBody(), { attempted: true })).toMatchObject({ type: 'delivered' });
        },
      ));

    test('that cannot be read is not an answer, and its post is looked up', () =>
      using(
        faulty(/POST rest\/reports/, { type: 'answer', status: 200, body: '<html>' }),
        async (hotline) => {
          expect(await hotline.deliver()).toMatchObject({ type: 'retry' });
          expect(await hotline.deliver(aBody(), { attempted: true })).toMatchObject({ type: 'stuck' });
        },
      ));
  });

  describe('a token', () => {
    test('that is about to end is renewed', () =>
      using({ tokenSeconds: 30 }, async (hotline) => {
        expect(await hotline.deliver()).toMatchObject({ type: 'delivered' });
        const { calls } = hotline.iccam.api;
        expect(calls.filter((call) => call === 'POST Authentication 200')).toHaveLength(1);
        expect(calls.filter((call) => call === 'POST Authentication/refresh 200').length).toBeGreaterThan(1);
      }));

    test('that ends in the middle of a run is renewed, and the call repeated once', () =>
      using(
        faulty(/POST rest\/reports/, {
          type: 'answer',
          status: 401,
          body: '{"errors":{"Authorization":["token expired"]}}',
        }),
        async (hotline) => {
          expect(await hotline.deliver()).toMatchObject({ type: 'delivered' });
          expect(hotline.iccam.api.book.reports.size).toBe(1);
        },
      ));

    test('that cannot be renewed is replaced by a new login', () =>
      using(
        { ...faulty(/POST rest\/reports/, { type: 'answer', status: 401 }), refusesRefresh: true },
        async (hotline) => {
          expect(await hotline.deliver()).toMatchObject({ type: 'delivered' });
          expect(hotline.iccam.api.calls.filter((call) => call === 'POST Authentication 200')).toHaveLength(
            2,
          );
        },
      ));

    test('that is refused twice is a hard no', () =>
      using(faulty(/POST rest\/reports/, { type: 'answer', status: 401 }, 2), async (hotline) => {
        expect(await hotline.deliver()).toEqual({ type: 'stuck', reason: 'the destination answered 401' });
      }));

    test('is not given for a wrong password, and nothing is posted', () =>
      using({}, async (hotline) => {
        hotline.iccam.settings.password = 'another';
        expect(await hotline.deliver()).toEqual({
          type: 'stuck',
          reason: 'the destination answered 401 Authentication: User name or password is wrong',
        });
      }));

    test('is given back at the end of a run', () =>
      using({}, async (hotline) => {
        await hotline.deliver();
        expect(hotline.iccam.api.calls.at(-1)).toBe('POST Authentication/logout 200');
      }));
  });

  test('sends no code that ICCAM has under another name, or has no more', () =>
    using({}, async (hotline) => {
      hotline.iccam.api.book.codes['site-types']!.find(({ id }) => id === 20)!.name = 'Something Else';
      expect(await hotline.deliver()).toEqual({
        type: 'stuck',
        reason: "the destination's list site-types has not got Image host under the number that was known",
      });
      expect(hotline.calls).toEqual([]);
    }));

  describe('an amendment', () => {
    test('parks where the earlier number is not known', () =>
      using({}, async (hotline) => {
        expect(await hotline.deliver(amended({}))).toMatchObject({
          type: 'stuck',
          reason: expect.stringContaining('earlier referral whose number'),
        });
      }));

    test('assesses anew, in ICCAM’s order, what is still assigned to the hotline', () =>
      using({}, async (hotline) => {
        await hotline.settled(aBody({ ...ILLEGAL_IN_NL, hosting: { country: 'BE', source: 'registry' } }));
        hotline.iccam.api.calls.length = 0;
        const outcome = await hotline.deliver(amended({ age: 'infant', siteType: 'forum' }), {
          kept: aNote(),
        });
        expect(outcome).toMatchObject({ type: 'delivered', evidence: { id: '9001/70001' } });
        expect(hotline.calls).toEqual([
          'PUT rest/Content/70001/assessment 200',
          'PUT rest/Reports/9001/source-url/site-type 200',
          'PUT rest/Content/70001/url/hosting 200',
          'PUT rest/Content/70001/assigned-country 200',
        ]);
        expect(hotline.content).toMatchObject({ hosting: 'NL', assigned: 'NL' });
        expect(hotline.content.assessments.at(-1)).toMatchObject({ classification: 2, ageCategorization: 2 });
      }));

    test('that was interrupted goes on where it was, and does nothing twice', () =>
      using({}, async (hotline) => {
        await hotline.settled(aBody({ ...ILLEGAL_IN_NL, hosting: { country: 'BE', source: 'registry' } }));
        hotline.iccam.api.options.faults = faultsAt(/url\/hosting/, { type: 'drop-after' });
        hotline.iccam.api.calls.length = 0;
        const kept = aNote();
        expect(await hotline.deliver(amended({ age: 'infant' }), { kept })).toMatchObject({ type: 'retry' });
        expect(await hotline.deliver(amended({ age: 'infant' }), { kept, attempted: true })).toMatchObject({
          type: 'delivered',
        });
        expect(hotline.calls).toEqual([
          'PUT rest/Content/70001/assessment 200',
          'PUT rest/Content/70001/url/hosting drop-after',
          'PUT rest/Content/70001/assigned-country 200',
        ]);
      }));

    test('parks where another country’s hotline has it', () =>
      using({}, async (hotline) => {
        await hotline.settled();
        expect(await hotline.deliver(amended({ age: 'infant' }), { kept: aNote() })).toMatchObject({
          type: 'stuck',
          reason: expect.stringContaining('assigned it to NL'),
        });
      }));

    test('parks where ICCAM has it as baseline and the hotline now as national', () =>
      using({}, async (hotline) => {
        const inBelgium = { hosting: { country: 'BE', source: 'registry' } } as const;
        await hotline.settled(aBody({ ...ILLEGAL_IN_NL, ...inBelgium, classification: 'baseline' }));
        expect(await hotline.deliver(amended(inBelgium), { kept: aNote() })).toMatchObject({
          type: 'stuck',
          reason: expect.stringContaining('baseline'),
        });
      }));

    test('parks where there are actions already', () =>
      using({}, async (hotline) => {
        const inBelgium = { hosting: { country: 'BE', source: 'registry' } } as const;
        const content = await hotline.settled(aBody({ ...ILLEGAL_IN_NL, ...inBelgium }));
        content.actions.push({
          actionType: 1,
          actioningAnalystName: 'x',
          actionDate: '2026-11-21T20:00:00Z',
        });
        expect(
          await hotline.deliver(amended({ ...inBelgium, age: 'infant' }), { kept: aNote() }),
        ).toMatchObject({
          type: 'stuck',
          reason: expect.stringContaining('has actions on it'),
        });
      }));

    test('that says nothing new makes no change', () =>
      using({}, async (hotline) => {
        await hotline.settled();
        hotline.iccam.api.calls.length = 0;
        expect(await hotline.deliver(amended({}), { kept: aNote() })).toMatchObject({ type: 'delivered' });
        expect(hotline.calls).toEqual([]);
      }));
  });

  describe('a retraction', () => {
    const inBelgium = aBody({ ...ILLEGAL_IN_NL, hosting: { country: 'BE', source: 'registry' } });
    const legal = (reasons: Assessment['reasons']) =>
      amended({ legality: 'legal', hosting: { country: 'BE', source: 'registry' }, reasons }, 'retraction');

    test.each([
      ['NotIllegal with the reason', ['adult'], 6, 14, 'AdultPornography'],
      ['NotIllegal for other reasons', [], 6, 1, 'Other'],
      ['Unavailable where nothing was found', ['not-found'], 4, 2, 'ContentNotFound'],
      [
        'Unavailable also where another reason stands first',
        ['adult', 'offline'],
        4,
        9,
        'Error404NotFoundOrSiteDown',
      ],
    ] as const)('says %s', (_name, reasons, actionType, reasonId, reasonText) =>
      using({}, async (hotline) => {
        await hotline.settled(inBelgium);
        const outcome = await hotline.deliver(legal([...reasons]), { kept: aNote() });
        expect(outcome).toMatchObject({ type: 'delivered' });
        expect(hotline.content.actions).toEqual([
          {
            actionType,
            actioningAnalystName: 'hashline-be',
            actionDate: '2026-11-21T18:04:05Z',
            reasonId,
            reasonText,
          },
        ]);
        expect(hotline.content.assessments.at(-1)).toMatchObject({ classification: 4 });
      }),
    );

    test('does nothing where ICCAM has that action already', () =>
      using({}, async (hotline) => {
        await hotline.settled(inBelgium);
        await hotline.deliver(legal(['adult']), { kept: aNote() });
        hotline.iccam.api.calls.length = 0;
        expect(await hotline.deliver(legal(['adult']), { kept: aNote() })).toMatchObject({
          type: 'delivered',
        });
        expect(hotline.calls).toEqual([]);
      }));

    test('parks where ICCAM has another final action', () =>
      using({}, async (hotline) => {
        const content = await hotline.settled(inBelgium);
        content.actions.push({
          actionType: 3,
          actioningAnalystName: 'x',
          actionDate: '2026-11-21T20:00:00Z',
        });
        expect(await hotline.deliver(legal(['adult']), { kept: aNote() })).toMatchObject({
          type: 'stuck',
          reason: expect.stringContaining('finished'),
        });
      }));

    test('parks where another country’s hotline has it', () =>
      using({}, async (hotline) => {
        await hotline.settled();
        expect(await hotline.deliver(legal(['adult']), { kept: aNote() })).toMatchObject({
          type: 'stuck',
          reason: expect.stringContaining('tell that hotline'),
        });
      }));

    test('parks where an action would be refused for want of a site type', () =>
      using({}, async (hotline) => {
        await hotline.settled(
          aBody({ ...ILLEGAL_IN_NL, hosting: { country: 'BE', source: 'registry' }, siteType: undefined }),
        );
        const body = legal(['adult']);
        body.assessment.judgement.siteType = undefined;
        expect(await hotline.deliver(body, { kept: aNote() })).toMatchObject({
          type: 'stuck',
          reason: expect.stringContaining('site type'),
        });
      }));
  });

  describe('a case that came from ICCAM', () => {
    test('becomes no second report: its content is assessed, and given to the country it is hosted in', () =>
      using({}, async (hotline) => {
        const content = hotline.iccam.api.book.addInbound(NETHERLANDS, {
          url: 'https://host.example/page?x=1',
          assigned: 'BE',
        });
        hotline.references = [`${content.reportId}/${content.contentId}`];
        expect(await hotline.deliver()).toMatchObject({ type: 'delivered', evidence: { id: '9001/70001' } });
        expect(hotline.calls).toEqual([
          'PUT rest/Content/70001/assessment 200',
          'PUT rest/Reports/9001/source-url/site-type 200',
          'PUT rest/Reports/9001/source-url/commerciality 200',
          'PUT rest/Reports/9001/source-url/payment-methods 200',
          'PUT rest/Content/70001/url/hosting 200',
          'PUT rest/Content/70001/assigned-country 200',
        ]);
      }));
  });

  describe('news', () => {
    const act = (hotline: AHotline, actionType: number, actionDate: string) =>
      hotline.content.actions.push({ actionType, actioningAnalystName: 'partner', actionDate });

    test('are the actions of the partner, with the answer as it came', () =>
      using({}, async (hotline) => {
        await hotline.settled();
        act(hotline, 1, '2026-11-22T10:00:00Z');
        act(hotline, 2, '2026-11-22T11:00:00.1234567Z');
        act(hotline, 3, '2026-11-23T09:00:00');
        act(hotline, 17, '2026-11-23T09:00:00Z');
        const answer = await hotline.ask();
        expect(answer).toMatchObject({
          type: 'statement',
          source: 'iccam',
          events: [
            { status: 'acknowledged', at: '2026-11-22T10:00:00.000Z' },
            { status: 'provider-contacted', at: '2026-11-22T11:00:00.123Z' },
            { status: 'permanently-removed', at: '2026-11-23T09:00:00.000Z' },
          ],
          unread: 1,
        });
        expect(JSON.parse('statement' in answer ? answer.statement : '')).toMatchObject({
          contentId: 70001,
          assignedCountryCode: 'NL',
        });
      }));

    test('that it moved are another hosting and another assigned country together', () =>
      using({}, async (hotline) => {
        await hotline.settled();
        hotline.content.hosting = 'US';
        expect(await hotline.ask()).toMatchObject({ events: [] });
        hotline.content.assigned = 'US';
        hotline.content.assignedAt = '2026-11-24T07:00:00Z';
        expect(await hotline.ask()).toMatchObject({
          events: [{ status: 'moved', at: '2026-11-24T07:00:00.000Z', country: 'US' }],
        });
      }));

    test('that cannot be asked for are asked for another time', () =>
      using({}, async (hotline) => {
        await hotline.settled();
        hotline.iccam.api.options.faults = faultsAt(/GET/, { type: 'answer', status: 503 }, 9);
        expect(await hotline.ask()).toMatchObject({ type: 'failed' });
        hotline.iccam.api.options.faults = faultsAt(/GET/, { type: 'answer', status: 403 }, 9);
        expect(await hotline.ask()).toMatchObject({ type: 'unproven' });
      }));

    test('of another hotline’s analyst in a text that could be media are not kept', () =>
      using({}, async (hotline) => {
        await hotline.settled();
        hotline.content.memo = `data:image/png;base64,${'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk'}`;
        expect(await hotline.ask()).toMatchObject({ type: 'unproven' });
      }));
  });

  test('what ICCAM would not finish is told with the referral until it is done', () =>
    using({}, async (hotline) => {
      await hotline.deliver();
      hotline.nowMs += LATER_MS;
      hotline.iccam.api.options.faults = faultsAt(/assigned-country/, {
        type: 'answer',
        status: 400,
        body: '{"errors":{"Content":["Cannot action: content status Completed"]}}',
      });
      expect(await hotline.ask()).toEqual({
        type: 'unproven',
        reason: 'the destination answered 400 Content: Cannot action: content status Completed',
      });
      expect(await hotline.ask()).toMatchObject({ type: 'statement' });
      expect(hotline.content.assigned).toBe('NL');
    }));

  test('the stand-in itself refuses a hurried action, so that the later run is needed', () =>
    using({}, async (hotline) => {
      await hotline.deliver();
      expect(() => hotline.iccam.api.book.assign(BELGIUM, 70001, 'NL')).toThrow('not in the right phase');
    }));
});
