/** Rows per second of each parser: `node tests/bench/intake.bench.ts [rows]`. */
import { openIntakeFile } from '../../src-main/engine/intake/parse-file.ts';
import { fakeHex, fakePhotoDna, fakeText, seededRandom } from '../../tools/fake-data.ts';

const rows = Number(process.argv[2] ?? 100_000);
const random = seededRandom(7);

function scartFile(): string {
  const lines = ['URL;REFERER;WORKUSER-EMAIL;REFERENCE;SOURCE;TYPE'];
  for (let i = 0; i < rows; i++) {
    const id = fakeText(random, 22);
    lines.push(
      `https://host${i % 5000}.example/gallery/${id}/${i}.html;https://forum${i % 100}.example/t/${i};analyst@hotline.example;REF-${i};webform;website`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function vicsFile(): string {
  const media = Array.from({ length: rows }, (_value, i) =>
    JSON.stringify({
      MediaID: i,
      Category: i % 5,
      MD5: fakeHex(random, 32).toUpperCase(),
      SHA1: fakeHex(random, 40),
      MediaSize: i,
      DateUpdated: '2025-01-02T03:04:05Z',
      RelativeFilePath: `none\\${i}.jpg`,
      AlternativeHashes: [{ HashName: 'PhotoDNA', HashValue: fakePhotoDna(random) }],
    }),
  );
  return `{"@odata.context":"x","value":[{"CaseNumber":"SYN-1","Media":[${media.join(',')}]}]}`;
}

function jsonlFile(): string {
  return Array.from({ length: rows }, (_value, i) =>
    JSON.stringify({
      format: 'hashline-report/1',
      receivedAt: '2026-01-02T03:04:05.000Z',
      channel: 'partner',
      reference: `R-${i}`,
      subjects: [
        { kind: 'url', url: `https://host${i % 5000}.example/gallery/${fakeText(random, 22)}` },
        { kind: 'file', hashes: { md5: fakeHex(random, 32), sha256: fakeHex(random, 64) } },
      ],
    }),
  ).join('\n');
}

async function* slicesOf(file: Buffer): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < file.length; from += 65_536) yield file.subarray(from, from + 65_536);
}

for (const [name, text] of [
  ['scart-csv', scartFile()],
  ['vics-json', vicsFile()],
  ['hashline-jsonl', jsonlFile()],
] as const) {
  const file = Buffer.from(text);
  const start = performance.now();
  let taken = 0;
  let refused = 0;
  let rss = 0;
  for await (const chunk of (await openIntakeFile(slicesOf(file))).chunks) {
    taken += chunk.reports.length;
    refused += chunk.refusals.length;
    rss = Math.max(rss, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${name}: ${taken} taken, ${refused} refused, ${Math.round(taken / seconds)} rows/s, ` +
      `${(file.length / 1048576 / seconds).toFixed(1)} MiB/s, ${Math.round(rss / 1048576)} MiB resident`,
  );
}
