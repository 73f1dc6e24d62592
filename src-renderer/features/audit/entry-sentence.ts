import type { TFunction } from 'i18next';
import type { EntryView } from '../../../shared/contract/audit.contract.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Format } from '../../ui/format.ts';
import { readFact } from './read-fact.ts';

/** The translations and formats that a sentence needs. */
export interface SentenceWords {
  t: TFunction;
  format: Format;
  who: string;
  destination: (id: string) => string;
  person: (id: string) => string;
  /** The name of a policy's category within a sentence. */
  category: (code: string) => string;
  list: (parts: readonly string[]) => string;
}

type Facts = EntryView['data'];
type Say = (facts: Facts, words: SentenceWords) => string | null;

/** The last digits of an id, which is as much as people compare. */
export const shortId = (id: string): string => id.slice(-6);

/** Fills in a text; null where a fact is missing. */
function fill(t: TFunction, key: string, facts: Record<string, string | null>): string | null {
  if (Object.values(facts).includes(null)) return null;
  return String(t(`ledger.say.${key}` as never, facts as never));
}

/** The name of a code in a closed list, or the code as signed. */
const named = (t: TFunction, list: string, code: string | null): string | null =>
  code && t(`enum.${list}.${code}` as never, { defaultValue: code });

const said =
  (key: string, ...names: string[]): Say =>
  (facts, { t, who }) =>
    fill(t, key, { who, ...Object.fromEntries(names.map((name) => [name, readFact.text(facts, name)])) });

const atDesk =
  (key: string, ...names: string[]): Say =>
  (facts, { t, who, destination }) => {
    const desk = readFact.text(facts, 'destination');
    const rest = Object.fromEntries(
      names.map((name) => [name.split('.').at(-1), readFact.text(facts, name)]),
    );
    return desk && fill(t, key, { who, destination: destination(desk), ...rest });
  };

const ofPerson =
  (key: string): Say =>
  (facts, { t, who }) =>
    fill(t, key, {
      who,
      name: readFact.text(facts, 'name'),
      role: named(t, 'role', readFact.text(facts, 'role')),
    });

const counted =
  (key: string, name: string, ...names: string[]): Say =>
  (facts, { t, who, format }) => {
    const count = readFact.number(facts, name);
    const rest = Object.fromEntries(names.map((other) => [other, readFact.text(facts, other)]));
    return fill(t, key, { who, n: count === null ? null : format.number(count), ...rest });
  };

const judged =
  (key: string): Say =>
  (facts, { t, who, format, destination, category, list }) => {
    const legality = readFact.text(facts, 'judgement.legality');
    const classification = readFact.text(facts, 'judgement.classification');
    const country = readFact.text(facts, 'judgement.hosting.country');
    const code = readFact.text(facts, 'route.category');
    const outcome = readFact.text(facts, 'route.outcome');
    if (legality === null || code === null || outcome === null) return null;
    const to = list(readFact.texts(facts, 'route.destinations').map(destination));
    const own = (group: string, word: string) =>
      String(t(`ledger.say.${group}.${word}` as never, { defaultValue: word, to }));
    const judgement = [
      own('legality', legality),
      ...(classification === null ? [] : [own('classification', classification)]),
      country === null
        ? t('ledger.say.hostedNowhere')
        : t('ledger.say.hosted', { country: format.country(country) }),
    ].join(', ');
    return fill(t, key, { who, judgement, category: category(code), outcome: own('outcome', outcome) });
  };

const onList =
  (key: string): Say =>
  (facts, { t, who }) =>
    fill(t, key, { who, meaning: named(t, 'listMeaning', readFact.text(facts, 'meaning')) });

const ofPolicy =
  (key: string): Say =>
  (facts, { t, who }) => {
    const version = readFact.number(facts, 'policy.version');
    const id = readFact.text(facts, 'policy.id');
    return fill(t, key, { who, id, version: version === null ? null : String(version) });
  };

/** The sentence of each kind. A kind without a sentence does not compile. */
const SAY: Readonly<Record<EntryKind, Say>> = {
  'vault.created': said('vault-created', 'hotline'),
  'vault.recovered': said('vault-recovered', 'name'),
  'vault.repaired': said('vault-repaired'),
  'person.added': ofPerson('person-added'),
  'person.role-changed': ofPerson('person-role-changed'),
  'person.invited': said('person-invited', 'name'),
  'vault.recovery-key-changed': said('vault-recovery-key-changed'),
  'person.enrolled': said('person-enrolled'),
  'person.passphrase-changed': said('person-passphrase-changed'),
  'person.disabled': said('person-disabled', 'name'),
  'device.added': (facts, { t, who }) => {
    const device = readFact.text(facts, 'device');
    const former = readFact.text(facts, 'replaces');
    if (!device) return device;
    return former
      ? fill(t, 'device-replaced', { who, device: shortId(device), former: shortId(former) })
      : fill(t, 'device-added', { who, device: shortId(device) });
  },
  'device.removed': (facts, { t, who }) => {
    const device = readFact.text(facts, 'device');
    return device && fill(t, 'device-removed', { who, device: shortId(device) });
  },
  'epoch.opened': counted('epoch-opened', 'epoch'),
  'session.unlocked': said('session-unlocked'),
  'session.locked': said('session-locked'),
  'session.unlock-failed': said('session-unlock-failed', 'name'),
  'session.administrator-seen': said('session-administrator-seen', 'name'),
  'session.unrecorded': (facts, { t }) => {
    const did = readFact.text(facts, 'did');
    return did && fill(t, `session-unrecorded.${did}`, { name: readFact.text(facts, 'name') });
  },
  'duty.extended': counted('duty-extended', 'minutes', 'reason'),
  'clock.jumped': (facts, { t, format }) => {
    const by = readFact.number(facts, 'byMs');
    return by === null
      ? null
      : fill(t, by < 0 ? 'clock-back' : 'clock-forward', { duration: format.duration(by) });
  },
  'intake.imported': counted('intake-imported', 'reports'),
  'intake.stored': said('intake-stored'),
  'intake.reported': (facts, { t, who }) =>
    fill(t, 'intake-reported', { who, channel: named(t, 'channel', readFact.text(facts, 'channel')) }),
  'intake.profile-saved': said('intake-profile-saved', 'name'),
  'intake.profile-removed': said('intake-profile-removed', 'name'),
  'case.claimed': said('case-claimed'),
  'case.merged': (facts, { t }) => {
    const [id, into] = [readFact.text(facts, 'case'), readFact.text(facts, 'into')];
    return id && into && fill(t, 'case-merged', { id: shortId(id), into: shortId(into) });
  },
  'case.reopened': (facts, { t }) => {
    const reason = readFact.text(facts, 'reason');
    return reason === null ? null : named(t, 'reopened', reason);
  },
  'case.assessed': judged('case-assessed'),
  'case.reassigned': (facts, { t, who, person }) => {
    const to = readFact.text(facts, 'to');
    return to && fill(t, 'case-reassigned', { who, to: person(to) });
  },
  'case.released': (facts, { t, who, person }) => {
    const from = readFact.text(facts, 'from');
    return from && fill(t, 'case-released', { who, from: person(from) });
  },
  'assessment.reviewed': (facts, words) =>
    judged(facts.agrees === true ? 'assessment-agreed' : 'assessment-disagreed')(facts, words),
  'assessment.paralleled': (facts, { t, person }) => {
    const [by, second] = [readFact.text(facts, 'by'), readFact.text(facts, 'second')];
    const key = facts.agrees === true ? 'assessment-paralleled-agreed' : 'assessment-paralleled-disagreed';
    return by && second && fill(t, key, { who: person(by), second: person(second) });
  },
  'assessment.upheld': said('assessment-upheld'),
  'assessment.overturned': judged('assessment-overturned'),
  'assessment.withdrawn': said('assessment-withdrawn'),
  'assessment.corrected': judged('assessment-corrected'),
  'assessment.revealed': said('assessment-revealed'),
  'assessment.noted': said('assessment-noted'),
  'golden.added': said('golden-added'),
  'golden.removed': said('golden-removed'),
  'golden.answered': judged('golden-answered'),
  'sampling.opened': said('sampling-opened', 'period'),
  'sampling.sealed': said('sampling-sealed', 'period'),
  'sampling.drawn': said('sampling-drawn', 'period'),
  'sampling.closed': said('sampling-closed', 'period'),
  'policy.proposed': ofPolicy('policy-proposed'),
  'policy.activated': ofPolicy('policy-activated'),
  'policy.withdrawn': said('policy-withdrawn'),
  'labels.loaded': (facts, words) => {
    const version = readFact.number(facts, 'version');
    const texts = { ...facts, version: version === null ? null : String(version) };
    return counted('labels-loaded', 'labels', 'id', 'version')(texts, words);
  },
  'narrative.revealed': said('narrative-revealed'),
  'matching.searched': counted('matching-searched', 'found'),
  'matching.completed': (facts, { t, format }) => {
    const [cases, matched] = [readFact.number(facts, 'cases'), readFact.number(facts, 'matched')];
    return cases === null || matched === null
      ? null
      : fill(t, 'matching-completed', { n: format.number(cases), matched: format.number(matched) });
  },
  'list.imported': (facts, words) => {
    const version = readFact.number(facts, 'version');
    const texts = { ...facts, version: version === null ? null : String(version) };
    return counted('list-imported', 'counts.records', 'name', 'version')(texts, words);
  },
  'list.changed': (facts, words) => {
    const isSwitch = readFact.texts(facts, 'changed').join() === 'enabled';
    const key = isSwitch ? (facts.enabled === true ? 'list-enabled' : 'list-disabled') : 'list-changed';
    return said(key, 'name')(facts, words);
  },
  'list.removed': said('list-removed', 'name'),
  'match.confirmed': onList('match-confirmed'),
  'match.rejected': onList('match-rejected'),
  'match.quarantined': (facts, { t, format }) => {
    const [cases, hours] = [readFact.number(facts, 'cases'), readFact.number(facts, 'hours')];
    return cases === null || hours === null
      ? null
      : fill(t, 'match-quarantined', { n: format.number(cases), hours: format.number(hours) });
  },
  'match.released': (facts, words) => {
    const as = readFact.text(facts, 'as');
    return as && said(as === 'removed' ? 'match-removed' : 'match-released')(facts, words);
  },
  'match.reported': counted('match-reported', 'files'),
  'referral.delivered': (facts, words) => {
    const reference = readFact.text(facts, 'receipt.reference') ?? readFact.text(facts, 'partnerId');
    if (reference !== null) return atDesk('referral-delivered', 'reference')({ ...facts, reference }, words);
    const message = readFact.text(facts, 'notice.messageId');
    if (message !== null) return atDesk('referral-noticed', 'message')({ ...facts, message }, words);
    return readFact.text(facts, 'fileSha256') && atDesk('referral-carried')(facts, words);
  },
  'referral.refused': atDesk('referral-refused', 'reason'),
  'referral.parked': atDesk('referral-parked', 'reason'),
  'referral.resumed': atDesk('referral-resumed'),
  'referral.confirmed': atDesk('referral-confirmed'),
  'referral.sealed': (facts, words) =>
    atDesk('referral-sealed', 'n')(
      { ...facts, n: words.format.number(Array.isArray(facts.referrals) ? facts.referrals.length : 0) },
      words,
    ),
  'takedown.recorded': (facts, { t, destination, format }) => {
    const desk = readFact.text(facts, 'destination');
    const status = named(t, 'takedown', readFact.text(facts, 'event.status'));
    const country = readFact.text(facts, 'event.country');
    const where = country ? `${status} (${format.country(country)})` : status;
    return desk && status && fill(t, 'takedown-recorded', { destination: destination(desk), status: where });
  },
  'takedown.stated': (facts, { t, who, destination, format }) => {
    const desk = readFact.text(facts, 'destination');
    const status = named(t, 'takedown', readFact.text(facts, 'event.status'));
    const source = named(t, 'takedownSource', readFact.text(facts, 'source'));
    const country = readFact.text(facts, 'event.country');
    const where = country ? `${status} (${format.country(country)})` : status;
    return (
      desk &&
      status &&
      fill(t, 'takedown-stated', { who, destination: destination(desk), status: where, source })
    );
  },
  'base.consulted': (facts, { t, who }) =>
    fill(t, 'base-consulted', {
      ...{ who, base: readFact.text(facts, 'base') },
      result: named(t, 'consultation', readFact.text(facts, 'result')),
    }),
  'destination.added': atDesk('destination-added'),
  'destination.removed': atDesk('destination-removed'),
  'destination.paused': atDesk('destination-paused'),
  'destination.resumed': atDesk('destination-resumed'),
  'contacts.imported': counted('contacts-imported', 'contacts'),
  'blocklist.exported': (facts, { t, who, format }) => {
    const [serial, urls, hosts] = ['serial', 'urls', 'hosts'].map((name) => readFact.number(facts, name));
    return serial == null || urls == null || hosts == null
      ? null
      : fill(t, 'blocklist-exported', {
          who,
          serial: String(serial),
          urls: format.number(urls),
          hosts: format.number(hosts),
        });
  },
  'audit.exported': (facts, words) =>
    facts.selection === undefined
      ? said('audit-exported')(facts, words)
      : counted('audit-selected', 'entries')(facts, words),
  'audit.disclosed': (facts, words) =>
    said(facts.of === 'reports' ? 'reports-disclosed' : 'audit-disclosed')(facts, words),
  'backup.made': said('backup-made'),
  'backup.planned': (facts, words) =>
    said(facts.plan === null ? 'backup-unplanned' : 'backup-planned')(facts, words),
  'backup.scheduled': said('backup-scheduled'),
  'enclosures.erased': (facts, { t, who, format }) =>
    fill(t, 'enclosures-erased', { who, n: format.number(readFact.texts(facts, 'cases').length) }),
  'checkpoint.made': said('checkpoint-made'),
  'log.joined': counted('log-joined', 'size'),
  'checkpoint.anchored': counted('checkpoint-anchored', 'size', 'witness'),
};

/** An entry in one plain sentence; null where a fact is missing, or where a newer Hashline wrote the kind. */
export const entrySentence = (
  entry: Pick<EntryView, 'kind' | 'data'>,
  words: SentenceWords,
): string | null => (entry.kind === '' ? null : (SAY[entry.kind]?.(entry.data, words) ?? null));
