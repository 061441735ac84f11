import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestApp } from '../../support/index.js';
import { funding, post, sealAll, someone, startLedger, usd } from '../ledger/ledger-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startLedger();
});
afterAll(() => app.stop());

interface Answer {
  readonly code: number;
  readonly stdout: string;
}

const verify = (): Promise<Answer> =>
  promisify(execFile)(
    process.execPath,
    ['--import', './scripts/typescript.js', '--no-warnings', 'src/tools/ledger-verify/main.ts'],
    { env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: app.config.databaseUrl } },
  ).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: Answer) => ({ code, stdout }),
  );

describe('ledger:verify', () => {
  it('ends with 0 over whole books and with 1 over altered ones, and names the field', async () => {
    const [made] = await post(app, funding(someone(), usd(500)));
    await sealAll(app);

    const whole = await verify();
    await app.sql('alter table ledger.journal disable trigger all');
    await app.sql(`update ledger.journal set rule_version = 'forged' where id = $1`, [made?.journalId]);
    await app.sql('alter table ledger.journal enable trigger all');
    const altered = await verify();

    expect(whole.stdout).toMatch(/^1 of 1 journals are sealed; head of the chain: [0-9a-f]{64}\nThe books are as they/);
    expect(whole.code).toBe(0);
    expect(altered.stdout).toContain(`journal ${made?.journalId}, rule_version: altered\n`);
    expect(altered.stdout).toContain('Faults: 1');
    expect(altered.code).toBe(1);
  });
});
