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

  it('are forgotten with what belongs to them: reservations of stock and their lines, not the sale', async () => {
    await app.sql(`insert into stock_reservations (id, state, expires_at, created_at, updated_at)
      select gen_random_uuid(), state, ${ago(95)}, ${ago(95)}, at
        from (values ('consumed', ${ago(92)}), ('released', ${ago(92)}), ('expired', ${ago(92)}),
                     ('consumed', ${ago(80)}), ('expired', ${ago(80)})) as r(state, at)`);
    await app.sql(`insert into stock_reservation_lines (reservation_id, variant_id, quantity)
      select id, gen_random_uuid(), 2 from stock_reservations`);
    await app.sql(`insert into stock_reservations (id, expires_at, created_at, updated_at)
      values (gen_random_uuid(), ${ago(-9)}, ${ago(900)}, ${ago(900)})`);

    await app.advance('P1D');

    expect(await remaining('stock_reservations', 'state')).toEqual(['active', 'consumed', 'expired']);
    expect(await remaining('stock_reservation_lines', 'quantity')).toEqual(['2', '2']);
  });

  it('are forgotten where they hold an address: invitations to act for a seller, and members stay', async () => {
    const { sellerId, token } = (await app.http.post('/v1/sandbox/sellers').send({})).body as Record<string, string>;
    const team = `/v1/sellers/${sellerId}/invitations`;
    const as = (bearer = '') => ({ authorization: `Bearer ${bearer}` });
    const invite = (email: string) => app.http.post(team).set(as(token)).send({ email, role: 'staff' }).expect(201);
    await invite('open@example.com');
    await app.sql(`insert into seller_invitations
        (id, seller_id, email_sealed, email_index, role, invited_by, created_at, expires_at, answer, answered_at)
      select gen_random_uuid(), seller_id, name, name, 'staff', 'x', ${ago(120)}, until, said, at
        from seller_invitations,
             (values ('accepted long ago', ${ago(85)}, 'accepted', ${ago(92)}), ('never answered', ${ago(92)}, null, null),
                     ('withdrawn lately', ${ago(92)}, 'withdrawn', ${ago(80)}), ('over lately', ${ago(80)}, null, null))
               as i(name, until, said, at)`);
    const members = await app.sql('select user_id, seller_id, role from memberships order by 1, 2');

    await app.advance('P1D');

    const left = await remaining(
      'seller_invitations',
      `case when email_sealed = email_index then email_sealed else 'open' end`,
    );
    expect(left).toEqual(['open', 'over lately', 'withdrawn lately']);
    expect(await app.sql('select user_id, seller_id, role from memberships order by 1, 2')).toEqual(members);
    const { body } = await app.http.get(team).set(as(token));
    expect((body as { data: { email: string }[] }).data.map(({ email }) => email)).toEqual(['open@example.com']);
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
