import { useState } from 'react';
import { TextField } from '../../ui/text-field.tsx';

/** A field for several words: separated by commas or, with `rows`, one per line. */
export function ListField(props: {
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  rows?: number;
  mono?: boolean;
  hint?: string;
  error?: string | null;
  isDisabled?: boolean;
}) {
  const { value, onChange, ...field } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const isLines = props.rows !== undefined;
  const standing = typed !== null && read(typed, isLines).join() === value.join();
  return (
    <TextField
      {...field}
      value={standing ? typed : value.join(isLines ? '\n' : ', ')}
      onChange={(text) => {
        setTyped(text);
        onChange(read(text, isLines));
      }}
    />
  );
}

const read = (text: string, isLines: boolean): string[] =>
  text.split(isLines ? /\s+/ : /[\s,;]+/).filter((name) => name !== '');
