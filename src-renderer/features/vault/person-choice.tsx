import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { PersonId } from '../../../shared/domain/ids.ts';
import fieldCss from '../../ui/field.module.css';
import css from './gate.module.css';
import type { KnownPerson } from './vault-state.ts';

interface PersonChoiceProps {
  people: readonly KnownPerson[];
  chosen: KnownPerson | null;
  onChoose: (id: KnownPerson['id']) => void;
}

/** A choice among the people who may unlock the vault. */
export function PersonChoice({ people, chosen, onChoose }: PersonChoiceProps) {
  const { t } = useTranslation();
  return (
    <RadioGroup
      className={fieldCss.field ?? ''}
      value={chosen?.id ?? null}
      onChange={(id) => onChoose(PersonId.parse(id))}
    >
      <Label className={fieldCss.label}>{t('vault.unlock.who')}</Label>
      <div className={css.people}>
        {people.map((person) => (
          <Radio key={person.id} value={person.id} className={css.person ?? ''}>
            <span className={css.initials} aria-hidden="true">
              {initialsOf(person.name)}
            </span>
            <span className={css.personName}>{person.name}</span>
            <small>
              {t(`enum.role.${person.role}`)}
              {person.state === 'invited' && ` · ${t('vault.enrol.invited')}`}
            </small>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
