import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { BooksMetrics } from '../../../src/modules/books/books.metrics.js';
import { ExportHead } from '../../../src/modules/books/export-head.js';
import { verifyBooks } from '../../../src/modules/books/index.js';
import { divergenceOf, readHeads } from '../../../src/modules/books/kept-head.domain.js';
import { SealsRepository } from '../../../src/modules/books/seals.repository.js';
import { bearer, type TestApp } from '../../support/index.js';
import { funding, post, sealAll, someone, startLedger, usd } from '../ledger/ledger-app.js';

const hash = (digit: string): string => digit.repeat(64);
const head = (seq: number, digit: string, exportedAt?: string) => ({ seq, hash: hash(digit), exportedAt });

describe('heads of the chain that were kept', () => {
  it('agree with the chain, whose newer blocks they do not know', () => {
    const found = new Map([
      [3, hash('a')],
      [7, hash('b')],
    ]);

    expect(divergenceOf([head(7, 'b'), head(3, 'a')], found)).toEqual([]);
    expect(divergenceOf([], found)).toEqual([]);
  });

  it('name the blocks among which the chain was made anew', () => {
    const kept = [head(3, 'a'), head(7, 'b', '2026-03-02T03:30:00.000Z'), head(9, 'c')];
    const found = new Map([
      [3, hash('a')],
      [7, hash('d')],
      [9, hash('e')],
    ]);

    expect(divergenceOf(kept, found)).toEqual([
      { kind: 'chain', subject: 'blocks 4 to 7 (head of 2026-03-02T03:30:00.000Z)', field: 'hash' },
    ]);
  });

  it('name a chain that was cut off', () => {
    expect(divergenceOf([head(3, 'a'), head(7, 'b')], new Map([[3, hash('a')]]))).toEqual([
      { kind: 'deleted', subject: 'blocks 4 to 7', field: 'hash' },
    ]);
  });

  it.each(['{}', '{"seq":1,"hash":"ab"}', 'null', 'not JSON'])('are nothing else: %s', (line) => {
    expect(() => readHeads(`${JSON.stringify(head(1, 'a'))}\n${line}\n`)).toThrow(`no head of a chain: ${line}`);
  });
});

describe('the export of the head', () => {
  let app: TestApp;
  let folder: string;

  beforeAll(async () => {
    app = await startLedger();
    folder = await mkdtemp(join(tmpdir(), 'souk-heads-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await app.stop();
  });

  const exporting = (sealExport?: string): ExportHead =>
    new ExportHead({ ...app.config, sealExport }, app.get(SealsRepository), app.get(BooksMetrics));
  const read = () => app.http.get('/v1/finance/seal-head').set(bearer('finance'));

  it('waits for the first seal', async () => {
    const file = join(folder, 'none.jsonl');

    await exporting(file).run(new Date());

    expect((await read()).body).toEqual({ seal: null });
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('adds a line a day, with which the chain is compared; finance reads the same head', async () => {
    const file = join(folder, 'new', 'heads.jsonl');
    await post(app, funding(someone(), usd(500)));
    await sealAll(app);
    await exporting(file).run(new Date('2026-03-01T03:30:00Z'));
    await post(app, funding(someone(), usd(70)));
    await sealAll(app);
    await exporting(file).run(new Date('2026-03-02T03:30:00Z'));
    const client = new pg.Client({ connectionString: app.config.databaseUrl });
    await client.connect();

    const kept = readHeads(await readFile(file, 'utf8'));
    const whole = await verifyBooks(client, kept);
    const [first, second] = kept;
    const forged = await verifyBooks(client, [first, { ...second, hash: hash('f') }] as typeof kept);
    await client.end();

    const { body } = await read().expect(200);
    expect(body).toEqual({ seal: { seq: second?.seq, hash: second?.hash, sealedAt: expect.any(String) } });
    expect(kept.map(({ exportedAt }) => exportedAt)).toEqual(['2026-03-01T03:30:00.000Z', '2026-03-02T03:30:00.000Z']);
    expect(whole.faults).toEqual([]);
    expect(forged.faults).toEqual([
      {
        kind: 'chain',
        subject: `blocks ${(first?.seq ?? 0) + 1} to ${second?.seq} (head of 2026-03-02T03:30:00.000Z)`,
        field: 'hash',
      },
    ]);
    const { text } = await app.http.get('/metrics').expect(200);
    expect(Number(/^souk_ledger_head_export_timestamp_seconds (\S+)/m.exec(text)?.[1])).toBeGreaterThan(1_700_000_000);
  });

  it('is finance’s to read, and nothing is written where no file is configured', async () => {
    await exporting().run(new Date());

    expect((await app.http.get('/v1/finance/seal-head')).status).toBe(401);
    expect((await app.http.get('/v1/finance/seal-head').set(bearer('moderator'))).status).toBe(403);
  });
});
