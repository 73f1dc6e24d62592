import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import css from './policy.module.css';
import { usePolicy, usePolicyStore } from './policy-store.ts';

/** How many characters of a digest two people read to each other. */
const SHOWN = 16;

/** Asks before a signature and shows, by digest, what is signed. */
export function SigningDialog() {
  const { t } = useTranslation();
  const store = usePolicyStore();
  const signing = usePolicy((state) => state.signing);
  const busy = usePolicy((state) => state.busy);
  const proposals = usePolicy((state) => state.proposals);
  const { ask, sign } = store.getState();
  const close = () => ask(null);
  if (signing === null) return null;
  const { act } = signing;
  const digests = act === 'propose' ? signing.digests : signing.proposal.digests;
  const version = act === 'propose' ? signing.version : signing.proposal.policy.version;
  return (
    <Dialog title={t(`policy.sign.${act}.title`, { version })} isOpen onClose={close}>
      <div className={css.dialog}>
        <p>{t(`policy.sign.${act}.text`)}</p>
        <Facts
          rows={[
            [t('policy.sign.policy'), <Digest key="policy" digest={digests.policy} />],
            [t('policy.section.members'), <Digest key="members" digest={digests.members} />],
          ]}
        />
        {act === 'propose' && proposals.length > 0 && (
          <Banner tone="warn">{t('policy.sign.othersWait', { count: proposals.length })}</Banner>
        )}
        <p className={css.hint}>{t('policy.sign.hint')}</p>
        <div className={css.dialogActs}>
          <Button onPress={close}>{t('common.cancel')}</Button>
          <Button
            look={act === 'withdraw' ? 'danger' : 'primary'}
            isDisabled={busy}
            onPress={() => void sign()}
          >
            {t(`policy.sign.${act}.act`)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Digest({ digest }: { digest: string }) {
  return (
    <code className={css.digest} title={digest} data-testid="digest">
      {(digest.slice(0, SHOWN).match(/.{4}/g) ?? []).join(' ')}…
    </code>
  );
}
