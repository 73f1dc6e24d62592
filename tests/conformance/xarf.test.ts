import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AgeCategory, Classification, SiteType } from '../../shared/domain/assessment.ts';
import { ReferralBody } from '../../shared/domain/referral.ts';
import { noticedAddress, xarfReport } from '../../src-main/engine/referral/channels/xarf-mail/xarf-report.ts';
import { aReferral } from '../src-main/receiver/a-referral.ts';

/** The schemas, samples and faulty reports of XARF 4.2 (xarf/xarf-spec 37820da, MIT), content/csam and csem. */
const XARF = join(import.meta.dirname, 'xarf');
const read = (path: string): unknown => JSON.parse(readFileSync(join(XARF, path), 'utf8'));

const ajv = new Ajv2020({ strict: false, allErrors: true });
// The package is CommonJS, whose types say otherwise.
(formats.default as unknown as (ajv: Ajv2020) => void)(ajv);
for (const path of ['xarf-core', 'types/content-base', 'types/content-csam', 'types/content-csem'])
  ajv.addSchema(read(`schemas/v4/${path}.json`) as object);

function problemsOf(report: unknown): string[] {
  const type = (report as { type?: string }).type ?? '';
  const validate = ajv.getSchema(`https://xarf.org/schemas/v4/types/content-${type}.json`);
  if (!validate) return [`no schema for ${type}`];
  return validate(report)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const SENDER = { from: 'notices@hotline.example', organisation: 'Example Hotline', flagger: null };

function reportOf(change: Record<string, unknown> = {}, sender = SENDER): Record<string, unknown> | null {
  const body = ReferralBody.parse(JSON.parse(new TextDecoder().decode(aReferral(1, change).body)));
  const address = noticedAddress(body.subject);
  return address === null ? null : JSON.parse(xarfReport(body, address, sender));
}

const { subject, assessment } = JSON.parse(new TextDecoder().decode(aReferral().body));
const about = (url: string) => ({ subject: { ...subject, url } });
const judged = (members: object) => ({
  assessment: { ...assessment, judgement: { ...assessment.judgement, ...members } },
});

describe('the schemas of XARF 4.2', () => {
  test.each(readdirSync(join(XARF, 'samples/v4')))('accept their own sample %s', (name) => {
    expect(problemsOf(read(`samples/v4/${name}`))).toEqual([]);
  });

  test.each(readdirSync(join(XARF, 'negative')))('refuse %s', (name) => {
    expect(problemsOf(read(`negative/${name}`))).not.toEqual([]);
  });
});

describe('a report of a notice', () => {
  test('has no label of the hotline', () => {
    const labels = { set: { id: 'made-up', version: 1 }, chosen: { GROUP: ['LABEL'] } };
    for (const classification of Classification.options)
      expect(reportOf(judged({ classification, labels }))).toEqual(reportOf(judged({ classification })));
  });

  test('says of baseline material what content/csam needs', () => {
    const report = reportOf({
      subject: {
        ...subject,
        hashes: {
          md5: '1'.repeat(32),
          sha1: '2'.repeat(40),
          sha256: '3'.repeat(64),
        },
        reportedHosting: { ip: '192.0.2.7', network: 'AS64496 Example' },
      },
    });
    expect(problemsOf(report)).toEqual([]);
    const { description, ...said } = report!;
    expect(String(description).length).toBeLessThanOrEqual(1000);
    expect(said).toEqual({
      xarf_version: '4.2.0',
      report_id: aReferral().referral,
      timestamp: '2026-11-21T17:00:00.000Z',
      reporter: { org: 'Example Hotline', contact: 'notices@hotline.example', domain: 'hotline.example' },
      sender: { org: 'Example Hotline', contact: 'notices@hotline.example', domain: 'hotline.example' },
      source_identifier: '192.0.2.7',
      evidence_source: 'user_report',
      category: 'content',
      type: 'csam',
      url: 'http://site-1.example/page',
      domain: 'site-1.example',
      asn: 64_496,
      country_code: 'BE',
      classification: 'baseline',
      detection_method: 'user_report',
      hash_values: { md5: '1'.repeat(32), sha1: '2'.repeat(40), sha256: '3'.repeat(64) },
      tags: ['notice:new'],
    });
  });

  test('says of other illegal material what content/csem needs', () => {
    const report = reportOf(judged({ classification: 'national', age: 'pubescent', siteType: 'forum' }));
    expect(problemsOf(report)).toEqual([]);
    expect(report).toMatchObject({
      type: 'csem',
      exploitation_type: 'distribution',
      victim_age_range: 'pubescent',
      platform: 'forum',
    });
    expect(report).not.toHaveProperty('classification');
  });

  test('names the earlier report that it amends, and that it is a trusted flagger’s', () => {
    const inReplyTo = aReferral(9).referral;
    const report = reportOf({ kind: 'amendment', inReplyTo }, { ...SENDER, flagger: 'BIPT' } as never);
    expect([problemsOf(report), report!.tags]).toEqual([
      [],
      ['notice:amendment', `amends:${inReplyTo}`, 'dsa:trusted-flagger'],
    ]);
  });

  test.each([
    ['http://bücher.example/Straße?q=ä', 'http://xn--bcher-kva.example/Stra%C3%9Fe?q=%C3%A4'],
    ['https://site.example/a[1]|b^c?x={y}`', 'https://site.example/a%5B1%5D%7Cb%5Ec?x=%7By%7D%60'],
    ['https://site.example/100%/a%zz', 'https://site.example/100%25/a%25zz'],
    ['http://[2001:db8::1]:8080/a', 'http://[2001:db8::1]:8080/a'],
    ['hxxp://site[.]example/a', 'http://site.example/a'],
    ['https://192.0.2.1/a', 'https://192.0.2.1/a'],
  ])('writes the address %s as a URI that the schema accepts', (written, uri) => {
    const report = reportOf(about(written));
    expect([report?.url, problemsOf(report)]).toEqual([uri, []]);
  });

  test('of whatever address and judgement is accepted by the schema', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.constantFrom(...Classification.options, undefined),
        fc.constantFrom(...AgeCategory.options, undefined),
        fc.constantFrom(...SiteType.options, undefined),
        (url, tail, classification, age, siteType) => {
          const change = { ...about(url + tail), ...judged({ classification, age, siteType }) };
          const report = reportOf(JSON.parse(JSON.stringify(change)));
          return report === null || problemsOf(report).length === 0;
        },
      ),
      { numRuns: 500 },
    );
  });
});
