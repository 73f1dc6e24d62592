// Lists the third-party packages that are shipped. Plain JavaScript for any Node >= 20.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const manifest = readJson('package.json');
const { packages } = readJson('package-lock.json');

/**
 * The packages that the engine and the hosts need at run time and those the page is built from, with their
 * dependencies, by place in `node_modules`. `platform`: the package is one of several of which each machine installs
 * its own.
 */
export function shippedPackages() {
  const found = new Map();
  const take = (name, from) => {
    const path = resolve(name, from);
    if (path === null || found.has(path)) return;
    const { version, license, os, cpu, dependencies, optionalDependencies } = packages[path];
    const platform = os !== undefined || cpu !== undefined;
    found.set(path, { path, name: nameOf(path), version, license: license ?? 'unknown', platform });
    const needed = { ...dependencies, ...neededPeers(packages[path]), ...optionalDependencies };
    for (const other of Object.keys(needed)) take(other, path);
  };
  for (const name of Object.keys(manifest.dependencies)) take(name, '');
  for (const name of importedByPage()) take(name, '');
  return [...found.values()].sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

const neededPeers = ({ peerDependencies = {}, peerDependenciesMeta = {} }) =>
  Object.fromEntries(
    Object.entries(peerDependencies).filter(([name]) => !peerDependenciesMeta[name]?.optional),
  );

/** The place Node would find a package at; null where an optional one is not in the lockfile. */
function resolve(name, from) {
  for (let folder = from; ; folder = folder.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (folder === '') return null;
  }
}

function importedByPage() {
  const known = { ...manifest.dependencies, ...manifest.devDependencies };
  const sources = readdirSync(join(root, 'src-renderer'), { recursive: true })
    .map(String)
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(root, 'src-renderer', name), 'utf8'));
  const specifiers = sources.flatMap((text) =>
    [...text.matchAll(/(?:from|import)\s*\(?\s*'([^'.][^']*)'/g)].map((match) => match[1]),
  );
  const names = specifiers.map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)[0]);
  return [...new Set(names)].filter((name) => name in known).sort();
}

const nameOf = (path) => path.replace(/^.*node_modules\//, '');
/** Compares texts in the same way on every machine, whatever its language. */
export const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function readJson(name) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}
