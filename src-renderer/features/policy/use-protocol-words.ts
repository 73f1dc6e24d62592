import { useTranslation } from 'react-i18next';
import { Classification, Legality } from '../../../shared/domain/assessment.ts';
import { Intensity } from '../../../shared/domain/intensity.ts';
import { HostingZone, PriorityWeights, RouteOutcome } from '../../../shared/domain/policy.ts';
import type { FieldValue, ProtocolDifference } from '../../../shared/domain/policy-difference.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { Channel } from '../../../shared/domain/report.ts';
import { useFormat } from '../../ui/use-format.ts';
import { usePeople } from '../people/index.ts';
import { useCategoryName, useDestinationName } from '../referral/index.ts';
import { useLanguageName } from './policy-languages.ts';

export interface DifferenceWords {
  /** The part of the policy that the difference is in: a category, second review, a country. */
  where: string;
  what: string;
  before: string;
  after: string;
}

/** Puts a difference between two protocols into words. */
export function useProtocolWords(
  before: Protocol,
  after: Protocol,
): (one: ProtocolDifference) => DifferenceWords {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const people = usePeople((state) => state.people);
  const destinationName = useDestinationName();
  const [nameBefore, nameAfter] = [useCategoryName(before.policy), useCategoryName(after.policy)];
  const categoryName = (code: string) =>
    (after.policy.categories.some((category) => category.code === code) ? nameAfter : nameBefore)(code).line;
  const languageName = useLanguageName();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 2 });

  const where = ({ field, of }: ProtocolDifference): string => {
    const [room, rest] = field.split('.');
    if (room === 'category')
      return rest === 'order' ? t('policy.section.categories') : categoryName(of[0] ?? '');
    if (room === 'member') return format.country(of[0] ?? '');
    switch (room) {
      case 'members':
        return t('policy.section.members');
      case 'review':
        return t('policy.section.review');
      case 'secondReview':
        return t('policy.section.secondReview');
      case 'priority':
      case 'trustedChannels':
        return t('policy.section.priority');
      case 'labels':
        return t('policy.section.labels');
      case 'matching':
        return t('policy.section.matching');
      case 'blocking':
        return t('policy.section.blocking');
      case 'session':
        return t('policy.section.session');
      case 'witnesses':
        return t('policy.section.witnesses');
      case 'courier':
      case 'takedown':
        return t('policy.section.courier');
      default:
        return t('policy.section.general');
    }
  };

  const what = ({ field, of }: ProtocolDifference): string => {
    switch (field) {
      case 'name':
        return `${t('policy.field.name')} · ${languageName(of[0] ?? '')}`;
      case 'category.name':
      case 'category.because':
        return `${t(`policy.field.${field}`)} · ${languageName(of[1] ?? '')}`;
      case 'secondReview.legality': {
        const legality = Legality.safeParse(of[0]);
        return legality.success ? t(`enum.legality.${legality.data}`) : (of[0] ?? '');
      }
      case 'secondReview.category':
        return categoryName(of[0] ?? '');
      case 'secondReview.person':
        return people.find(({ id }) => id === of[0])?.name ?? of[0] ?? '';
      case 'session.intensityBySiteType':
        return `${t('policy.field.session.intensityBySiteType')} · ${of[0] ?? ''}`;
      case 'priority': {
        const term = PriorityWeights.keyof().safeParse(of[0]);
        return term.success ? t(`policy.priority.${term.data}`) : (of[0] ?? '');
      }
      default:
        return t(`policy.field.${field}`);
    }
  };

  const word = (field: ProtocolDifference['field'], id: string): string => {
    switch (field) {
      case 'category.order':
        return categoryName(id);
      case 'category.destinations':
        return destinationName(id);
      case 'category.legality':
        return t(`enum.legality.${Legality.parse(id)}`);
      case 'category.hosting':
        return t(`enum.zone.${HostingZone.parse(id)}`);
      case 'category.classification':
        return t(`enum.classification.${Classification.parse(id)}`);
      case 'trustedChannels':
        return t(`enum.channel.${Channel.parse(id)}`);
      default:
        return id;
    }
  };

  const value = (field: ProtocolDifference['field'], said: FieldValue | undefined): string => {
    if (said === undefined) return t('policy.value.absent');
    if (said === null) {
      if (field === 'category.deadlineHours') return t('policy.value.noDeadline');
      if (field === 'labels') return t('policy.value.noLabels');
      if (field === 'session.breakAfterMinutes') return t('policy.value.noBreak');
      return field === 'member.iccamId' ? t('common.unknown') : t('policy.value.any');
    }
    if (typeof said === 'number') {
      if (field.endsWith('Hours')) return t('policy.value.hours', { n: format.number(said) });
      if (field.startsWith('secondReview')) return percent.format(said);
      if (field.endsWith('Ms')) return t('policy.value.seconds', { n: format.number(said / 1000) });
      if (field.endsWith('Days')) return t('policy.value.days', { n: format.number(said) });
      if (field.startsWith('session') || field.endsWith('Minutes'))
        return t('policy.value.minutes', { n: format.number(said) });
      return format.number(said);
    }
    if (typeof said !== 'string') {
      const words = said.map((id) => word(field, id));
      return words.length === 0
        ? t('policy.value.nothing')
        : words.join(field === 'category.order' ? ' → ' : ', ');
    }
    if (field === 'category.outcome') return t(`enum.outcome.${RouteOutcome.parse(said)}`);
    if (field === 'member.routing') return t(`policy.standing.${said === 'inhope' ? 'inhope' : 'confirm'}`);
    if (field === 'matching.oneStroke' || field === 'blocking.export' || field === 'seats.keepCopy')
      return t(said === 'yes' ? 'policy.value.allowed' : 'policy.value.notAllowed');
    if (field === 'session.limitBindsSupervisors')
      return t(said === 'yes' ? 'policy.value.yes' : 'policy.value.no');
    if (field === 'session.intensityBySiteType') return t(`wellbeing.intensity.${Intensity.parse(said)}`);
    if (field === 'members.asOf') return format.date(said);
    return field === 'jurisdiction' ? format.country(said) : said;
  };

  return (one) => ({
    where: where(one),
    what: what(one),
    before: value(one.field, one.before),
    after: value(one.field, one.after),
  });
}
