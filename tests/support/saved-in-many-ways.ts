/** A text as editors, mail programs and consoles save it; each of them stands for the same text. */
export function savedInManyWays(text: string): Uint8Array[] {
  const windows = text.replaceAll('\n', '\r\n');
  const utf16 = Buffer.from(`\ufeff${windows}`, 'utf16le');
  return [
    Buffer.from(windows),
    Buffer.from(text.replaceAll('\n', '\r')),
    Buffer.from(`\ufeff${text}`),
    Buffer.from(text.trimEnd()),
    Buffer.from(`\n${text}\n\n`),
    Buffer.from(text.replaceAll('\n', ' \n')),
    utf16,
    Buffer.from(utf16).swap16(),
    Buffer.from(text, 'utf16le'),
    // The dash of the note is one byte in Windows-1252.
    Buffer.from(windows.replaceAll('\u2014', '\u0097'), 'latin1'),
  ];
}
