import { startApp, type TestApp } from '../../support/index.js';

const MANY = 4_500;

describe('rows that have ended', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  const remaining = async (table: string, column: string): Promise<string[]> =>
    (await app.sql<{ name: string }>(`select ${column}::text as name from ${table} order by 1`)).map(
      ({ name }) => name,
    );

  /** Days before the marketplace's present. */
  const ago = (days: number): string =>
    `(now() + (select offset_ms from sandbox_clock) * interval '1 ms' - interval '${days} days')`;

  it('are forgotten after their time, the messages of providers among them, and open ones never', async () => {
    await app.sql(`insert into provider_inbox (provider, event_id, type, object_version, raw, state, received_at, settled_at)
      values ('p', 'old', 't', 1, '{}', 'applied', ${ago(92)}, ${ago(92)}),
             ('p', 'new', 't', 1, '{}', 'applied', ${ago(92)}, ${ago(80)}),
             ('p', 'unread', 't', 1, '{}', 'received', ${ago(900)}, null),
             ('p', 'odd', 't', 1, '{}', 'quarantined', ${ago(900)}, ${ago(900)})`);
    await app.sql(`insert into payout_provider_events (provider, event_id, body, outcome, received_at)
      values ('p', 'old', '{}', 'applied', ${ago(92)}), ('p', 'new', '{}', 'applied', ${ago(80)})`);
    await app.sql(`insert into carrier_events (carrier, event_id, tracking_number, status, occurred_at, received_at)
      values ('c', 'old', 'T1', 'in_transit', ${ago(182)}, ${ago(182)}), ('c', 'new', 'T1', 'in_transit', ${ago(182)}, ${ago(170)})`);
    await app.sql(`insert into carts (id, buyer_id, state, created_at, updated_at)
      select gen_random_uuid(), gen_random_uuid(), state, ${ago(900)}, at
        from (values ('ordered', ${ago(92)}), ('ordered', ${ago(80)}), ('open', ${ago(900)})) as c(state, at)`);

    await app.advance('P1D');

    expect(await remaining('provider_inbox', 'event_id')).toEqual(['new', 'odd', 'unread']);
    expect(await remaining('payout_provider_events', 'event_id')).toEqual(['new']);
    expect(await remaining('carrier_events', 'event_id')).toEqual(['new']);
    expect(await remaining('carts', 'state')).toEqual(['open', 'ordered']);
  });

  it('are forgotten some at a time until none is left: tokens of a session that lives on', async () => {
    const { token } = (await app.http.post('/v1/sandbox/users').send({})).body as { token: string };
    const live = await remaining('session_tokens', 'kind');
    await app.sql(`insert into session_tokens (hash, session_id, kind, issued_at, expires_at)
      select sha256(n::text::bytea), (select id from sessions order by id desc limit 1), 'access', ${ago(40)}, ${ago(39)}
        from generate_series(1, ${MANY}) n`);

    await app.advance('P1D');
    const me = await app.http.get('/v1/me').set('authorization', `Bearer ${token}`);

    expect(await remaining('session_tokens', 'kind')).toEqual(live);
    expect(me.status).toBe(200);
  });
});
