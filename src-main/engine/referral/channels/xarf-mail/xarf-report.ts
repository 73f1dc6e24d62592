import type { Assessment } from '../../../../../shared/domain/assessment.ts';
import { asnIn } from '../../../../../shared/domain/contact.ts';
import { domainOf } from '../../../../../shared/domain/mail-address.ts';
import type { ReferralBody } from '../../../../../shared/domain/referral.ts';
import { readUrl } from '../../../../../shared/domain/url.ts';
import { canonicalText } from '../../../../../shared/ledger/canonical-json.ts';
import type { NoticeSender } from './notice-sender.ts';

export const XARF_VERSION = '4.2.0';

/** What a provider is told to remove: an address with a host. */
export interface NoticedAddress {
  /** As a URI (RFC 3986), so that every program can read it. */
  uri: string;
  /** In ASCII, or an IP address without brackets. */
  host: string;
}

/** Null where the subject has no address with a host: a file, or a link of another kind. */
export function noticedAddress({ kind, url }: ReferralBody['subject']): NoticedAddress | null {
  if (kind !== 'url' || url === null) return null;
  const read = readUrl(url);
  if ('problem' in read) return null;
  return {
    uri: `${read.scheme}://${read.identity}`
      .replace(/[^A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]/gu, encodeURIComponent)
      .replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
      // Brackets belong to the host alone (RFC 3986, 3.2.2).
      .replace(/(?<=\/\/[^/]*\/.*)[[\]]/g, encodeURIComponent),
    host: read.host.replace(/^\[|\]$/g, ''),
  };
}

/**
 * The report of a notice in XARF 4.2: `content/csam` for material that is illegal everywhere (baseline), `content/csem`
 * for other material that the hotline judged illegal, because `csam` has no class for it. It never has evidence, media
 * or a PhotoDNA value. RFC 8785 canonical JSON.
 */
export function xarfReport(body: ReferralBody, { uri, host }: NoticedAddress, sender: NoticeSender): string {
  const { subject, assessment, referral } = body;
  const { judgement } = assessment;
  const contact = {
    org: sender.organisation,
    contact: sender.from,
    domain: domainOf(sender.from),
  };
  const asn = asnIn(subject.reportedHosting?.network ?? null);
  return canonicalText({
    xarf_version: XARF_VERSION,
    report_id: referral,
    timestamp: subject.firstReceivedAt ?? assessment.assessedAt,
    reporter: contact,
    sender: contact,
    source_identifier: subject.reportedHosting?.ip ?? host,
    evidence_source: 'user_report',
    category: 'content',
    url: uri,
    ...(PLAIN_DOMAIN.test(host) ? { domain: host } : {}),
    ...(asn === null ? {} : { asn }),
    ...(judgement.hosting.country === null ? {} : { country_code: judgement.hosting.country }),
    ...(judgement.classification === 'baseline' ? csam(subject.hashes) : csem(judgement)),
    tags: tagsOf(body, sender),
    description: DESCRIPTION,
  });
}

/** What the schema accepts as `domain`, which leaves out internationalised names. */
const PLAIN_DOMAIN = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}$/;

const DESCRIPTION =
  'Child sexual abuse or exploitation material at this address, in the judgement of a trained analyst of the hotline by the facts of reports and by hashes. The hotline has not visited the address and has no copy. Please remove the material or disable access to it, keep what the law requires for the police, and send no copy of it.';

function csam(hashes: ReferralBody['subject']['hashes']) {
  const values = Object.fromEntries(
    (['md5', 'sha1', 'sha256'] as const).flatMap((name) => {
      const value = hashes?.[name];
      return value ? [[name, value]] : [];
    }),
  );
  return {
    type: 'csam',
    classification: 'baseline',
    detection_method: 'user_report',
    ...(Object.keys(values).length === 0 ? {} : { hash_values: values }),
  };
}

function csem({ age, siteType }: Assessment) {
  const range = age === undefined ? undefined : AGE_RANGES[age];
  const platform = siteType === undefined ? undefined : PLATFORMS[siteType];
  return {
    type: 'csem',
    exploitation_type: 'distribution',
    detection_method: 'user_report',
    ...(range === undefined ? {} : { victim_age_range: range }),
    ...(platform === undefined ? {} : { platform }),
  };
}

const AGE_RANGES: Partial<Record<NonNullable<Assessment['age']>, string>> = {
  infant: 'infant',
  'pre-pubescent': 'prepubescent',
  pubescent: 'pubescent',
};

const PLATFORMS: Partial<Record<NonNullable<Assessment['siteType']>, string>> = {
  forum: 'forum',
  'image-board': 'forum',
  'social-networking': 'social_media',
};

function tagsOf({ kind, inReplyTo }: ReferralBody, { flagger }: NoticeSender): string[] {
  return [
    `notice:${kind}`,
    ...(inReplyTo === null ? [] : [`amends:${inReplyTo}`]),
    ...(flagger === null ? [] : ['dsa:trusted-flagger']),
  ];
}
