// Writes THIRD-PARTY-NOTICES.md: the authors whose work is shipped with Hashline, and their terms. With `--check` it
// writes nothing and ends with 1 where the file is outdated. The result is the same on every platform.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, root, shippedPackages } from './shipped-packages.mjs';

const FILE = join(root, 'THIRD-PARTY-NOTICES.md');

const HEAD = `# Third-party notices

Hashline is free software under the GNU Affero General Public License, version 3 (LICENSE). These packages are part of what is
installed on a workstation: the engine needs them when it runs, or the page is built from them. Electron and the
Chromium inside it bring their own notices (\`LICENSES.chromium.html\`) in the folder they are installed in.

Made by \`node tools/make-notices.mjs\` from package-lock.json; a test compares it.
`;

function notices() {
  const all = shippedPackages();
  const packages = all.filter(({ platform }) => !platform);
  const platforms = all.filter(({ platform }) => platform);
  const table = packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const builds = platforms.map(({ name, version, license }) => `- ${name} ${version} (${license})`);
  const byText = new Map();
  for (const found of packages) {
    const text = licenceText(found);
    byText.set(text, [...(byText.get(text) ?? []), `${found.name} ${found.version}`]);
  }
  const texts = [...byText].map(([text, names]) => `### ${unique(names).join(', ')}\n\n${fenced(text)}\n`);
  return [
    HEAD,
    '## Packages\n',
    ['| package | version | licence |', '|---|---|---|', ...unique(table)].join('\n'),
    '\nPrebuilt parts of them, of which a machine installs its own, under the same terms:\n',
    unique(builds).join('\n'),
    '\n## Texts\n',
    texts.sort(compare).join('\n'),
  ].join('\n');
}

/** The package's own licence text, or its name and licence where it has none. */
function licenceText({ path, name, license }) {
  const folder = join(root, path);
  if (!existsSync(folder)) throw new Error(`${path} is not installed: run npm ci first`);
  const names = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(file))
    .sort();
  const texts = names.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return texts.join('\n\n') || `${name} brings no text of its licence with it. It states: ${license}.`;
}

/** Uses a fence longer than any inside the text. */
function fenced(text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const lines = text.split('\n').map((line) => line.trimEnd());
  return `${fence}text\n${lines.join('\n')}\n${fence}`;
}

const unique = (items) => [...new Set(items)];

const current = notices();
if (!process.argv.includes('--check')) writeFileSync(FILE, current);
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== current) {
  process.stderr.write('THIRD-PARTY-NOTICES.md is not current: run node tools/make-notices.mjs\n');
  process.exit(1);
}
