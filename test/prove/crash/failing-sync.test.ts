import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../../src/platform/database/index.js';
import { OwnPostgres } from './own-postgres.js';

const COMPILER = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);
const ROUNDS = Number(process.env.SOUK_SYNC_ROUNDS ?? 1);
const provable = process.platform === 'linux' && COMPILER !== undefined;
const why = provable ? '' : ' (skipped: needs Linux and a C compiler)';

const journal = (id: string): string =>
  JSON.stringify([
    {
      ...{ id: randomUUID(), sourceType: 'proof', sourceId: id, kind: 'made', actorType: 'system', actorId: 'proof' },
      effectiveAt: '2026-03-01T10:00:00Z',
      lines: [
        { account: 'psp_clearing', owner: null, side: 'D', amount: 5, currency: 'USD' },
        { account: 'commission_revenue', owner: null, side: 'C', amount: 5, currency: 'USD' },
      ],
    },
  ]);

(provable ? describe : describe.skip)(`a disk that fails to sync a commit${why}`, () => {
  let [folder, trigger] = ['', ''];
  let postgres: OwnPostgres;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'souk-sync-'));
    await chmod(folder, 0o777);
    trigger = join(folder, 'fails');
    const library = join(folder, 'failing-sync.so');
    const flags = ['-shared', '-fPIC', '-o', library, 'test/prove/crash/failing-sync.c', '-ldl'];
    expect(spawnSync(COMPILER ?? '', flags).stderr.toString()).toBe('');
    postgres = await OwnPostgres.start({ LD_PRELOAD: library, SOUK_FAILING_SYNC: trigger });
    await migrate(postgres.url);
  }, 120_000);
  afterAll(async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const connected = async (): Promise<pg.Client> => {
    for (;;) {
      const client = new pg.Client({ connectionString: postgres.url });
      client.on('error', () => undefined);
      try {
        await client.connect();
        return client;
      } catch {
        await client.end().catch(() => undefined);
      }
    }
  };
  const post = async (id: string): Promise<boolean> => {
    const client = await connected();
    try {
      const { rows } = await client.query<{ posted: boolean }>('select posted from ledger.post($1::jsonb)', [
        journal(id),
      ]);
      return rows[0]?.posted === true;
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  /** Others are thrown out as well while the server recovers, and ask again. */
  const insist = async (id: string): Promise<boolean> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await post(id);
      } catch (error) {
        if (attempt === 20) throw error;
      }
    }
  };

  it(`takes the answer from the client; asking again finds or makes the one journal (${ROUNDS} times)`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const id = randomUUID();
      await insist(randomUUID());
      await writeFile(trigger, '');

      const first = await post(id).then(
        () => 'answered',
        () => 'no answer',
      );
      await insist(id);
      const again = await insist(id);

      const client = await connected();
      const { rows } = await client.query('select count(*)::int as journals from ledger.journal where source_id = $1', [
        id,
      ]);
      const faults = await client.query('select 1 from ledger.imbalance() union all select 1 from ledger.drift()');
      await client.end();
      expect([first, again, rows[0], faults.rowCount]).toEqual(['no answer', false, { journals: 1 }, 0]);
      await expect(stat(trigger)).rejects.toThrow('ENOENT');
    }
    expect(await postgres.log()).toMatch(/PANIC: {2}could not (fsync|fdatasync) file/);
  }, 300_000);
});
