import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sighting } from '../../../shared/contract/review.contract.ts';
import type { ReportId } from '../../../shared/domain/ids.ts';
import { Channel } from '../../../shared/domain/report.ts';
import { defang } from '../../../shared/domain/url.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import { IntensityChip, NARRATIVE_KEY, NarrativeText, useHeldKey, useWellbeing } from '../wellbeing/index.ts';
import css from './case-view.module.css';

const SHOWN = 20;

/** Reads the narrative of a report, which leaves a ledger entry. Answers null where that fails. */
type Reveal = (report: ReportId) => Promise<string | null>;

interface SightingListProps {
  /** The newest ones. */
  sightings: readonly Sighting[];
  total: number;
  reveal: Reveal;
  /** Reads those before one that is known; null where that fails. */
  readOn: (before: number) => Promise<readonly Sighting[] | null>;
}

/** The reports that name the subject, the newest first; all of them can be reached. */
export function SightingList({ sightings, total, reveal, readOn }: SightingListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [limit, setLimit] = useState(SHOWN);
  const [older, setOlder] = useState<readonly Sighting[]>([]);
  const known = [...sightings, ...older];
  const shown = known.slice(0, limit);
  const keyed = shown.find(({ hasNarrative }) => hasNarrative)?.number;
  const more = async () => {
    const last = known.at(-1);
    if (limit < known.length || last === undefined) return setLimit(known.length);
    const read = await readOn(last.number);
    if (read === null) return;
    setOlder([...older, ...read]);
    setLimit(known.length + read.length);
  };
  return (
    <Card title={`${t('case.sightings')} · ${format.number(total)}`} flush>
      <ul className={css.items}>
        {shown.map((sighting) => (
          <SightingItem
            key={sighting.number}
            sighting={sighting}
            reveal={reveal}
            keyed={sighting.number === keyed}
          />
        ))}
        {shown.length < total && (
          <li className={css.item}>
            <Button size="s" look="quiet" onPress={() => void more()}>
              {t('case.sightingsMore', { n: format.number(total - shown.length) })}
            </Button>
          </li>
        )}
      </ul>
    </Card>
  );
}

function SightingItem({ sighting, reveal, keyed }: { sighting: Sighting; reveal: Reveal; keyed: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const way = useWellbeing((state) => state.preferences.narrative);
  // The narrative is read once, kept only as long as the case is shown, and stored nowhere else.
  const [narrative, setNarrative] = useState<string | null>(null);
  const toggle = async () => {
    setOpen(!open);
    if (!open && narrative === null) setNarrative(await reveal(sighting.report));
  };
  // Where the key is held to read, only its first press shows the narrative; hiding it again is for the button.
  useShortcuts(
    {
      [NARRATIVE_KEY]: (event) => {
        if (!event.repeat && !(open && way === 'hold')) void toggle();
      },
    },
    keyed,
  );
  const held = useHeldKey(keyed && way === 'hold');
  const channel = Channel.safeParse(sighting.channel);
  const bits: [string, string | null][] = [
    [t('case.source'), sighting.source],
    [t('case.reference'), sighting.reference],
    [t('case.siteType'), sighting.siteType],
    [t('case.hosting'), sighting.hosting === null ? null : format.country(sighting.hosting)],
    [t('case.referrer'), sighting.referrer === null ? null : defang(sighting.referrer)],
    [t('case.reportedAs'), sighting.subject.includes('/') ? defang(sighting.subject) : null],
  ];
  return (
    <li className={css.item}>
      <div className={css.itemHead}>
        <b>{channel.success ? t(`enum.channel.${channel.data}`) : sighting.channel}</b>
        <time>
          {sighting.receivedAt === null ? t('case.unknownDate') : format.dateTime(sighting.receivedAt)}
        </time>
        {sighting.hasNarrative && (
          <span className={css.push}>
            <IntensityChip of={sighting} />
            <Button
              size="s"
              look="quiet"
              aria-expanded={open}
              {...(keyed ? { keys: NARRATIVE_KEY } : {})}
              onPress={() => void toggle()}
            >
              {open ? t('case.narrativeHide') : t('case.narrativeShow')}
            </Button>
          </span>
        )}
      </div>
      <Facts rows={bits} />
      {open && narrative !== null && (
        <NarrativeText text={narrative} className={css.narrative ?? ''} keyed={keyed} held={held} />
      )}
    </li>
  );
}
