import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const require = createRequire(import.meta.url);
const config = require('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[]; options: object };

interface Breach {
  readonly rule: string;
  /** The file that breaks the rule, and what it says. */
  readonly file: string;
  readonly text: string;
  readonly beside?: Readonly<Record<string, string>>;
}

const door = { 'src/modules/ledger/index.ts': 'export const x = 1;' };

const edges: Breach[] = config.forbidden
  .filter(({ name }) => name.startsWith('module-'))
  .map(({ name }) => ({
    rule: name,
    file: `src/modules/${name.slice('module-'.length)}/breach.ts`,
    text: `import '../stranger/index.js';`,
    beside: { 'src/modules/stranger/index.ts': 'export {};' },
  }));

const BREACHES: Breach[] = [
  ...edges,
  {
    rule: 'undeclared-module',
    file: 'src/modules/stranger/a.ts',
    text: `import './b.js';`,
    beside: { 'src/modules/stranger/b.ts': 'export {};' },
  },
  {
    rule: 'through-the-door',
    file: 'src/modules/payments/breach.ts',
    text: `import '../ledger/ledger.repository.js';`,
    beside: { 'src/modules/ledger/ledger.repository.ts': 'export {};' },
  },
  {
    rule: 'platform-through-the-door',
    file: 'src/modules/ledger/breach.ts',
    text: `import '../../platform/database/tx.js';`,
    beside: { 'src/platform/database/tx.ts': 'export {};' },
  },
  { rule: 'kernel-is-alone', file: 'src/kernel/breach.ts', text: `import '../modules/ledger/index.js';`, beside: door },
  {
    rule: 'platform-knows-no-business',
    file: 'src/platform/http/breach.ts',
    text: `import '../../modules/ledger/index.js';`,
    beside: door,
  },
  {
    rule: 'domain-is-pure',
    file: 'src/modules/orders/order.domain.ts',
    text: `import { x } from './y.js'; export const z = x;`,
    beside: { 'src/modules/orders/y.ts': 'export const x = 1;' },
  },
  {
    rule: 'controllers-do-not-query',
    file: 'src/modules/orders/orders.controller.ts',
    text: `import './orders.repository.js';`,
    beside: { 'src/modules/orders/orders.repository.ts': 'export {};' },
  },
  {
    rule: 'errors-know-no-http',
    file: 'src/modules/orders/orders.errors.ts',
    text: `import '../../platform/http/index.js';`,
    beside: { 'src/platform/http/index.ts': 'export {};' },
  },
  {
    rule: 'no-cycles',
    file: 'src/modules/orders/a.ts',
    text: `import './b.js';`,
    beside: { 'src/modules/orders/b.ts': `import './a.js';` },
  },
  { rule: 'no-dev-dependencies', file: 'src/kernel/dev.ts', text: `import 'prettier';` },
];

async function violationsOf(breach: Breach): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'souk-breach-'));
  const files = { ...breach.beside, [breach.file]: breach.text };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  for (const file of ['tsconfig.json', 'package.json']) await cp(resolve(file), join(folder, file));
  const result = await cruise(['src'], {
    ...config.options,
    ruleSet: config,
    validate: true,
    baseDir: folder,
  } as never);
  await rm(folder, { recursive: true, force: true });
  return (result.output as ICruiseResult).summary.violations.map((violation) => violation.rule.name);
}

describe('the borders', () => {
  it('have a planted breach for every rule', () => {
    const planted = new Set(BREACHES.map((breach) => breach.rule));

    expect(config.forbidden.map((rule) => rule.name).filter((name) => !planted.has(name))).toEqual([]);
  });

  it.each(BREACHES.map((breach) => [breach.rule, breach] as const))('report a breach of %s', async (rule, breach) => {
    const violations = await violationsOf(breach);

    expect(violations).toContain(rule);
  });
});
