import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { plus, system } from '../../../src/kernel/index.js';
import { SandboxClock } from '../../../src/platform/clock/index.js';
import {
  credit,
  debit,
  Holds,
  paymentCapturedJournal,
  payoutCreatedJournal,
  payoutPaidJournal,
  refundConfirmedJournal,
  type Journal,
} from '../../../src/modules/ledger/index.js';
import { PostingRepository } from '../../../src/modules/ledger/posting.repository.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { available, funding, journal, post, someone, startLedger, usd } from '../ledger/ledger-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startLedger();
});
afterAll(() => app.stop());

const close = (endsOn: string, token = 'finance', headers = {}) =>
  app.http.post('/v1/finance/periods').set(bearer(token)).set(headers).send({ endsOn });
const on = (effectiveAt: string, of: Journal): Journal => ({ ...of, effectiveAt: new Date(effectiveAt) });
const locks = () => app.sql('select * from ledger.period_lock order by ends_on');
const counted = () => app.sql('select count(*)::int as journals from ledger.journal');

describe('a period', () => {
  it('is closed by finance, once, and is listed with the day after which it began', async () => {
    const first = await close('2026-01-31').expect(201);
    const second = await close('2026-02-28').expect(201);

    expect(first.body).toMatchObject({
      startsOn: null,
      endsOn: '2026-01-31',
      closedBy: expect.stringMatching(/^usr_/),
    });
    expect(second.body).toMatchObject({ startsOn: '2026-02-01', endsOn: '2026-02-28' });
    const list = await app.http.get('/v1/finance/periods?limit=1').set(bearer('finance')).expect(200);
    const rest = await app.http
      .get(`/v1/finance/periods?limit=1&cursor=${list.body.page.nextCursor}`)
      .set(bearer('finance'));
    expect([...list.body.data, ...rest.body.data]).toEqual([second.body, first.body]);
  });

  it.each([
    ['2026-02-28', 409, 'period_already_closed'],
    ['2026-01-15', 409, 'period_already_closed'],
    ['2026-02-30', 422, undefined],
    ['yesterday', 422, undefined],
    ['2199-12-31', 409, 'period_not_over'],
  ])('is refused for %s', async (endsOn, status, code) => {
    const before = await locks();

    const answer = await close(endsOn).expect(status);

    if (code) expect(answer.body.code).toBe(code);
    expect(await locks()).toEqual(before);
  });

  it('is not closed while its last day lasts', async () => {
    const before = await locks();
    const today = app.get(SandboxClock).now().toISOString().slice(0, 10);

    const answer = await close(today).expect(409);

    expect(answer.body.code).toBe('period_not_over');
    expect(await locks()).toEqual(before);
  });

  it('is finance’s alone', async () => {
    const before = await locks();

    await app.http.post('/v1/finance/periods').send({ endsOn: '2026-03-31' }).expect(401);
    await close('2026-03-31', 'moderator').expect(403);

    expect(await locks()).toEqual(before);
  });

  it('takes no journal any more when it is closed, but the day after it does', async () => {
    const seller = someone();
    const before = await counted();
    const raw = (...journals: Journal[]) =>
      app.get(UnitOfWork).run((tx) => app.get(PostingRepository).post(tx, journals));

    await expect(raw(on('2026-02-28T23:59:59.999Z', funding(seller, usd(5))))).rejects.toThrow('period_closed');
    await expect(
      raw(on('2026-03-02T00:00:00Z', funding(seller, usd(5))), on('2020-01-01T00:00:00Z', funding(seller, usd(5)))),
    ).rejects.toThrow('period_closed');

    expect(await counted()).toEqual(before);
    await raw(on('2026-03-01T00:00:00.000Z', funding(seller, usd(5))));
    expect(await available(app, seller)).toBe(5);
  });

  const LATE = new Date('2026-02-27T18:30:00.000Z');
  const late = { effectiveAt: LATE, actor: system('test') };
  const [owner, owned] = [someone(), someone()];

  it.each([
    ['a capture', paymentCapturedJournal(someone(), owner, usd(130), late)],
    ['a delivery', journal([debit('order_escrow', usd(130), owner), credit('seller_available', usd(130), owned)])],
    ['a payout', payoutCreatedJournal(owner, owned, usd(90), late)],
    ['a payout that was paid', payoutPaidJournal(owner, usd(90), late)],
    ['a refund', journal([debit('seller_available', usd(40), owned), credit('refund_in_transit', usd(40), owner)])],
    ['the confirmation of a refund', refundConfirmedJournal(owner, usd(40), late)],
  ])('lets the news of %s take effect today, once, with the instant at which it happened', async (_what, news) => {
    const told = { ...news, effectiveAt: LATE };

    const [first] = await post(app, told);
    const [again] = await post(app, told);

    expect([first?.posted, again?.posted, again?.journalId]).toEqual([true, false, first?.journalId]);
    const [row] = await app.sql('select effective_at, metadata from ledger.journal where id = $1', [first?.journalId]);
    expect(row).toEqual({
      effective_at: app.get(SandboxClock).now(),
      metadata: { happenedAt: '2026-02-27T18:30:00.000Z' },
    });
  });

  it('lets a held balance be spent today by what happened in it', async () => {
    const seller = someone();
    await post(app, funding(seller, usd(50)));
    const hold = {
      source: { type: 'test', id: someone(), kind: 'hold' },
      account: 'seller_available',
      owner: seller,
      money: usd(30),
      expiresAt: plus(app.get(SandboxClock).now(), 'P1D'),
      actor: system('test'),
    } as const;

    const { journalId } = await app.get(UnitOfWork).run(async (tx) => {
      const { holdId } = await app.get(Holds).placeHold(tx, hold);
      const spent = journal([debit('seller_available', usd(30), seller), credit('psp_clearing', usd(30))]);
      return app.get(Holds).postHold(tx, holdId, { ...spent, effectiveAt: LATE });
    });

    const [row] = await app.sql('select effective_at, metadata from ledger.journal where id = $1', [journalId]);
    expect(row).toEqual({ effective_at: app.get(SandboxClock).now(), metadata: { happenedAt: LATE.toISOString() } });
    expect(await available(app, seller)).toBe(20);
  });

  it('is put right by a journal of today that names what it corrects', async () => {
    const seller = someone();
    const [wrong] = await post(app, on('2026-03-05T10:00:00Z', funding(seller, usd(500))));
    await close('2026-03-31').expect(201);
    const fix = journal([debit('seller_available', usd(400), seller), credit('psp_clearing', usd(400))]);
    const corrects = wrong?.journalId as Journal['corrects'];

    const [made] = await post(app, {
      ...fix,
      ...(corrects ? { corrects } : {}),
      effectiveAt: new Date('2026-04-02T08:00:00Z'),
    });

    const [row] = await app.sql('select corrects_id from ledger.journal where id = $1', [made?.journalId]);
    expect(row).toEqual({ corrects_id: wrong?.journalId });
    expect(await available(app, seller)).toBe(100);
  });

  it('still answers for a source that it has', async () => {
    const seller = someone();
    const once = on('2026-04-01T00:00:00Z', funding(seller, usd(70)));
    const [first] = await post(app, once);
    await close('2026-04-15').expect(201);

    const [again] = await post(app, once);

    expect(again).toEqual({ journalId: first?.journalId, posted: false });
    expect(await available(app, seller)).toBe(70);
  });

  it('waits for a journal that is being written, and refuses the one that comes while it waits', async () => {
    const seller = someone();
    const slow = new pg.Client({ connectionString: app.config.databaseUrl });
    await slow.connect();
    await slow.query('begin');
    await slow.query(
      `insert into ledger.journal (id, source_type, source_id, kind, fingerprint, effective_at, actor_type, actor_id)
       values ($1::uuid, 'raw', $1::text, 'x', '', '2026-04-20T00:00:00Z', 'system', 'x')`,
      [randomUUID()],
    );

    const closing = close('2026-04-30').then((answer) => answer.status);
    await blocked('close_period');
    const late = post(app, on('2026-04-21T00:00:00Z', funding(seller, usd(5)))).then(
      () => 'posted',
      (error: Error) => error.message.slice(0, 13),
    );
    await blocked('ledger.post');
    await slow.query('rollback');
    await slow.end();

    expect([await closing, await late]).toEqual([201, 'period_closed']);
    expect(await available(app, seller)).toBe(0);
  });

  it('is closed once when it is closed twice at the same time', async () => {
    const answers = await Promise.all([close('2026-05-31'), close('2026-05-31'), close('2026-05-31')]);

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('answers a repeated request with its first answer', async () => {
    const key = { 'Idempotency-Key': randomUUID() };

    const first = await close('2026-06-15', 'finance', key).expect(201);
    const again = await close('2026-06-15', 'finance', key).expect(201);

    expect(again.body).toEqual(first.body);
  });

  it.each([
    `update ledger.period_lock set ends_at = ends_at - interval '1 year'`,
    'delete from ledger.period_lock',
    'truncate ledger.period_lock',
  ])('is never opened again: %s', async (sql) => {
    const before = await locks();

    await expect(app.sql(sql)).rejects.toThrow('not possible');

    expect(await locks()).toEqual(before);
  });

  /** Until a statement of the kind waits for a lock. */
  async function blocked(text: string): Promise<void> {
    for (;;) {
      const [row] = await app.sql<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%' || $1 || '%'`,
        [text],
      );
      if (row?.n) return;
    }
  }
});
