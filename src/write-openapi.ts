import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createApp } from './app.js';
import type { Config } from './platform/config/index.js';
import { buildOpenApi } from './platform/http/index.js';
import { runProcess, startDatabase, type Running } from './startup.js';

const FILE = 'docs/api/openapi.json';

/** Writes the contract of the API; with `--check` it fails when the file is not what the code says. */
await runProcess(async (config, running) => {
  const text = await contract(config, running).finally(() => running.stop());
  const isCheck = process.argv.includes('--check');
  const isCurrent = (await readFile(FILE, 'utf8').catch(() => '')) === text;
  if (!isCheck) await mkdir(dirname(FILE), { recursive: true }).then(() => writeFile(FILE, text));
  if (isCheck && !isCurrent) process.stderr.write(`${FILE} is not current: npm run openapi\n`);
  process.exit(isCheck && !isCurrent ? 1 : 0);
});

/** Boots without listening, on a database of its own, so that it runs beside a running marketplace. */
async function contract(config: Config, running: Running): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'souk-openapi-'));
  running.add(() => rm(dataDir, { recursive: true, force: true }));
  await chmod(dataDir, 0o755);
  const databaseUrl = await startDatabase({ ...config, dataDir, embeddedPort: undefined }, running);
  const app = await createApp({ ...config, databaseUrl, swaggerUi: false, logLevel: 'silent' });
  running.add(() => app.close());
  return `${JSON.stringify(buildOpenApi(app), null, 2)}\n`;
}
