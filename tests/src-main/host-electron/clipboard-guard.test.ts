import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClipboardGuard } from '../../../src-main/host-electron/clipboard-guard.ts';

class FakeClipboard {
  text = '';
  readonly readText = async () => this.text;
  readonly clear = () => {
    this.text = '';
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the clipboard', () => {
  it.each([
    ['is there for half a minute', 29_000, null, 'a hash'],
    ['is empty after it', 31_000, null, ''],
    ['keeps what somebody else copied meanwhile', 31_000, 'a letter', 'a letter'],
  ])('%s', async (_case, afterMs, copiedMeanwhile, expected) => {
    const clipboard = new FakeClipboard();
    new ClipboardGuard(clipboard).noteWrite();
    clipboard.text = 'a hash';
    await vi.advanceTimersByTimeAsync(1_000);
    if (copiedMeanwhile !== null) clipboard.text = copiedMeanwhile;
    await vi.advanceTimersByTimeAsync(afterMs - 1_000);
    expect(clipboard.text).toBe(expected);
  });

  it('counts from the last copy', async () => {
    const clipboard = new FakeClipboard();
    const guard = new ClipboardGuard(clipboard);
    guard.noteWrite();
    clipboard.text = 'first';
    await vi.advanceTimersByTimeAsync(20_000);
    guard.noteWrite();
    clipboard.text = 'second';
    await vi.advanceTimersByTimeAsync(20_000);
    expect(clipboard.text).toBe('second');
    await vi.advanceTimersByTimeAsync(11_000);
    expect(clipboard.text).toBe('');
  });

  it.each([
    ['a copy half a second old', 100],
    ['a copy of a while ago', 10_000],
  ])('is cleared at once by a lock: %s', async (_case, afterMs) => {
    const clipboard = new FakeClipboard();
    const guard = new ClipboardGuard(clipboard);
    guard.noteWrite();
    clipboard.text = 'a hash';
    await vi.advanceTimersByTimeAsync(afterMs);
    await guard.clear();
    expect(clipboard.text).toBe('');
  });

  it('is left alone where the page copied nothing', async () => {
    const clipboard = new FakeClipboard();
    clipboard.text = 'a letter';
    await new ClipboardGuard(clipboard).clear();
    expect(clipboard.text).toBe('a letter');
  });

  it('survives a clipboard that cannot be read', async () => {
    const guard = new ClipboardGuard({ readText: () => Promise.reject(new Error('busy')), clear: vi.fn() });
    guard.noteWrite();
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(guard.clear()).resolves.toBeUndefined();
  });
});
