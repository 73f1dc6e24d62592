import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { MemberTable } from '../../../shared/domain/member-table.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { useSession } from '../vault/index.ts';
import { type MemberWord, withWord, wordAbout } from './member-word.ts';
import css from './policy.module.css';
import { usePolicy, usePolicyStore } from './policy-store.ts';

type Row = MemberTable['members'][number];
const UNSAID = 'unsaid';

/** Lists the countries with an INHOPE hotline, and those a supervisor still has to confirm. */
export function MemberView() {
  const { t } = useTranslation();
  const format = useFormat();
  const store = usePolicyStore();
  const { person } = useSession();
  const inForce = usePolicy((state) => state.inForce);
  const draft = usePolicy((state) => state.draft);
  const busy = usePolicy((state) => state.busy);
  const nowMs = useNow();
  if (inForce === null) return null;
  const decides = mayDo(person.role, 'manage-policy');
  const { members: table } = inForce;
  const written = draft?.members ?? table;
  const open = table.members.filter(({ routing }) => routing === 'confirm');
  const known = table.members.filter(({ routing }) => routing === 'inhope');
  const said = open.filter(({ country }) => wordAbout(written, table, country) !== null).length;
  const say = (country: string, word: MemberWord | null) => {
    const today = new Date(nowMs).toISOString().slice(0, 10);
    store.getState().changeMembers(withWord(written, table, country, word, today));
  };
  return (
    <div className={css.stack}>
      <Card title={t('policy.members.confirmTitle')} flush>
        <p className={css.lead}>{t('policy.members.confirmText')}</p>
        <Table
          fixed
          label={t('policy.members.confirmTitle')}
          columns={[
            { id: 'country', label: t('policy.members.country'), width: '24%' },
            { id: 'hotline', label: t('policy.members.hotline') },
            { id: 'confidence', label: t('policy.field.member.confidence'), width: '112px' },
            { id: 'word', label: t('policy.members.word'), width: '400px' },
          ]}
        >
          {open.map((row) => (
            <tr key={row.country} className={css.tall}>
              <td>{`${format.country(row.country)} (${row.country})`}</td>
              <td title={row.hotline}>{row.hotline}</td>
              <td>{row.confidence}</td>
              <td>
                {decides ? (
                  <Segments<MemberWord | typeof UNSAID>
                    label=""
                    hiddenLabel={t('policy.members.wordOn', { country: format.country(row.country) })}
                    size="s"
                    segments={[
                      { id: UNSAID, label: t('policy.members.unsaid') },
                      { id: 'member', label: t('policy.members.member') },
                      { id: 'not-member', label: t('policy.members.notMember') },
                    ]}
                    value={wordAbout(written, table, row.country) ?? UNSAID}
                    onChange={(word) => say(row.country, word === UNSAID ? null : word)}
                  />
                ) : (
                  <Chip tone="warn">{t('policy.standing.confirm')}</Chip>
                )}
              </td>
            </tr>
          ))}
        </Table>
        {decides && said > 0 && (
          <div className={css.lead}>
            <Banner
              tone="accent"
              actions={
                <Button look="primary" isDisabled={busy} onPress={() => void store.getState().prepare()}>
                  {t('policy.act.propose')}
                </Button>
              }
            >
              {t('policy.members.said', { count: said })}
            </Banner>
          </div>
        )}
      </Card>
      <Card
        title={t('policy.members.asOf', { date: format.date(table.asOf), n: table.members.length })}
        flush
      >
        <KnownMembers rows={known} />
      </Card>
    </div>
  );
}

function KnownMembers({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table
      fixed
      label={t('policy.standing.inhope')}
      columns={[
        { id: 'country', label: t('policy.members.country'), width: '24%' },
        { id: 'hotline', label: t('policy.members.hotline') },
        { id: 'confidence', label: t('policy.field.member.confidence'), width: '112px' },
        { id: 'iccam', label: t('policy.field.member.iccamId'), width: '144px', align: 'right' },
      ]}
    >
      {rows.map((row) => (
        <tr key={row.country}>
          <td>{`${format.country(row.country)} (${row.country})`}</td>
          <td title={row.hotline}>{row.hotline}</td>
          <td>{row.confidence}</td>
          <td style={{ textAlign: 'right' }}>{row.iccamId ?? '—'}</td>
        </tr>
      ))}
    </Table>
  );
}
