import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PolicyCategory } from '../../../shared/domain/policy.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useCategoryName } from '../referral/index.ts';
import { CategoryFields } from './category-fields.tsx';
import { useDraft } from './draft-context.ts';
import { problemsBelow } from './draft-problems.ts';
import css from './policy.module.css';

/** The categories in the order they are tried, one of them open for writing. */
export function CategoryList() {
  const { t } = useTranslation();
  const { policy, problems, change, errorAt } = useDraft();
  const [chosen, setChosen] = useState(0);
  const categoryName = useCategoryName(policy);
  const { categories } = policy;
  const at = Math.min(chosen, categories.length - 1);
  const category = categories[at];
  const put = (next: PolicyCategory[], open = at) => {
    change({ categories: next });
    setChosen(open);
  };
  const move = (by: -1 | 1) => {
    const next = [...categories];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    put(next, at + by);
  };
  const gap = errorAt('categories');
  return (
    <Card
      title={t('policy.section.categories')}
      actions={
        <Button size="s" onPress={() => put([...categories, newCategory(categories)], categories.length)}>
          {t('policy.category.add')}
        </Button>
      }
    >
      <div className={css.section}>
        <p className={css.hint}>{t('policy.hint.order')}</p>
        {gap !== null && <Banner tone="danger">{gap}</Banner>}
        <div className={css.split}>
          <ol className={css.list} aria-label={t('policy.section.categories')}>
            {categories.map((row, index) => {
              const wrong = problemsBelow(problems, `categories.${index}`);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a code changes while somebody writes it, the place does not
                <li key={index}>
                  <AriaButton
                    className={css.row ?? ''}
                    aria-pressed={index === at}
                    onPress={() => setChosen(index)}
                  >
                    <span className={css.rowName}>{categoryName(row.code).line || '—'}</span>
                    {wrong > 0 && <Chip tone="danger">{t('policy.problem.count', { count: wrong })}</Chip>}
                  </AriaButton>
                </li>
              );
            })}
          </ol>
          {category !== undefined && (
            <section className={css.open} aria-label={categoryName(category.code).line}>
              <div className={css.openHead}>
                <Button size="s" look="quiet" isDisabled={at === 0} onPress={() => move(-1)}>
                  {t('policy.category.up')}
                </Button>
                <Button
                  size="s"
                  look="quiet"
                  isDisabled={at === categories.length - 1}
                  onPress={() => move(1)}
                >
                  {t('policy.category.down')}
                </Button>
                <Button
                  size="s"
                  look="quiet"
                  isDisabled={categories.length === 1}
                  onPress={() =>
                    put(
                      categories.filter((_, index) => index !== at),
                      Math.max(0, at - 1),
                    )
                  }
                >
                  {t('policy.category.remove')}
                </Button>
              </div>
              <CategoryFields
                key={at}
                category={category}
                path={`categories.${at}`}
                onChange={(changed) =>
                  put(categories.map((other, index) => (index === at ? changed : other)))
                }
              />
            </section>
          )}
        </div>
      </div>
    </Card>
  );
}

/** An empty category, under a code that no other category has. */
function newCategory(categories: readonly PolicyCategory[]): PolicyCategory {
  let number = categories.length + 1;
  while (categories.some(({ code }) => code === `new-${number}`)) number += 1;
  return {
    code: `new-${number}`,
    name: { en: '' },
    when: { legality: ['illegal'] },
    outcome: 'escalate',
    destinations: [],
    deadlineHours: null,
    because: { en: '' },
  };
}
