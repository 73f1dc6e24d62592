import '../../../src-renderer/ui/tokens.css';
import '../../../src-renderer/ui/base.css';
import { type ReactNode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguage } from '../../../src-renderer/app/language.ts';
import { Banner } from '../../../src-renderer/ui/banner.tsx';
import { Button } from '../../../src-renderer/ui/button.tsx';
import { Card } from '../../../src-renderer/ui/card.tsx';
import { Chip, type Tone } from '../../../src-renderer/ui/chip.tsx';
import { ComboField } from '../../../src-renderer/ui/combo-field.tsx';
import { CopyButton } from '../../../src-renderer/ui/copy-button.tsx';
import { DateField, DateTimeField } from '../../../src-renderer/ui/date-field.tsx';
import { Empty } from '../../../src-renderer/ui/empty.tsx';
import { Facts } from '../../../src-renderer/ui/facts.tsx';
import { FigureRow } from '../../../src-renderer/ui/figure-row.tsx';
import { JobCard, JobLine } from '../../../src-renderer/ui/job-card.tsx';
import { KeyHint } from '../../../src-renderer/ui/key-hint.tsx';
import { NumberField } from '../../../src-renderer/ui/number-field.tsx';
import { Progress } from '../../../src-renderer/ui/progress.tsx';
import { Segments } from '../../../src-renderer/ui/segments.tsx';
import { SelectField } from '../../../src-renderer/ui/select-field.tsx';
import { SwitchField } from '../../../src-renderer/ui/switch-field.tsx';
import { Table } from '../../../src-renderer/ui/table.tsx';
import { TextField } from '../../../src-renderer/ui/text-field.tsx';
import { Toggles } from '../../../src-renderer/ui/toggles.tsx';

/*
 * Every part of src-renderer/ui in the states it has, on one page: for the screenshots, and for whoever changes a part. No words of
 * the hotline stand here, and nothing of it is built into the product.
 */

const TONES: readonly Tone[] = ['neutral', 'accent', 'good', 'warn', 'danger'];
const LOOKS = ['plain', 'primary', 'quiet', 'danger'] as const;
const CHOICES = [
  { id: 'one', label: 'The first of three' },
  { id: 'two', label: 'Another' },
  { id: 'three', label: 'One with a name that is rather long' },
];
const nothing = () => {};

/** Parts one below the other. */
const Stack = ({ children }: { children: ReactNode }) => (
  <div style={{ display: 'grid', gap: 12 }}>{children}</div>
);
const Row = ({ children }: { children: ReactNode }) => (
  <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center' }}>{children}</div>
);
const Columns = ({ children }: { children: ReactNode }) => (
  <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))', gap: 16 }}>
    {children}
  </div>
);

function Buttons() {
  return (
    <Card title="Buttons">
      <Stack>
        {(['l', 'm', 's'] as const).map((size) => (
          <Row key={size}>
            {LOOKS.map((look) => (
              <Button key={look} look={look} size={size}>
                {look}
              </Button>
            ))}
            <Button size={size} icon="file" keys="F">
              With an icon
            </Button>
            <Button size={size} look="primary" isDisabled>
              Disabled
            </Button>
          </Row>
        ))}
        <Row>
          <CopyButton text="text" what="the text" />
          <KeyHint keys="Ctrl+K" />
        </Row>
      </Stack>
    </Card>
  );
}

function Words() {
  return (
    <Card title="Words that stand out">
      <Stack>
        <Row>
          {TONES.map((tone) => (
            <Chip key={tone} tone={tone}>
              {tone}
            </Chip>
          ))}
        </Row>
        {TONES.map((tone) => (
          <Banner key={tone} tone={tone} actions={<Button size="s">Act</Button>}>
            Something happened, and this says what to do about it.
          </Banner>
        ))}
        <Empty icon="search" title="Nothing here">
          What would stand here, and how it comes.
        </Empty>
      </Stack>
    </Card>
  );
}

function Fields() {
  const [one, setOne] = useState<string | null>('one');
  const [many, setMany] = useState<string[]>(['one']);
  const [on, setOn] = useState(true);
  return (
    <Card title="Fields">
      <Stack>
        <Columns>
          <TextField label="Text" value="typed" onChange={nothing} hint="What to know about it" />
          <TextField label="Wrong text" value="typed" onChange={nothing} error="What is wrong with it" />
          <TextField label="Disabled" value="typed" onChange={nothing} isDisabled />
          <TextField label="Several lines" value={'one\ntwo'} onChange={nothing} rows={2} mono />
          <NumberField label="Number" value={12} onChange={nothing} unit="hours" hint="Between 1 and 72" />
          <DateField label="Day" value="2026-11-29" onChange={nothing} />
          <DateTimeField label="Moment" value="2026-11-29T08:30" onChange={nothing} />
          <SelectField label="One of few" choices={CHOICES} value={one} onChange={setOne} />
          <ComboField
            label="One of many"
            choices={CHOICES}
            value={one}
            onChange={setOne}
            untaken={null}
            onUntaken={nothing}
          />
          <Segments
            label="One of two or three"
            segments={CHOICES.slice(0, 2)}
            value={one}
            onChange={setOne}
          />
          <Toggles label="Any of few" choices={CHOICES} value={many} onChange={setMany} />
          <SwitchField isSelected={on} onChange={setOn}>
            On or off
          </SwitchField>
        </Columns>
      </Stack>
    </Card>
  );
}

function Figures() {
  return (
    <Card title="Figures and facts">
      <Stack>
        <FigureRow
          figures={[
            { label: 'Waiting', value: 1204 },
            { label: 'Overdue', value: 7, isAlarming: true },
            { label: 'Decided', value: 0 },
          ]}
        />
        <Columns>
          <Facts
            rows={[
              ['A fact', 'and its value'],
              ['A longer name of a fact', <code key="code">5d41402abc4b2a76b9719d911017c592</code>],
            ]}
          />
          <div>
            <Progress label="Progress" value={40} max={100} />
            <Progress label="Nobody knows how long" value={null} max={100} />
          </div>
        </Columns>
        <JobCard name="file.csv" phase="Reading" about="12 of 30 MB" onCancel={nothing} onDismiss={null}>
          <JobLine>4,000 rows a second, 10 seconds left</JobLine>
        </JobCard>
        <Table
          label="A table"
          columns={[
            { id: 'name', label: 'Name' },
            { id: 'state', label: 'State' },
            { id: 'number', label: 'Number', align: 'right' },
          ]}
        >
          {CHOICES.map(({ id, label }) => (
            <tr key={id}>
              <td>{label}</td>
              <td>
                <Chip tone="good">done</Chip>
              </td>
              <td style={{ textAlign: 'right' }}>12</td>
            </tr>
          ))}
        </Table>
      </Stack>
    </Card>
  );
}

startLanguage();
createRoot(document.getElementById('page')!).render(
  <main
    style={{
      display: 'grid',
      gap: 16,
      padding: 16,
      overflow: 'auto',
      height: '100vh',
      boxSizing: 'border-box',
    }}
  >
    <Buttons />
    <Words />
    <Fields />
    <Figures />
  </main>,
);
