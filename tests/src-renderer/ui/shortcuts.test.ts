import { describe, expect, it } from 'vitest';
import { combinationOf } from '../../../src-renderer/ui/shortcuts.ts';

const press = (change: Partial<Parameters<typeof combinationOf>[0]>) => ({
  key: 'j',
  code: 'KeyJ',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...change,
});

describe('the name of a combination', () => {
  it('is the key, whatever Caps Lock makes of it', () => {
    expect(combinationOf(press({}), false)).toBe('j');
    expect(combinationOf(press({ key: 'J' }), false)).toBe('j');
  });

  it('is nothing with a foreign modifier, while composing, and for Tab', () => {
    for (const change of [
      { altKey: true },
      { metaKey: true },
      { isComposing: true },
      { key: 'Tab', code: 'Tab' },
    ]) {
      expect(combinationOf(press(change), false)).toBeNull();
    }
    expect(combinationOf(press({ key: 'J', shiftKey: true, ctrlKey: true }), false)).toBeNull();
    expect(combinationOf(press({ key: '€', ctrlKey: true, altKey: true }), false)).toBeNull();
  });

  it('names Shift with a letter, so that it is another key than the letter', () => {
    expect(combinationOf(press({ key: 'J', shiftKey: true }), false)).toBe('shift+j');
    expect(combinationOf(press({ key: 'J' }), false)).toBe('j');
  });

  it('is Ctrl, or Command on a Mac', () => {
    expect(combinationOf(press({ key: 'Enter', ctrlKey: true }), false)).toBe('ctrl+enter');
    expect(combinationOf(press({ key: 'Enter', metaKey: true }), true)).toBe('ctrl+enter');
    expect(combinationOf(press({ key: 'l', ctrlKey: true }), true)).toBeNull();
  });

  it('is the digit on a QWERTY and, with Shift or without, on an AZERTY keyboard', () => {
    expect(combinationOf(press({ key: '3', code: 'Digit3' }), false)).toBe('3');
    expect(combinationOf(press({ key: '"', code: 'Digit3' }), false)).toBe('3');
    expect(combinationOf(press({ key: '3', code: 'Digit3', shiftKey: true }), false)).toBe('3');
    expect(combinationOf(press({ key: '3', code: 'Numpad3' }), false)).toBe('3');
  });

  it('is the question mark wherever the keyboard has it', () => {
    expect(combinationOf(press({ key: '?', code: 'Slash', shiftKey: true }), false)).toBe('?');
    expect(combinationOf(press({ key: '?', code: 'KeyM', shiftKey: true }), false)).toBe('?');
  });
});
