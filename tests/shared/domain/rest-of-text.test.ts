import { describe, expect, it } from 'vitest';
import { findInText } from '../../../shared/domain/find-in-text.ts';
import { restOfText } from '../../../shared/domain/rest-of-text.ts';

const MD5 = '0cc175b9c0f1b6a831c399e269772661';
const rest = (text: string, isChosen = (_key: string) => true): string =>
  restOfText(
    text,
    findInText(text).finds.filter(({ key }) => isChosen(key)),
  );

describe('the narrative of a pasted text', () => {
  it('is the text without the lines that only name a subject', () => {
    const text = `Hello,\n\nI saw this:\n - https://a.example/1\n2) URL: hxxp://b[.]example\nMD5 = ${MD5}\n\n\nand it was bad.`;
    expect(rest(text)).toBe('Hello,\n\nI saw this:\n\nand it was bad.');
  });

  it('keeps an address in a sentence readable, as no program makes a link of it', () => {
    expect(rest(`He sent https://a.example/1 and ${MD5} to me`)).toBe(
      `He sent hxxps://a[.]example/1 and ${MD5} to me`,
    );
  });

  it('keeps what was not chosen as it is written', () => {
    expect(rest('https://a.example/1\nhttps://b.example/2', (key) => key.includes('b.example'))).toBe(
      'https://a.example/1',
    );
  });

  it('is empty where nothing but subjects was written', () => {
    expect(rest('https://a.example/1\r\nhttps://b.example/2\r\n')).toBe('');
  });
});
