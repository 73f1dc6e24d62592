import { fakeText, seededRandom } from '../../tools/fake-data.ts';

/** A SCARt file of so many reports about different addresses, as a national hotline's backlog would be. */
export function aScartFile(rows: number, seed = 7): Buffer {
  const random = seededRandom(seed);
  const countries = ['BE', 'NL', 'US', 'FR', 'DE'];
  const lines = ['URL;REFERER;WORKUSER-EMAIL;REFERENCE;SOURCE;TYPE;HOSTING;RECEIVED'];
  for (let i = 0; i < rows; i++) {
    const url = `https://host${i % 5000}.example/gallery/${fakeText(random, 22)}/${i}.html`;
    const received = new Date(Date.UTC(2026, 10, 1) + i * 7000).toISOString();
    const country = countries[i % countries.length];
    lines.push(
      `${url};https://forum${i % 100}.example/t/${i};analyst@hotline.example;REF-${i};webform;website;${country};${received}`,
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}
