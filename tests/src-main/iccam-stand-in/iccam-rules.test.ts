import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { IccamApi } from '../../../src-main/iccam-stand-in/iccam-api.ts';
import { anIccamInMemory, BELGIUM, NETHERLANDS, PASSWORD } from './an-iccam.ts';

const START_MS = Date.parse('2026-11-21T18:10:00.000Z');
let nowMs = START_MS;

const ASSESSMENT = {
  assessingAnalystName: 'hashline-be',
  classification: 2,
  ageCategorization: 3,
  genderCategorization: 2,
};
const URL_OF = {
  urlString: 'https://host.example/',
  hotlineReference: 'one_202611211810',
  hostingCountryCode: 'NL',
  isSourceUrl: true,
  memo: null,
  contentType: 1,
  assessment: ASSESSMENT,
  actions: [],
};
const REPORT = {
  reportingAnalystName: 'hashline-be',
  hotlineReceivedDate: '2026-11-20T08:00:00Z',
  hotlineReference: 'one_202611211810',
  memo: null,
  urls: [URL_OF],
  sourceUrlReferrer: null,
  sourceUrlSiteType: 2,
  sourceUrlCommerciality: 1,
  sourceUrlPaymentMethods: [1],
};
const actionOf = (actionType: number, more = {}) => ({
  actionType,
  actioningAnalystName: 'hashline-be',
  actionDate: '2026-11-21T19:00:00Z',
  ...more,
});
const REASON = { reasonId: 14, reasonText: 'AdultPornography' };

/** Speaks to the interface as a hotline that is logged in. */
function speaker(api: IccamApi, username = BELGIUM.username) {
  const call = (method: string, path: string, body?: unknown, authorization: string | null = null) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const reply = api.answer({ method, path, authorization, body: text });
    if (reply === 'hang-up') throw new Error('hung up');
    return { status: reply.status, body: JSON.parse(reply.body) };
  };
  const { body } = call('POST', 'Authentication', { username, password: PASSWORD });
  const bearer = `Bearer ${body.bearerToken}`;
  return Object.assign((method: string, path: string, sent?: unknown) => call(method, path, sent, bearer), {
    raw: call,
    tokens: body as { bearerToken: string; refreshToken: string },
  });
}

/** Each refusal as `status message`. */
const toldOf = ({ status, body }: { status: number; body: { errors?: Record<string, string[]> } | null }) =>
  `${status} ${Object.values(body?.errors ?? {})
    .flat()
    .join('; ')}`.trim();

async function anApi(): Promise<IccamApi> {
  nowMs = START_MS;
  const { api } = await anIccamInMemory({ nowMs: () => nowMs });
  return api;
}

/** A report that is posted and processed, as content 70001. */
async function settled(change: object = {}) {
  const api = await anApi();
  const say = speaker(api);
  say('POST', 'rest/reports', { ...REPORT, ...change });
  nowMs += 120_000;
  return { api, say: speaker(api), partner: speaker(api, NETHERLANDS.username) };
}

describe('the stand-in for ICCAM enforces', () => {
  test('R1 a login with the right password', async () => {
    const say = speaker(await anApi());
    const wrong = say.raw('POST', 'Authentication', { username: BELGIUM.username, password: 'x' });
    expect(toldOf(wrong)).toBe('401 User name or password is wrong');
  });

  test('R2 a bearer token at every call, which ends', async () => {
    const say = speaker(await anApi());
    expect(toldOf(say.raw('GET', 'rest/site-types'))).toBe('401 Authorization bearer empty or unknown');
    nowMs += 1_800_000;
    expect(toldOf(say('GET', 'rest/site-types'))).toBe('401 token expired');
  });

  test('R3 one renewal for each pair of tokens', async () => {
    const say = speaker(await anApi());
    expect(say.raw('POST', 'Authentication/refresh', say.tokens).status).toBe(200);
    expect(say.raw('POST', 'Authentication/refresh', say.tokens).status).toBe(401);
  });

  test('R4 numbers that are JSON numbers', async () => {
    const say = speaker(await anApi());
    expect(say('POST', 'rest/reports', { ...REPORT, sourceUrlSiteType: '2' }).status).toBe(400);
    expect(say('POST', 'rest/reports', REPORT)).toEqual({ status: 200, body: 9001 });
  });

  test('R5 codes that its lists have', async () => {
    const say = speaker(await anApi());
    const report = { ...REPORT, urls: [{ ...URL_OF, assessment: { ...ASSESSMENT, classification: 3 } }] };
    expect(toldOf(say('POST', 'rest/reports', report))).toBe('400 The value 3 is not valid');
  });

  test('R6 a hotline reference that is unique', async () => {
    const say = speaker(await anApi());
    say('POST', 'rest/reports', REPORT);
    expect(toldOf(say('POST', 'rest/reports', REPORT))).toBe('400 The hotline reference is already in use');
  });

  test('R7 exactly one source url', async () => {
    const say = speaker(await anApi());
    const report = { ...REPORT, urls: [{ ...URL_OF, isSourceUrl: false }] };
    expect(toldOf(say('POST', 'rest/reports', report))).toBe('400 Exactly one url is the source url');
  });

  test('R8 time to process a report before anything is done with it', async () => {
    const say = speaker(await anApi());
    say('POST', 'rest/reports', REPORT);
    expect([
      toldOf(say('POST', 'rest/Content/70001/actions', actionOf(1))),
      toldOf(say('PUT', 'rest/Content/70001/assigned-country?newCountryCode=NL')),
      toldOf(say('PUT', 'rest/Content/70001/assessment', { ...ASSESSMENT, classification: 1 })),
    ]).toEqual([
      '400 Report not in the right phase to action',
      '400 Report not in the right phase to action',
      '400 Report not in correct state for assessments',
    ]);
  });

  test('R9 assessments and facts of the source before actions', async () => {
    const { say } = await settled({ sourceUrlSiteType: null });
    const tooEarly = say('POST', 'rest/Content/70001/actions', actionOf(1));
    say('PUT', 'rest/Reports/9001/source-url/site-type?siteType=2');
    const inTime = say('POST', 'rest/Content/70001/actions', actionOf(1));
    const tooLate = say('PUT', 'rest/Reports/9001/source-url/commerciality?commerciality=2');
    expect([tooEarly, inTime, tooLate].map(toldOf)).toEqual([
      '400 Report not in the right phase to action',
      '200',
      '400 Cannot action: content status Completed',
    ]);
  });

  test('R10 that baseline is not classified anew', async () => {
    const { say } = await settled({
      urls: [{ ...URL_OF, assessment: { ...ASSESSMENT, classification: 1 } }],
    });
    expect(toldOf(say('PUT', 'rest/Content/70001/assessment', ASSESSMENT))).toBe(
      '400 Cannot assess: content status ToBeActioned',
    );
  });

  test('R11 no assessment once there are actions', async () => {
    const { say } = await settled();
    say('POST', 'rest/Content/70001/actions', actionOf(1));
    expect(toldOf(say('PUT', 'rest/Content/70001/assessment', ASSESSMENT))).toBe(
      '400 Cannot assess: content status ToBeActioned',
    );
  });

  test('R12 that only the hotline of the assigned country does anything', async () => {
    const { partner } = await settled();
    expect([
      toldOf(partner('POST', 'rest/Content/70001/actions', actionOf(1))),
      toldOf(partner('PUT', 'rest/Content/70001/assessment', ASSESSMENT)),
      toldOf(partner('PUT', 'rest/Content/70001/url/hosting?newIpAddress=&newCountryCode=NL')),
    ]).toEqual(Array(3).fill('403 The content is assigned to BE'));
  });

  test('R13 nothing more after a final action', async () => {
    const { say } = await settled();
    say('POST', 'rest/Content/70001/actions', actionOf(3));
    expect([
      toldOf(say('POST', 'rest/Content/70001/actions', actionOf(6, REASON))),
      toldOf(say('PUT', 'rest/Content/70001/assigned-country?newCountryCode=NL')),
    ]).toEqual([
      '400 Content can not be actioned further, because it has already a final action',
      '400 Cannot action: content status Completed',
    ]);
  });

  test('R14 each action once', async () => {
    const { say } = await settled();
    say('POST', 'rest/Content/70001/actions', actionOf(1));
    expect(toldOf(say('POST', 'rest/Content/70001/actions', actionOf(1)))).toBe(
      '400 The action is already set',
    );
  });

  test('R15 a reason for actions beyond the third, and for no other', async () => {
    const { say } = await settled();
    expect([
      toldOf(say('POST', 'rest/Content/70001/actions', actionOf(6))),
      toldOf(say('POST', 'rest/Content/70001/actions', actionOf(2, REASON))),
    ]).toEqual(['400 A reason is required', '400 A reason is not allowed']);
  });

  test('R16 that "moved" is no action but a hosting and an assigned country', async () => {
    const { api, say } = await settled();
    expect(say('POST', 'rest/Content/70001/actions', actionOf(0)).status).toBe(400);
    say('PUT', 'rest/Content/70001/url/hosting?newIpAddress=&newCountryCode=US');
    say('PUT', 'rest/Content/70001/assigned-country?newCountryCode=US');
    expect(api.book.content(70001)).toMatchObject({ hosting: 'US', assigned: 'US' });
  });

  test('R17 lists of at most 200, of the hotline’s own country alone', async () => {
    const { api, say, partner } = await settled();
    for (let number = 0; number < 210; number++)
      api.book.addInbound(NETHERLANDS, { url: `https://n${number}.example/`, assigned: 'BE' });
    expect(say('GET', 'rest/Content/no-reference?maxResults=500').body).toHaveLength(200);
    expect(partner('GET', 'rest/Content/no-reference?maxResults=500').body).toEqual([]);
  });

  test('R18 that a content with a reference is listed no more as one without', async () => {
    const { api, say } = await settled();
    api.book.addInbound(NETHERLANDS, { url: 'https://n.example/', assigned: 'BE' });
    say('PUT', 'rest/Content/70002/hotline-reference?reference=taken_202611211810');
    expect(say('GET', 'rest/Content/no-reference').body).toEqual([]);
    expect(say('PUT', 'rest/Content/70001/hotline-reference?reference=taken_202611211810').status).toBe(400);
  });
});

describe('docs/channels-iccam.md', () => {
  const ROOT = join(import.meta.dirname, '..', '..', '..');
  const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
  const rows = read('docs/channels-iccam.md')
    .split('\n')
    .filter((line) => /^\| R\d+ \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  test('lists each rule that the stand-in enforces, and no other', () => {
    const tested = [...read('tests/src-main/iccam-stand-in/iccam-rules.test.ts').matchAll(/test\('(R\d+) /g)];
    expect(rows.map(([, number]) => number)).toEqual(tested.map(([, number]) => number));
  });

  test('names for each rule a test of the channel that is there', () => {
    const tests =
      read('tests/src-main/engine/referral/channels/iccam/iccam.test.ts') +
      read('tests/src-main/engine/referral/iccam-in-a-vault.test.ts');
    const missing = rows.flatMap(([, number, , , named = '']) => {
      const titles = [...named.matchAll(/“([^”]+)”/g)].map(([, title]) => title!);
      const absent = titles.filter((title) => !tests.includes(title));
      return titles.length === 0 ? [`${number} names none`] : absent.map((title) => `${number}: ${title}`);
    });
    expect(missing).toEqual([]);
  });
});
