// Writes dist/sbom.json: the bill of materials (CycloneDX 1.5) of what is shipped. It asks npm, which reads only the
// lockfile and no network; the same lockfile gives the same bytes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from './node-runtime.mjs';
import { manifest, root, shippedPackages } from './shipped-packages.mjs';

const npm = npmCommand();
const { status, stdout, stderr } = spawnSync(
  npm.command,
  ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--offline'],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...npm.options,
  },
);
if (status !== 0) {
  process.stderr.write(stderr);
  process.exit(status ?? 1);
}
const { serialNumber: _, ...bill } = JSON.parse(stdout);
const shipped = new Set(shippedPackages().map(({ name, version }) => `${name}@${version}`));
const own = `${manifest.name}@${manifest.version}`;
const isShipped = (ref) => shipped.has(ref.split('|')[0]);
const { timestamp: __, ...metadata } = bill.metadata;
const { description, license } = manifest;
const result = {
  ...bill,
  metadata: {
    ...metadata,
    component: {
      'bom-ref': own,
      type: 'application',
      name: manifest.name,
      version: manifest.version,
      description,
      licenses: [{ license: { id: license } }],
    },
  },
  components: bill.components.filter((component) => isShipped(component['bom-ref'])),
  dependencies: bill.dependencies
    .filter(({ ref }) => ref === own || isShipped(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isShipped) })),
};
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist', 'sbom.json'), `${JSON.stringify(result, null, 2)}\n`);
