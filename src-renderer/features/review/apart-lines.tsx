import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ALGORITHM_NAMES } from './hash-table.tsx';

/** Cases that share a hash with this one although another hash says they are a different file. */
export function ApartLines({ apart, onCase }: { apart: CaseDetail['apart']; onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  return (
    <Banner
      tone="warn"
      actions={apart.map(({ case: id, shared, differs }) => (
        <Button key={id} size="s" onPress={() => onCase(id)}>
          {t('case.apart.line', { shared: ALGORITHM_NAMES[shared], differs: ALGORITHM_NAMES[differs] })}
        </Button>
      ))}
    >
      <b>{t('case.apart.title')}</b> {t('case.apart.text')}
    </Banner>
  );
}
